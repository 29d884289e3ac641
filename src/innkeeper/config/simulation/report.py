"""The report of a played day: how late each post was, and how late each kind of clock."""

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from innkeeper.accounts.models import Post
from innkeeper.accounts.queries import staff_lines
from innkeeper.cases.models import Task, TaskState
from innkeeper.clocks.models import ClockRun
from innkeeper.properties.models import Property
from innkeeper.stays.models import RoomTask
from innkeeper.stays.rules.tasks import TaskState as RoomTaskState


@dataclass(frozen=True, slots=True)
class PostLine:
    """Work of one post, on cases and in rooms: how many were done, how many late; medians in minutes from offer to
    acceptance (of tasks on cases) and to the end."""

    post: str
    name_zh: str
    name_en: str
    done: int
    late: int
    to_accept: float
    to_finish: float
    worst: float


@dataclass(frozen=True, slots=True)
class ClockLine:
    """Clocks of one name that began in the day: how many ended in time, ended late, are late now."""

    owner_kind: str
    name: str
    begun: int
    late: int
    worst: float


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work that somebody did, on a case or in a room."""

    done_by: UUID | None
    department: str
    offered_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether it was done after its time."""
        return bool(self.due_at and self.done_at and self.done_at > self.due_at)


def post_lines(house: Property, *, since: datetime) -> list[PostLine]:
    """What was done in the day by the post of who did it; most late first, the busiest of equals."""
    done = [*_on_cases(house, since), *_in_rooms(house, since)]
    people = staff_lines({one.done_by for one in done if one.done_by})
    by_post: dict[str, list[Piece]] = {}
    for one in done:
        line = people.get(one.done_by) if one.done_by else None
        by_post.setdefault(line.post_code if line else one.department, []).append(one)
    names = {post.code: post for post in Post.objects.filter(property=house)}
    lines = [_post_line(code, names.get(code), pieces) for code, pieces in by_post.items()]
    return sorted(lines, key=lambda one: (-one.late, -one.done, one.post))


def _on_cases(house: Property, since: datetime) -> Iterator[Piece]:
    tasks = Task.objects.filter(
        property_id=house.pk, state=TaskState.DONE, offered_at__gte=since, done_at__isnull=False
    )
    for row in tasks.values_list(
        "done_by_id", "department", "offered_at", "accepted_at", "due_at", "done_at"
    ):
        yield Piece(*row)


def _in_rooms(house: Property, since: datetime) -> Iterator[Piece]:
    tasks = RoomTask.objects.filter(property_id=house.pk, state=RoomTaskState.DONE.value, done_at__gte=since)
    for done_by, department, given_at, due_at, done_at in tasks.values_list(
        "done_by", "department", "given_at", "due_at", "done_at"
    ):
        yield Piece(done_by, department, given_at, None, due_at, done_at)


def _post_line(code: str, post: Post | None, pieces: list[Piece]) -> PostLine:
    finished = [_minutes(one.done_at, one.offered_at) for one in pieces]
    accepted = [_minutes(one.accepted_at, one.offered_at) for one in pieces if one.accepted_at]
    return PostLine(
        post=code,
        name_zh=post.name_zh if post else code,
        name_en=post.name_en if post else code,
        done=len(pieces),
        late=sum(one.is_late for one in pieces),
        to_accept=_median(accepted),
        to_finish=_median(finished),
        worst=max(finished, default=0.0),
    )


def clock_lines(house: Property, *, since: datetime, at: datetime) -> list[ClockLine]:
    """The clocks that began in the day, by what they measure."""
    by_name: dict[tuple[str, str], list[float]] = {}
    for run in ClockRun.objects.filter(property_id=house.pk, started_at__gte=since):
        over = (run.stopped_at or at) - run.due_at if run.due_at else timedelta()
        by_name.setdefault((run.owner_kind, run.name), []).append(over.total_seconds() / 60)
    return [
        ClockLine(kind, name, len(overs), sum(over > 0 for over in overs), max(0.0, *overs))
        for (kind, name), overs in sorted(by_name.items())
    ]


def _minutes(until: datetime | None, since: datetime) -> float:
    return (until - since).total_seconds() / 60 if until else 0.0


def _median(values: Iterable[float]) -> float:
    found = list(values)
    return statistics.median(found) if found else 0.0
