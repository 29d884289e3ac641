"""The working calendar as a pure value: which days are worked, and when a working day ends. No tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LOOK_AHEAD_IN_DAYS = 366
MONDAY_TO_FRIDAY = frozenset(range(5))
LONGEST_HOLIDAY_IN_DAYS, NEAR_IN_DAYS = 31, 60
LONGEST_NAMES = {"zh": 40, "en": 60}


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


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A local day that differs from its weekday: free, or worked in exchange for a free one."""

    on: date
    is_working: bool
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday as its notice has it: free from – until, both included, and the days worked in exchange (调休)."""

    name_zh: str = ""
    name_en: str = ""
    from_on: date | None = None
    until_on: date | None = None
    worked_on: tuple[date, ...] = ()

    @property
    def free_on(self) -> list[date]:
        """The free days. Empty where one end is missing, or they are the wrong way round."""
        if self.from_on is None or self.until_on is None:
            return []
        return [self.from_on + timedelta(days=n) for n in range((self.until_on - self.from_on).days + 1)]

    @property
    def days(self) -> list[SpecialDay]:
        """Every day that it makes differ, by date."""
        kinds = [*((on, False) for on in self.free_on), *((on, True) for on in self.worked_on)]
        return [SpecialDay(on, is_working, self.name_zh, self.name_en) for on, is_working in sorted(kinds)]

    @property
    def is_empty(self) -> bool:
        """Whether it has no day at all: a name that waits for its notice."""
        return not (self.from_on or self.until_on or self.worked_on)

    def touches(self, year: int) -> bool:
        """Whether one of its days lies in the year."""
        return any(day.on.year == year for day in self.days)


def holidays_of(days: Iterable[SpecialDay]) -> list[Holiday]:
    """The days put together again: a run of free days of one name, with the days worked for the nearest run of that name."""
    found: list[Holiday] = []
    worked: list[SpecialDay] = []
    for day in sorted(days, key=lambda one: one.on):
        last = found[-1] if found else None
        if day.is_working:
            worked.append(day)
        elif last and last.until_on == day.on - timedelta(days=1) and _names(last) == _names(day):
            found[-1] = replace(last, until_on=day.on)
        else:
            found.append(Holiday(day.name_zh, day.name_en, day.on, day.on))
    for day in worked:
        _give(found, day)
    return sorted(found, key=lambda one: one.from_on or one.days[0].on)


def _names(thing: Holiday | SpecialDay) -> tuple[str, str]:
    return thing.name_zh, thing.name_en


def _give(found: list[Holiday], day: SpecialDay) -> None:
    """Add a worked day to the nearest holiday of its name; one that stands alone becomes its own."""
    near = [
        (min(abs((day.on - each.on).days) for each in one.days), place)
        for place, one in enumerate(found)
        if _names(one) == _names(day)
    ]
    distance, place = min(near, default=(NEAR_IN_DAYS + 1, -1))
    if distance > NEAR_IN_DAYS:
        found.append(Holiday(day.name_zh, day.name_en, worked_on=(day.on,)))
    else:
        found[place] = replace(found[place], worked_on=(*found[place].worked_on, day.on))


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """What a version of the calendar holds, published or not yet."""

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    opens: time = time(9)
    closes: time = time(18)
    days: tuple[SpecialDay, ...] = ()
    announced_years: frozenset[int] = frozenset()
    version: int = 0

    def holidays(self, year: int) -> list[Holiday]:
        """The holidays that have a day in the year, by date."""
        return [one for one in holidays_of(self.days) if one.touches(year)]

    def with_known(self, days: Iterable[SpecialDay], years: Iterable[int]) -> "CalendarPlan":
        """With the days of years that became known; what the hotel entered or confirmed itself goes before."""
        fresh = frozenset(years) - self.announced_years
        taken = {day.on for day in self.days}
        more = [day for day in days if day.on.year in fresh and day.on not in taken]
        return replace(self, days=(*self.days, *more), announced_years=self.announced_years | fresh)

    def with_year(self, year: int, holidays: Sequence[Holiday], *, is_announced: bool) -> "CalendarPlan":
        """With these as the year's holidays, in the place of those that it had."""
        before = {day.on for one in self.holidays(year) for day in one.days}
        kept = [day for day in self.days if day.on not in before]
        years = self.announced_years | {year} if is_announced else self.announced_years - {year}
        return replace(
            self, days=(*kept, *(day for one in holidays for day in one.days)), announced_years=years
        )

    def in_zone(self, timezone: str) -> WorkCalendar:
        """The calendar by which clocks would run."""
        return WorkCalendar(
            timezone=timezone,
            weekdays=self.weekdays,
            opens=self.opens,
            closes=self.closes,
            days={day.on: day.is_working for day in self.days},
            announced_years=self.announced_years,
            version=self.version,
        )


class Fault(StrEnum):
    """What cannot be of a year's holidays."""

    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    NO_OTHER_END = "no_other_end"
    WRONG_WAY_ROUND = "wrong_way_round"
    TOO_LONG = "too_long"
    OTHER_YEAR = "other_year"
    TWICE = "twice"
    WORKED_ANYWAY = "worked_anyway"
    NOTHING = "nothing"


def faults_of_year(
    plan: CalendarPlan, year: int, holidays: Sequence[Holiday], *, is_announced: bool
) -> dict[str, Fault]:
    """What is wrong with the holidays entered for a year, by field: `h:2:until` of the third, `announced` of them all."""
    shown = {day.on for one in plan.holidays(year) for day in one.days}
    taken = {day.on for day in plan.days} - shown
    found: dict[str, Fault] = {}
    for place, one in enumerate(holidays):
        wrong = {} if one.is_empty else _faults_of(one, year, plan.weekdays, taken)
        found |= {f"h:{place}:{part}": fault for part, fault in wrong.items()}
        taken |= {day.on for day in one.days}
    if is_announced and all(one.is_empty for one in holidays):
        found["announced"] = Fault.NOTHING
    return found


def _faults_of(one: Holiday, year: int, weekdays: frozenset[int], taken: set[date]) -> dict[str, Fault]:
    """What is wrong with one holiday, by part: zh, en, from, until, w1 and so on."""
    found = {part: Fault.NO_NAME for part, name in (("zh", one.name_zh), ("en", one.name_en)) if not name}
    found |= {
        part: Fault.LONG_NAME
        for part, name in (("zh", one.name_zh), ("en", one.name_en))
        if len(name) > LONGEST_NAMES[part]
    }
    if fault := _ends_fault(one, year, taken):
        found["from" if one.from_on is None else "until"] = fault
    seen = taken | set(one.free_on)
    for number, on in enumerate(one.worked_on, start=1):
        if fault := _worked_fault(on, year, weekdays, seen):
            found[f"w{number}"] = fault
        seen = seen | {on}
    return found


def _ends_fault(one: Holiday, year: int, taken: set[date]) -> Fault | None:
    """What is wrong with from – until."""
    if one.from_on is None and one.until_on is None:
        return None
    if one.from_on is None or one.until_on is None:
        return Fault.NO_OTHER_END
    if one.until_on < one.from_on:
        return Fault.WRONG_WAY_ROUND
    if not (_is_near(one.from_on, year) and _is_near(one.until_on, year)):
        return Fault.OTHER_YEAR
    if (one.until_on - one.from_on).days >= LONGEST_HOLIDAY_IN_DAYS:
        return Fault.TOO_LONG
    if not any(on.year == year for on in one.free_on):
        return Fault.OTHER_YEAR
    return Fault.TWICE if taken & set(one.free_on) else None


def _worked_fault(on: date, year: int, weekdays: frozenset[int], seen: set[date]) -> Fault | None:
    """What is wrong with a day worked in exchange. Saturday and Sunday may be worked every week; the notice still names them."""
    if not _is_near(on, year):
        return Fault.OTHER_YEAR
    if on in seen:
        return Fault.TWICE
    return Fault.WORKED_ANYWAY if on.weekday() in weekdays & MONDAY_TO_FRIDAY else None


def _is_near(on: date, year: int) -> bool:
    """In the year, or in the month beside it: New Year's days begin in December at times."""
    return date(year - 1, 12, 1) <= on <= date(year + 1, 1, 31)


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
