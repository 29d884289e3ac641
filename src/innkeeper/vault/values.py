"""What a model holds instead of a personal value: a thing that can be neither printed, compared, hashed nor pickled."""

from typing import Any, Never
from uuid import UUID

from innkeeper.vault.envelope import Context, key_id_of


class Sealed:
    """A sealed value and the place it belongs to. It opens in `audit.actions.reveal` only, and there for a grant."""

    __slots__ = ("blob", "field_id", "row_id")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, blob: bytes, *, field_id: str, row_id: UUID | None) -> None:
        self.blob = blob
        self.field_id = field_id
        self.row_id = row_id

    @property
    def key_id(self) -> UUID:
        """Which data key sealed it."""
        return key_id_of(self.blob)

    def placed(self, row_id: UUID) -> "Sealed":
        """The same value, known to stand in the row `row_id`."""
        return Sealed(self.blob, field_id=self.field_id, row_id=row_id)

    def context(self, *, subject_id: UUID) -> Context:
        """What the seal is bound to. Raises ValueError when the value was read without its row."""
        if self.row_id is None:
            raise ValueError(f"{self.field_id} was read without its row: use placed(row_id).")
        return Context(field_id=self.field_id, row_id=self.row_id, subject_id=subject_id)

    def __repr__(self) -> str:
        return "<Sealed>"

    def __str__(self) -> Never:
        raise TypeError("A sealed value cannot be printed.")

    def __format__(self, spec: str) -> Never:
        raise TypeError("A sealed value cannot be printed.")

    def __eq__(self, other: object) -> Never:
        raise TypeError("A sealed value cannot be compared.")

    def __ne__(self, other: object) -> Never:
        raise TypeError("A sealed value cannot be compared.")

    def __reduce_ex__(self, protocol: Any) -> Never:
        raise TypeError("A sealed value cannot be pickled.")

    def __copy__(self) -> "Sealed":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Sealed":
        return self
