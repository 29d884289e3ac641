"""What is done in rooms besides cases: kinds of room tasks, when they are due, when they must wait. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

DAY_STARTS, DAY_ENDS = time(6), time(18)


class TaskKind(StrEnum):
    """The kinds of work in a room: four of every day (STAY-09), and what one tap asks for."""

    CLEANING = "cleaning"
    LINEN = "linen"
    BATHROOM = "bathroom"
    AIR = "air"
    RUSH = "rush"
    INSPECTION = "inspection"
    AMENITY = "amenity"


class TaskState(StrEnum):
    """Where a room task stands."""

    OPEN = "open"
    DONE = "done"
    LEFT_OUT = "left_out"


DAILY = (TaskKind.CLEANING, TaskKind.LINEN, TaskKind.BATHROOM, TaskKind.AIR)
ENTERS_FOR_GUEST = frozenset(DAILY)
DUE = {
    TaskKind.CLEANING: time(15),
    TaskKind.LINEN: time(15),
    TaskKind.BATHROOM: time(15),
    TaskKind.AIR: time(20),
}
FOR_THE_GUEST = frozenset({TaskKind.LINEN, TaskKind.BATHROOM, TaskKind.AIR})
OF_LIVED_IN = frozenset({*DAILY, TaskKind.RUSH})
ENDED_BY_CLEANING = frozenset({TaskKind.RUSH, TaskKind.CLEANING})


@dataclass(frozen=True, slots=True)
class Planned:
    """One task of the day before it is written. `due_at` in UTC."""

    kind: TaskKind
    due_at: datetime


def may_plan(at: datetime, zone: str, starts: time = DAY_STARTS, ends: time = DAY_ENDS) -> bool:
    """Whether work of the day can still be given: the day has begun, and nobody cleans at night. Units: `zone` is an IANA name."""
    return starts <= at.astimezone(ZoneInfo(zone)).time() < ends


def plan_of_day(*, on: date, arrival_on: date, linen_every_days: int, zone: str) -> tuple[Planned, ...]:
    """What an occupied room needs today: linen on every n-th day of the stay, the rest each day.

    Nothing on the day of arrival: the room was made ready for the guest, who finds it so.
    """
    nights = (on - arrival_on).days
    if nights < 1:
        return ()
    kinds = [one for one in DAILY if one is not TaskKind.LINEN or nights % linen_every_days == 0]
    return tuple(Planned(one, _moment(on, DUE[one], zone)) for one in kinds)


def _moment(on: date, hour: time, zone: str) -> datetime:
    return datetime.combine(on, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def must_wait(
    kind: TaskKind, *, dnd_since: datetime | None, quiet_until: datetime | None, at: datetime
) -> bool:
    """Whether nobody may enter for it now: the sign hangs out, or the guest asked not to be disturbed before a time."""
    if kind not in ENTERS_FOR_GUEST:
        return False
    return dnd_since is not None or (quiet_until is not None and at < quiet_until)


def due_after_quiet(due_at: datetime, quiet_until: datetime | None, *, grace: timedelta) -> datetime:
    """The due time, never sooner than `grace` after the guest may be disturbed again."""
    return due_at if quiet_until is None else max(due_at, quiet_until + grace)


def owner_of_floor(floor: int, floors: Sequence[int], people: Sequence[UUID]) -> UUID | None:
    """Who answers for a floor: the floors in order, shared out evenly among the people on duty."""
    if not people or floor not in floors:
        return None
    return people[floors.index(floor) * len(people) // len(floors)]
