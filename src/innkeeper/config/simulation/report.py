"""The report of a played day: how late each post was, and how late each kind of clock."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from innkeeper.accounts.queries import staff_lines
from innkeeper.cases.models import Task, TaskState
from innkeeper.clocks.models import ClockRun
from innkeeper.properties.models import Property


@dataclass(frozen=True, slots=True)
class PostLine:
    """Tasks of one post: how many were done, how many late; medians in minutes from offer to acceptance and to the end."""

    post: str
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


def post_lines(house: Property, *, since: datetime) -> list[PostLine]:
    """The tasks done in the day by the post of who did them; most late first."""
    done = list(Task.objects.filter(property_id=house.pk, state=TaskState.DONE, offered_at__gte=since))
    people = staff_lines({task.done_by_id for task in done if task.done_by_id})
    by_post: dict[str, list[Task]] = {}
    for task in done:
        line = people.get(task.done_by_id) if isinstance(task.done_by_id, UUID) else None
        by_post.setdefault(line.post_code if line else task.department, []).append(task)
    return sorted((_post_line(post, tasks) for post, tasks in by_post.items()), key=lambda one: -one.late)


def _post_line(post: str, tasks: list[Task]) -> PostLine:
    finished = [_minutes(task.done_at, task.offered_at) for task in tasks]
    accepted = [_minutes(task.accepted_at, task.offered_at) for task in tasks if task.accepted_at]
    late = sum(bool(task.due_at and task.done_at and task.done_at > task.due_at) for task in tasks)
    return PostLine(post, len(tasks), late, _median(accepted), _median(finished), max(finished, default=0.0))


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
