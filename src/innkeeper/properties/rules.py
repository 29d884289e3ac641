"""The working calendar as a pure value: which days are worked, and when a working day ends. No tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOOK_AHEAD_IN_DAYS = 366
MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """One published version: weekdays (Monday 0), office hours, and the days that differ.

    `days` maps a local date to whether it is worked. A year outside `announced_years` goes by weekdays alone.
    """

    timezone: str = "Asia/Shanghai"
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    opens: time = time(9)
    closes: time = time(18)
    days: Mapping[date, bool] = field(default_factory=dict)
    announced_years: frozenset[int] = frozenset()
    version: int = 0

    def is_announced(self, year: int) -> bool:
        """Whether the holidays of the year are known."""
        return year in self.announced_years

    def is_working_day(self, on: date) -> bool:
        """Whether the office works on this local date; holidays and moved working days go before the weekday."""
        return self.days.get(on, on.weekday() in self.weekdays)

    def local_date(self, at: datetime) -> date:
        """The date in the hotel at this moment."""
        return at.astimezone(ZoneInfo(self.timezone)).date()

    def moment(self, on: date, hour: time) -> datetime:
        """The UTC moment of a local hour; an hour that a clock change skips is taken as the same time passed."""
        return datetime.combine(on, hour, tzinfo=ZoneInfo(self.timezone)).astimezone(UTC)

    def next_working_day(self, after: date) -> date:
        """The first working day after the date. Raises ValueError when a year holds none."""
        for step in range(1, LOOK_AHEAD_IN_DAYS + 1):
            day = after + timedelta(days=step)
            if self.is_working_day(day):
                return day
        raise ValueError("The calendar has no working day in a year.")

    def end_of_next_working_day(self, at: datetime) -> datetime:
        """When the first working day after today (in the hotel) closes, in UTC."""
        return self.moment(self.next_working_day(self.local_date(at)), self.closes)

    def add_working_days(self, at: datetime, days: int) -> datetime:
        """The same local hour `days` working days later; from a free day the count starts at its next working day.

        Raises ValueError for a negative count.
        """
        if days < 0:
            raise ValueError("Working days are counted forward.")
        local = at.astimezone(ZoneInfo(self.timezone))
        day = local.date()
        for _ in range(days):
            day = self.next_working_day(day)
        return self.moment(day, local.time())

    def is_open(self, at: datetime) -> bool:
        """Whether the office is open at this moment."""
        local = at.astimezone(ZoneInfo(self.timezone))
        return self.is_working_day(local.date()) and self.opens <= local.time() < self.closes


def position_of(number: str, floor: int) -> int:
    """The place of a room on its floor: 1208 on floor 12 is 8. Raises ValueError for a number without digits."""
    digits = "".join(character for character in number if character.isdigit())
    if not digits:
        raise ValueError(f"{number!r} holds no digits.")
    prefix = str(abs(floor))
    rest = digits[len(prefix) :] if digits.startswith(prefix) and len(digits) > len(prefix) else digits
    return int(rest)


def ref(code: str, year: int, number: int) -> str:
    """A public ref: SHA-2026-000123."""
    return f"{code}-{year}-{number:06d}"
