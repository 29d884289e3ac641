"""Plain factories for clocks, calendars and their owners."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from innkeeper.clocks import rules
from innkeeper.clocks.actions import start_clock
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.actors import system
from innkeeper.kernel.ids import uuid7

HOTEL = UUID(int=7)
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
TEN = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)  # a Monday
PLAIN_LADDER = (rules.Threshold(50, 0), rules.Threshold(80, 0), rules.Threshold(100, 1))
OFFICE = ((time(9), time(18)),)
SPLIT = ((time(7), time(11)), (time(17), time(22)))
NIGHT = ((time(22), time(6)),)


@dataclass(frozen=True)
class ShiftCalendar:
    """A calendar of shifts; `days` overrides the weekday (a holiday False, a moved working day True)."""

    timezone: ZoneInfo = SHANGHAI
    shifts: tuple[tuple[time, time], ...] = OFFICE
    days: dict[date, bool] = field(default_factory=dict)

    def is_worked(self, on: date) -> bool:
        return self.days.get(on, on.weekday() < 5)

    def working_spans(self, on: date):
        if not self.is_worked(on):
            return []
        return [
            (
                datetime.combine(on, begins, self.timezone),
                datetime.combine(on if ends > begins else on + timedelta(days=1), ends, self.timezone),
            )
            for begins, ends in self.shifts
        ]


def make_clock(
    *,
    owner_id: UUID | None = None,
    property_id: UUID = HOTEL,
    name: str = "respond",
    target: rules.Target | None = None,
    minutes: int = 60,
    at: datetime = TEN,
    ladder=PLAIN_LADDER,
    **more,
) -> ClockRun:
    """A running clock of 60 minutes from Monday 10:00 in Shanghai, unless told otherwise."""
    return start_clock(
        actor=system("tests"),
        owner_kind="case",
        owner_id=owner_id or uuid7(),
        property_id=property_id,
        name=name,
        target=target or rules.FixedTime(minutes * 60),
        at=at,
        ladder=ladder,
        **more,
    )


def utc(text: str) -> datetime:
    """An aware UTC time from ISO text."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_clocks(count: int, *, at: datetime = TEN, minutes: int = 60, ladder=PLAIN_LADDER) -> list[ClockRun]:
    """Many running clocks at once, each of an owner of its own."""
    state = rules.ClockState.started(at=at, target_seconds=minutes * 60, rungs=rules.rungs_of(ladder))
    runs = [
        ClockRun(
            property_id=HOTEL,
            owner_kind="case",
            owner_id=uuid7(),
            name="respond",
            target_kind="fixed",
            target_amount=minutes * 60,
            ladder=rules.ladder_as_data(ladder),
            started_at=state.started_at,
        )
        for _ in range(count)
    ]
    for run in runs:
        run.take(state)
    return ClockRun.objects.bulk_create(runs, batch_size=500)
