"""What a stay may become. Pure: a table and its reader."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

CHECK_OUT_HOUR = time(12)


class StayStatus(StrEnum):
    """Where a stay stands in its life."""

    EXPECTED = "expected"
    IN_HOUSE = "in_house"
    DEPARTED = "departed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class StayEvent(StrEnum):
    """What happens to a stay."""

    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    CANCEL = "cancel"
    MARK_NO_SHOW = "mark_no_show"
    REINSTATE = "reinstate"


class BookingType(StrEnum):
    """How the stay was booked (PROF-01)."""

    DIRECT = "direct"
    AGENCY = "agency"
    CORPORATE = "corporate"
    GROUP = "group"
    PLATFORM = "platform"
    WALK_IN = "walk_in"


class Part(StrEnum):
    """The part a guest has in a stay."""

    PRIMARY = "primary"
    SHARER = "sharer"
    MINOR = "minor"


TRANSITIONS: dict[tuple[StayStatus, StayEvent], StayStatus] = {
    (StayStatus.EXPECTED, StayEvent.CHECK_IN): StayStatus.IN_HOUSE,
    (StayStatus.IN_HOUSE, StayEvent.CHECK_OUT): StayStatus.DEPARTED,
    (StayStatus.EXPECTED, StayEvent.CANCEL): StayStatus.CANCELLED,
    (StayStatus.EXPECTED, StayEvent.MARK_NO_SHOW): StayStatus.NO_SHOW,
    (StayStatus.CANCELLED, StayEvent.REINSTATE): StayStatus.EXPECTED,
    (StayStatus.NO_SHOW, StayEvent.REINSTATE): StayStatus.EXPECTED,
}


def after(status: StayStatus, event: StayEvent) -> StayStatus | None:
    """The status that follows, or None where the event cannot happen in this status."""
    return TRANSITIONS.get((status, event))


def eve_of(on: date) -> date:
    """The first day of arrival that is still expected on the hotel's day `on`: who did not come last night may come after
    midnight, and stands on the lists until the desk marks a no-show. One day, so that nobody is waited for forever.
    """
    return on - timedelta(days=1)


def check_out_time(departure_on: date, zone: str, hour: time = CHECK_OUT_HOUR) -> datetime:
    """The moment by which the room is to be given back, in UTC."""
    return datetime.combine(departure_on, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)
