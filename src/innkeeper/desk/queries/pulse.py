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


def pulse_of_person(property_id: UUID | None, staff_id: UUID, at: datetime) -> str:
    """The house's pulse and the person's unread notices. Queries: 2."""
    return f"{pulse_of_house(property_id, at)} {unread_count(staff_id)}"
