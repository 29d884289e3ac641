"""When something last changed: cheap facts that decide whether a polled page must be made anew."""

from datetime import datetime
from uuid import UUID

from innkeeper.notices.queries import unread_count
from innkeeper.outbox.queries import pulse


def since(at: datetime) -> datetime:
    """The start of the minute: pages are made anew each minute anyway, since their words count minutes."""
    return at.replace(second=0, microsecond=0)


def pulse_of_house(property_id: UUID | None, at: datetime) -> str:
    """Changes with each minute and every recorded event of the hotel. Queries: 1."""
    return f"{since(at).isoformat()} {pulse(property_id, since=since(at))}"


def pulse_of_list(lines: object, staff_id: UUID, at: datetime) -> str:
    """Changes with each minute, the person's unread notices and whatever the lines of their list say. Queries: 1.

    A colleague's screen stays still while the rest of the house works.
    """
    return f"{since(at).isoformat()} {unread_count(staff_id)} {lines!r}"
