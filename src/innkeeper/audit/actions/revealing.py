"""The only door to a sealed value: first the entry is on disk, then the value is opened."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.audit.actions.recording import NewEntry, once_of, record_once
from innkeeper.kernel.errors import NotPermitted
from innkeeper.vault.grants import Grant
from innkeeper.vault.unsealing import fetch_keys, open_with
from innkeeper.vault.values import Sealed

REVEALED = "audit.revealed"


def reveal(
    grant: Grant,
    items: Sequence[Sealed],
    *,
    kind: str,
    object_id: UUID,
    property_id: UUID | None,
    at: datetime,
    once_key: str | None = None,
    subject_ids: Collection[UUID] = (),
) -> list[str]:
    """Open the values a grant covers, in order; one entry for the list is committed before any is opened.

    With `once_key` (such as actor, case and session) the same fields of the same rows are noted once. The entry names
    the subjects whose keys sealed the values, and `subject_ids` beside them. Not to be called inside a transaction.
    Raises NotPermitted, KeyDestroyed, SealBroken, RuntimeError inside a transaction. Queries: 2 (3 with
    `once_key`), and 1 on the keys.
    """
    opened = reveal_bytes(
        grant,
        items,
        kind=kind,
        object_id=object_id,
        property_id=property_id,
        at=at,
        once_key=once_key,
        subject_ids=subject_ids,
    )
    return [value.decode() for value in opened]


def reveal_bytes(
    grant: Grant,
    items: Sequence[Sealed],
    *,
    kind: str,
    object_id: UUID,
    property_id: UUID | None,
    at: datetime,
    once_key: str | None = None,
    subject_ids: Collection[UUID] = (),
) -> list[bytes]:
    """Open bytes (the original of an evidence) like `reveal` opens texts."""
    if not items:
        return []
    fields = frozenset(item.field_id for item in items)
    if not grant.covers(fields, at=at):
        raise NotPermitted(_("You may not open this value now."))
    keys = fetch_keys(items)
    entry = NewEntry(
        actor=grant.actor,
        verb=REVEALED,
        kind=kind,
        object_id=object_id,
        property_id=property_id,
        at=at,
        facts={"fields": sorted(fields), "values": len(items)},
        subject_ids={*subject_ids, *(key.subject_id for key in keys.values())},
        purpose=grant.purpose,
        once=_once(once_key, grant, items) if once_key else None,
    )
    record_once(entry)
    return open_with(keys, items)


def _once(once_key: str, grant: Grant, items: Sequence[Sealed]) -> str:
    opened = sorted(f"{item.field_id} {item.row_id}" for item in items)
    return once_of(once_key, grant.actor.id, grant.purpose, *opened)
