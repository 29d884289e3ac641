"""How long a clock may run: fixed time, months, working time and days, contact hours, caps. Each becomes a due time."""

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

HORIZON_DAYS = 800


class WorkCalendar(Protocol):
    """What a clock asks of a hotel's calendar. One version never changes; an edit makes a new version."""

    @property
    def timezone(self) -> ZoneInfo:
        """The hotel's time zone."""

    def working_spans(self, on: date) -> Sequence[tuple[datetime, datetime]]:
        """The aware spans of work that begin on that local date, in order; none on a day off. A night span ends on the next date."""


class OfficeDays(Protocol):
    """A calendar that knows working days and one span of office hours (as `properties` publishes it)."""

    @property
    def timezone(self) -> str:
        """The name of the hotel's time zone."""

    @property
    def opens(self) -> time:
        """When a working day begins."""

    @property
    def closes(self) -> time:
        """When it ends; at or before `opens` means on the next date."""

    def is_working_day(self, on: date) -> bool:
        """Whether the local date is worked."""


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """A calendar of working days seen as spans of work."""

    days: OfficeDays

    @property
    def timezone(self) -> ZoneInfo:
        """The hotel's time zone."""
        return ZoneInfo(self.days.timezone)

    def working_spans(self, on: date) -> Sequence[tuple[datetime, datetime]]:
        """The office hours of a working day."""
        if not self.days.is_working_day(on):
            return ()
        closes_on = on if self.days.closes > self.days.opens else on + timedelta(days=1)
        opens_at = datetime.combine(on, self.days.opens, self.timezone)
        return ((opens_at, datetime.combine(closes_on, self.days.closes, self.timezone)),)


class TargetKind(StrEnum):
    """What a target counts."""

    FIXED = "fixed"
    MONTHS = "months"
    WORKING_TIME = "working_time"
    WORKING_DAYS = "working_days"


CALENDAR_KINDS = (TargetKind.MONTHS, TargetKind.WORKING_TIME, TargetKind.WORKING_DAYS)
"""What has another length under another calendar."""


@dataclass(frozen=True, slots=True)
class FixedTime:
    """Time by the wall, day and night. Units: whole seconds."""

    seconds: int

    kind = TargetKind.FIXED

    @property
    def amount(self) -> int:
        """The seconds."""
        return self.seconds


@dataclass(frozen=True, slots=True)
class Months:
    """Calendar months: the same local day and time, clamped to the last day of a shorter month."""

    months: int

    kind = TargetKind.MONTHS

    @property
    def amount(self) -> int:
        """The months."""
        return self.months


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Time that counts only while the hotel's calendar works. Units: whole seconds."""

    seconds: int

    kind = TargetKind.WORKING_TIME

    @property
    def amount(self) -> int:
        """The seconds of work."""
        return self.seconds


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The end of the n-th working day after the day of receipt. A night shift belongs to the date it began on."""

    days: int

    kind = TargetKind.WORKING_DAYS

    @property
    def amount(self) -> int:
        """The working days."""
        return self.days


Target = FixedTime | Months | WorkingTime | WorkingDays
BY_KIND: dict[str, type[FixedTime] | type[Months] | type[WorkingTime] | type[WorkingDays]] = {
    TargetKind.FIXED: FixedTime,
    TargetKind.MONTHS: Months,
    TargetKind.WORKING_TIME: WorkingTime,
    TargetKind.WORKING_DAYS: WorkingDays,
}


def target_from(kind: str, amount: int) -> Target:
    """The target that a row or a playbook names by kind and amount. Raises ValueError for an unknown kind."""
    if kind not in BY_KIND or amount < 0:
        raise ValueError(f"No target {kind!r} of {amount}; kinds are {', '.join(BY_KIND)}.")
    return BY_KIND[kind](amount)


def whole_second(at: datetime) -> datetime:
    """The instant in UTC, cut to its second: clocks count whole seconds, so nothing drifts.

    Raises ValueError for a naive time.
    """
    if at.tzinfo is None:
        raise ValueError("A clock takes aware times only.")
    return at.astimezone(UTC).replace(microsecond=0)


def due_of(target: Target, at: datetime, calendar: WorkCalendar | None = None) -> datetime:
    """When the target is due if it starts at `at`, in UTC.

    Raises ValueError where the target needs a calendar and none is given, or the calendar never works.
    """
    start = whole_second(at)
    if isinstance(target, FixedTime):
        return start + timedelta(seconds=target.seconds)
    if calendar is None:
        raise ValueError("This target needs the hotel's calendar.")
    if isinstance(target, Months):
        return _months_later(start, target.months, calendar.timezone)
    if isinstance(target, WorkingTime):
        return _working_time_later(start, target.seconds, calendar)
    return _working_days_later(start, target.days, calendar)


def seconds_of(target: Target, at: datetime, calendar: WorkCalendar | None = None) -> int:
    """The target as a duration from `at`, fixed once when the clock starts. Units: whole seconds."""
    return int((due_of(target, at, calendar) - whole_second(at)).total_seconds())


def tighter(*targets: Target, at: datetime, calendar: WorkCalendar | None = None) -> Target:
    """Of a guide's ceiling and the hotel's own norm, the one that is due first from `at`; the first named wins a tie."""
    return min(targets, key=lambda target: due_of(target, at, calendar))


def cap_before_departure(departs_at: datetime, *, margin: timedelta, at: datetime) -> datetime | None:
    """The last moment to meet the guest in the house: the margin before departure, or departure itself where
    the margin has begun. None when the guest has left: then only the ceilings hold.
    """
    leaves = whole_second(departs_at)
    for moment in (leaves - margin, leaves):
        if moment > whole_second(at):
            return moment
    return None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours in which nobody calls on the guest, in the hotel's local time; they may span midnight."""

    starts: time
    ends: time
    timezone: ZoneInfo

    def around(self, at: datetime) -> tuple[datetime, datetime] | None:
        """The quiet span that holds `at` (its first second is quiet, its end is not), or None."""
        local = at.astimezone(self.timezone)
        for day in (local.date() - timedelta(days=1), local.date()):
            starts = datetime.combine(day, self.starts, self.timezone)
            ends_on = day if self.ends > self.starts else day + timedelta(days=1)
            ends = datetime.combine(ends_on, self.ends, self.timezone)
            if starts.astimezone(UTC) <= at.astimezone(UTC) < ends.astimezone(UTC):
                return starts.astimezone(UTC), ends.astimezone(UTC)
        return None


def within_contact_hours(due: datetime, quiet: QuietHours, *, not_before: datetime) -> datetime:
    """The moment by which the guest must be reached when `due` may fall into quiet hours.

    The promise is kept, so it moves back to the evening before; where that lies before the start
    (the matter came up at night), it moves on to the end of the quiet hours.
    """
    span = quiet.around(due)
    if span is None:
        return due
    starts, ends = span
    return starts if starts > not_before else ends


def _months_later(start: datetime, count: int, timezone: ZoneInfo) -> datetime:
    local = start.astimezone(timezone)
    year, month = divmod(local.year * 12 + local.month - 1 + count, 12)
    day = min(local.day, months.monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).astimezone(UTC)


def _working_time_later(start: datetime, seconds: int, calendar: WorkCalendar) -> datetime:
    left = seconds
    day = start.astimezone(calendar.timezone).date() - timedelta(days=1)
    for _ in range(HORIZON_DAYS):
        for begins, ends in _spans(calendar, day):
            worked = int((ends - max(begins, start)).total_seconds())
            if worked > 0 and worked >= left:
                return max(begins, start) + timedelta(seconds=left)
            left -= max(0, worked)
        day += timedelta(days=1)
    raise ValueError("The calendar has no working time within its horizon.")


def _working_days_later(start: datetime, count: int, calendar: WorkCalendar) -> datetime:
    day = _working_date(start, calendar)
    left = count
    for _ in range(HORIZON_DAYS):
        day += timedelta(days=1)
        spans = _spans(calendar, day)
        left -= 1 if spans else 0
        if spans and left <= 0:
            return max(ends for _, ends in spans)
    raise ValueError("The calendar has no working day within its horizon.")


def _working_date(at: datetime, calendar: WorkCalendar) -> date:
    """The date that `at` belongs to: 02:00 in a night shift is still the evening's date."""
    local = at.astimezone(calendar.timezone).date()
    before = local - timedelta(days=1)
    is_night_shift = any(begins <= at < ends for begins, ends in _spans(calendar, before))
    return before if is_night_shift else local


def _spans(calendar: WorkCalendar, on: date) -> list[tuple[datetime, datetime]]:
    """The spans in UTC: hours that a change to summer time swallows or doubles are counted as they pass."""
    spans = ((begins.astimezone(UTC), ends.astimezone(UTC)) for begins, ends in calendar.working_spans(on))
    return [(begins, ends) for begins, ends in spans if begins < ends]
