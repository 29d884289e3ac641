"""What must hold after any day: no clock lost, no case without owner, board and lists and database agree, the log whole."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from innkeeper.audit.actions import seal_pending
from innkeeper.audit.verification import verify
from innkeeper.cases.models import Case, StageRecord, Task
from innkeeper.cases.queries.lists import of_the_shift
from innkeeper.clocks import rules as clock_rules
from innkeeper.clocks.models import ClockRun
from innkeeper.complaints.rules import STAGES
from innkeeper.desk.queries.house import board
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.lost_property.models import LostItem
from innkeeper.lost_property.models import State as LostState
from innkeeper.outbox.queries import lag
from innkeeper.properties.models import Property
from innkeeper.service_requests.models import PlannedTask
from innkeeper.stays.queries import house_figures
from innkeeper.stays.queries.figures import figure_list

FIGURES = ("in-house", "due-in", "due-out", "due-out-left", "vip", "out-of-order", "do-not-disturb")


def troubles(house: Property, *, actor: Actor, at: datetime) -> list[str]:
    """Everything that is not as it must be, in words; empty after a good day. `actor` sees the whole house."""
    return [
        *lost_clocks(house, at),
        *ownerless(house),
        *unfinished(house),
        *disagreements(house, actor, at),
        *stuck_jobs(at),
        *broken_log(at),
    ]


def lost_clocks(house: Property, at: datetime) -> Iterator[str]:
    """A clock whose announcement is overdue, or whose story does not give what its row says."""
    for run in ClockRun.objects.filter(property_id=house.pk).prefetch_related("happenings"):
        if run.next_at is not None and run.next_at < at:
            yield f"clock {run.name} of {run.owner_kind} {run.owner_id} should have spoken at {run.next_at:%H:%M:%S}"
        story = [one.as_value for one in sorted(run.happenings.all(), key=lambda one: one.number)]
        again = clock_rules.replay(story, rungs=run.state.rungs, quiet=run.quiet)
        if (again.elapsed_seconds, again.stopped_at, again.due_at) != _told_by(run):
            yield f"clock {run.name} of {run.owner_kind} {run.owner_id} does not follow from its story"


def _told_by(run: ClockRun) -> tuple[int, datetime | None, datetime | None]:
    state = run.state
    return state.elapsed_seconds, state.stopped_at, state.due_at


def ownerless(house: Property) -> Iterator[str]:
    """An open case in nobody's hands, or with no clock, hold, open or planned task that moves it on.

    What lies in the safe has its next step: the day until which it is kept.
    """
    open_cases = Case.objects.filter(property_id=house.pk, is_open=True)
    ticking = set(ClockRun.objects.still_open().values_list("owner_id", flat=True))
    working = set(Task.objects.filter(state__in=Task.OPEN).values_list("case_id", flat=True))
    working |= set(PlannedTask.objects.filter(task=None, dropped_at=None).values_list("case_id", flat=True))
    working |= set(LostItem.objects.filter(state=LostState.SAFE).values_list("case_id", flat=True))
    for case in open_cases:
        if case.owner_id is None:
            yield f"case {case.ref} has no owner"
        if case.pk not in ticking | working and not case.is_held:
            yield f"case {case.ref} has no next step: no clock, no task, no hold"


def unfinished(house: Property) -> Iterator[str]:
    """A closed case with an open task, or a closed complaint without its six stages, each with person and time."""
    closed = Case.objects.filter(property_id=house.pk, is_open=False, merged_into=None)
    for ref in Task.objects.filter(case__in=closed, state__in=Task.OPEN).values_list("case__ref", flat=True):
        yield f"case {ref} is closed and has an open task"
    done: dict[UUID, set[str]] = {}
    records = StageRecord.objects.filter(case__in=closed, done_at__isnull=False, done_by_id__isnull=False)
    for case_id, stage in records.values_list("case_id", "stage"):
        done.setdefault(case_id, set()).add(stage)
    for case in closed.filter(kind="complaint"):
        if missing := set(STAGES) - done.get(case.pk, set()):
            yield f"case {case.ref} is closed without {', '.join(sorted(missing))}"


def disagreements(house: Property, actor: Actor, at: datetime) -> Iterator[str]:
    """A figure of the board that is not the number of rows behind it."""
    shown = board(actor, house, at=at)
    counted = of_the_shift(Case.objects.filter(property_id=house.pk, is_open=True))
    late = counted.filter(next_due_at__lt=at)
    for name, figure, rows in (("open", shown.figures.open, counted), ("late", shown.figures.late, late)):
        if figure != rows.count():
            yield f"the board says {figure} {name}, the database holds {rows.count()}"
    on = local_date(at, house.timezone)
    figures = house_figures(house.pk, on)
    for name in FIGURES:
        rows_behind = len(figure_list(property_id=house.pk, figure=name, on=on, actor=actor))
        if getattr(figures, name.replace("-", "_")) != rows_behind:
            yield f"the board's {name} is {getattr(figures, name.replace('-', '_'))}, its list has {rows_behind}"


def stuck_jobs(at: datetime) -> Iterator[str]:
    """A job that was given up, or waits although it is due."""
    waiting = lag(at)
    if waiting.dead_jobs:
        yield f"{waiting.dead_jobs} jobs were given up"
    if waiting.is_late:
        yield f"a job has waited for {waiting.seconds:.0f} s"


def broken_log(at: datetime) -> Iterator[str]:
    """What `innkeeper audit verify` would find."""
    while seal_pending(at=at).sealed:
        pass
    report = verify(now=at)
    if not report.is_whole:
        yield from report.lines()
