"""Sealing: personal values go in here. Nothing in this file can bring one out."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from innkeeper.vault.classes import DataClass
from innkeeper.vault.keyring import keys_for
from innkeeper.vault.values import Sealed

__all__ = ["DataClass", "Plain", "seal", "seal_bytes", "seal_many"]


@dataclass(frozen=True, slots=True, repr=False)
class Plain:
    """One value to be sealed for its field, row and subject."""

    value: str
    field_id: str
    row_id: UUID
    subject_id: UUID


def seal(
    plain: str,
    *,
    field_id: str,
    row_id: UUID,
    subject_id: UUID,
    scope_id: UUID,
    data_class: DataClass = DataClass.SERVICE,
) -> Sealed:
    """Seal a text under the key of its subject. Call it before the transaction opens: the key is made first.

    `field_id` reads "guests.Guest.phone"; `scope_id` is the property or group whose key wraps the subject's.
    Raises SubjectShredded. Queries: 1, or 5 for a new subject, on the keys' database.
    """
    return seal_bytes(
        plain.encode(),
        field_id=field_id,
        row_id=row_id,
        subject_id=subject_id,
        scope_id=scope_id,
        data_class=data_class,
    )


def seal_bytes(
    plain: bytes,
    *,
    field_id: str,
    row_id: UUID,
    subject_id: UUID,
    scope_id: UUID,
    data_class: DataClass = DataClass.SERVICE,
) -> Sealed:
    """Seal bytes (an original of evidence) like `seal` does a text."""
    key = keys_for([subject_id], scope_id=scope_id, data_class=data_class)[subject_id]
    blob = key.seal(plain, field_id=field_id, row_id=row_id)
    return Sealed(blob, field_id=field_id, row_id=row_id)


def seal_many(
    items: Sequence[Plain], *, scope_id: UUID, data_class: DataClass = DataClass.SERVICE
) -> list[Sealed]:
    """Seal many values in order, with one read and one insert of keys for all of them.

    Raises SubjectShredded, and then nothing was sealed. Queries: 1, or 5 when some subjects are new.
    """
    subjects = list(dict.fromkeys(item.subject_id for item in items))
    keys = keys_for(subjects, scope_id=scope_id, data_class=data_class)
    return [
        Sealed(
            keys[item.subject_id].seal(item.value.encode(), field_id=item.field_id, row_id=item.row_id),
            field_id=item.field_id,
            row_id=item.row_id,
        )
        for item in items
    ]
