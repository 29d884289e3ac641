"""Which days and hours a hotel can mean. What lies outside is a slip of the finger, and breaks the reckoning of zones."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def is_thinkable(on: date) -> bool:
    """Whether a hotel can mean this day, or this moment."""
    return FIRST.year <= on.year <= LAST.year


def was_skipped(at: datetime) -> bool:
    """Whether no clock of the zone ever shows this time: in that night the clocks went forward over it."""
    return at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) != at.replace(tzinfo=None)


def local_date(at: datetime, zone: str) -> date:
    """The hotel's calendar day at a moment: at two in the night it is not yesterday. Units: `zone` is an IANA name."""
    return at.astimezone(ZoneInfo(zone)).date()
