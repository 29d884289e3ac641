"""Free text on its way in: sealed under the case's key, and redacted for lists and search. Before any transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from innkeeper.cases.adapters.redaction import redacted
from innkeeper.kernel.text import clipped
from innkeeper.vault.sealing import seal
from innkeeper.vault.values import Sealed

TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Worded:
    """One text as the house keeps it: the words sealed, the redacted text readable."""

    sealed: Sealed
    redacted: str

    @property
    def title(self) -> str:
        """The redacted text in one short line."""
        return clipped(self.redacted, TITLE_LENGTH)


def worded(
    text: str,
    *,
    field_id: str,
    row_id: UUID,
    case_id: UUID,
    property_id: UUID,
    known_names: Sequence[str] = (),
) -> Worded:
    """Seal the text under the key of its case and redact it. Queries: those of the seal, on the keys' database."""
    sealed = seal(text, field_id=field_id, row_id=row_id, subject_id=case_id, scope_id=property_id)
    return Worded(sealed=sealed, redacted=redacted(text, known_names=known_names))


def not_later(given: datetime | None, *, than: datetime) -> datetime:
    """The true time given, or now; a time in the future becomes now."""
    return than if given is None or given > than else given
