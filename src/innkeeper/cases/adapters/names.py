"""The guests' names, asked of their files by the house itself, so that free text can be redacted."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from innkeeper.guests.actions.revealing import open_names
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InnkeeperError


def names_near(
    *, case_id: UUID, property_id: UUID, guest_ids: Collection[UUID], at: datetime
) -> tuple[str, ...]:
    """The names of the case's guests, under the purpose of redaction: one audit entry a case.

    Taking in never waits: where a file cannot be opened, the guard works without its name. Queries: 0 for no guest.
    """
    if not guest_ids:
        return ()
    machine = system("cases.redact", property_id=property_id)
    try:
        opened = open_names(
            actor=machine,
            guest_ids=guest_ids,
            case_id=case_id,
            session="redact",
            at=at,
            property_id=property_id,
        )
    except InnkeeperError:
        return ()
    return tuple(opened.values())
