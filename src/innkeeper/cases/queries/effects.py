"""What an edit of norms would do to the clocks that are open, before anybody saves it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from innkeeper.cases.models import Case, PlaybookOverride, PlaybookVersion, Task
from innkeeper.cases.playbooks.schema import PRIORITIES, ClockRule, Target, Words
from innkeeper.cases.queries.playbooks import playbook_of
from innkeeper.clocks import queries as clocks
from innkeeper.clocks import rules as clock_rules
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.actors import Actor
from innkeeper.properties.queries import work_calendar
from innkeeper.properties.rules import WorkCalendar

SHOWN = 200
DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class Move:
    """One open clock that an edit would move; None while it waits. `title` is none for a task's own clock. Where `is_hidden`, the case is a restricted one."""

    ref: str
    room: str
    clock: str
    before: datetime | None
    after: datetime | None
    is_hidden: bool = False
    title: Words | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """How many open cases run on one version of a playbook."""

    version: int
    is_own: bool
    cases: int


def target_under(
    case: Case,
    rule: ClockRule,
    norms: Mapping[str, int],
    *,
    at: datetime,
    calendar: WorkCalendar | None = None,
) -> clock_rules.Target:
    """The ceiling of the case's priority, or the norm where that is tighter. Queries: 0 where the calendar is given, or 1."""
    ceiling = as_clock(rule.ceilings[PRIORITIES[case.priority - 1]])
    norm = norms.get(rule.norm) if rule.norm else None
    if norm is None:
        return ceiling
    office = clock_rules.OfficeCalendar(calendar or work_calendar(case.property_id))
    return clock_rules.tighter(ceiling, clock_rules.FixedTime(int(norm) * 60), at=at, calendar=office)


def as_clock(target: Target) -> clock_rules.Target:
    """A playbook's target as clocks take it."""
    if target.months is not None:
        return clock_rules.Months(target.months)
    if target.working_days is not None:
        return clock_rules.WorkingDays(target.working_days)
    minutes = target.minutes or (target.hours or 0) * 60 or (target.days or 0) * 24 * 60
    return clock_rules.FixedTime(minutes * 60)


def moves_of_norms(
    actor: Actor, property_id: UUID, code: str, norms: Mapping[str, int], *, at: datetime
) -> list[Move]:
    """Which open clocks of the hotel's cases of this code would be due at another time. Queries: 5, up to 200 cases."""
    cases = {
        case.pk: case
        for case in Case.objects.filter(property_id=property_id, taxonomy_code=code, is_open=True).order_by(
            "next_due_at"
        )[:SHOWN]
    }
    tasks = {
        task.pk: task
        for task in Task.objects.filter(case__in=cases, step=DELIVER, state__in=[*Task.OPEN])
        if task.target_minutes
    }
    found, calendar = [], work_calendar(property_id)
    for run in clocks.open_runs([*cases, *tasks]):
        case = cases.get(run.owner_id) or cases[tasks[run.owner_id].case_id]
        target = target_of_run(run, case, tasks.get(run.owner_id), norms, calendar=calendar)
        if target is None or target == run.target:
            continue
        seconds = clock_rules.seconds_of(target, run.started_at, clock_rules.OfficeCalendar(calendar))
        found.append(_move(actor, case, run, run.state.rebased(seconds, at).due_at))
    return found


def moves_of_calendar(actor: Actor, property_id: UUID, wished: WorkCalendar, *, at: datetime) -> list[Move]:
    """Which open clocks of the hotel's cases would be due at another time under the calendar. Queries: 2, up to 200 clocks."""
    calendar = clock_rules.OfficeCalendar(wished)
    runs = clocks.open_by_calendar(property_id, limit=SHOWN)
    cases = Case.objects.in_bulk({run.owner_id for run in runs})
    found = []
    for run in runs:
        case = cases.get(run.owner_id)
        if case is None:
            continue
        seconds = clock_rules.seconds_of(run.target, run.started_at, calendar)
        after = run.state.rebased(seconds, at).due_at
        if after != run.due_at:
            found.append(_move(actor, case, run, after))
    return found


def _move(actor: Actor, case: Case, run: ClockRun, after: datetime | None) -> Move:
    is_hidden = case.is_restricted and not actor.is_system
    return Move(
        ref="" if is_hidden else case.ref,
        room="" if is_hidden else case.room_number,
        clock=run.name,
        before=run.due_at,
        after=after,
        is_hidden=is_hidden,
        title=rule.title if (rule := playbook_of(case.playbook_id).clock(run.name)) else None,
    )


def target_of_run(
    run: ClockRun,
    case: Case,
    task: Task | None,
    norms: Mapping[str, int],
    *,
    calendar: WorkCalendar | None = None,
) -> clock_rules.Target | None:
    """What a clock of the case, or of its task, would be asked to keep; None where no norm speaks of it."""
    if task is not None:
        minutes = norms.get(DELIVER)
        return clock_rules.FixedTime(int(minutes) * 60) if minutes and run.name == "task" else None
    rule = playbook_of(case.playbook_id).clock(run.name)
    if rule is None or not rule.norm:
        return None
    return target_under(case, rule, norms, at=run.started_at, calendar=calendar)


def running_versions(property_id: UUID, kind: str) -> list[Running]:
    """How many open cases of the kind run on which version: they finish on it (JRN-03). Queries: 1."""
    return running_by_kind(property_id, kinds=[kind]).get(kind, [])


def running_by_kind(property_id: UUID, *, kinds: Collection[str]) -> dict[str, list[Running]]:
    """The same of several kinds. Queries: 1."""
    rows = (
        Case.objects.filter(property_id=property_id, kind__in=kinds, is_open=True)
        .values_list("kind", "playbook__version", "playbook__property_id")
        .annotate(n=Count("pk"))
        .order_by("playbook__version")
    )
    found: dict[str, list[Running]] = {}
    for kind, version, own, count in rows:
        found.setdefault(kind, []).append(Running(version, own is not None, count))
    return found


def versions_of(property_id: UUID, kind: str) -> list[PlaybookVersion]:
    """The versions that were in force in the hotel, the newest first: its own and the shipped. Queries: 1."""
    here = Q(property_id=property_id) | Q(property_id=None)
    return list(PlaybookVersion.objects.filter(here, kind=kind).order_by("-version")[:20])


def overrides_of(property_id: UUID, kind: str) -> list[PlaybookOverride]:
    """What the hotel changed of a playbook, the newest first. Queries: 1."""
    rows = PlaybookOverride.objects.filter(property_id=property_id, kind=kind)
    return list(rows.order_by("-made_at", "-pk")[:20])
