"""Shifts and lock-out as pure values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

SHIFT_HOURS = {"early": (time(7), time(15)), "late": (time(15), time(23)), "night": (time(23), time(7))}
LOCK_WINDOW_IN_MINUTES = 15
WRONG_PER_NAME = 5
WRONG_PER_ADDRESS = 30


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A colleague in one line, with the post they are met in."""

    id: UUID
    staff_number: str
    work_name: str
    work_name_en: str
    post_code: str = ""

    @property
    def work_name_zh(self) -> str:
        """The work name under the name that two-language templates ask for."""
        return self.work_name


def shift_span(on: date, shift: str, timezone: str) -> tuple[datetime, datetime]:
    """From when to when a shift of the local date runs, in UTC; the night shift ends on the next morning.

    Raises KeyError for a shift that the house does not know.
    """
    begins, ends = SHIFT_HOURS[shift]
    zone = ZoneInfo(timezone)
    last = on if ends > begins else on + timedelta(days=1)
    start = datetime.combine(on, begins, tzinfo=zone).astimezone(UTC)
    return start, datetime.combine(last, ends, tzinfo=zone).astimezone(UTC)


def locked_until(wrong_ats: Sequence[datetime], *, limit: int) -> datetime | None:
    """Until when `limit` wrong tries within the window lock; `wrong_ats` newest first, since the last right one."""
    window = timedelta(minutes=LOCK_WINDOW_IN_MINUTES)
    if len(wrong_ats) < limit or wrong_ats[0] - wrong_ats[limit - 1] > window:
        return None
    return wrong_ats[0] + window


def id_or_none(kept: object) -> UUID | None:
    """An id that came as text (from a session, a form); anything that is no id counts as none."""
    try:
        return UUID(str(kept)) if kept else None
    except ValueError:
        return None


BROWSERS = (("Edge", "Edg"), ("Chrome", "Chrome/"), ("Firefox", "Firefox/"), ("Safari", "Safari/"))
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")


def device_words(agent: str) -> str:
    """What a browser says of itself, as a colleague would say it: Chrome · Android."""
    browser = next((name for name, mark in BROWSERS if mark in agent), "")
    system = next((name for name in SYSTEMS if name in agent), "")
    return " · ".join(part for part in (browser, system) if part) or agent
