"""The life of a run: start, pause, resume, stop, reopen, give up, move, cap. Each is safe to repeat."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from innkeeper.clocks import rules
from innkeeper.clocks.actions.writing import change, save
from innkeeper.clocks.models import ClockRun, ClockRunQuerySet
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.properties import queries as properties


class ClockAlreadyRunning(WrongState):
    """The owner has an open clock of that name."""

    code = "clock_already_running"


@dataclass(frozen=True, slots=True)
class _Length:
    """A target made a duration, and by which calendar."""

    seconds: int
    calendar_version: str


def start_clock(
    *,
    actor: Actor,
    owner_kind: str,
    owner_id: UUID,
    property_id: UUID,
    name: str,
    target: rules.Target,
    at: datetime,
    ladder: Sequence[rules.Threshold] = rules.DEFAULT_LADDER,
    caps: Collection[datetime] = (),
    quiet: rules.QuietHours | None = None,
    calendar: rules.WorkCalendar | None = None,
    calendar_version: str = "",
    policy_version: str = "",
    waits: Sequence[rules.Wait] = (),
    now: datetime | None = None,
) -> ClockRun:
    """Start the named clock of an owner; after a stopped one this is its next round.

    Of `caps` the earliest that lies ahead holds. Without `calendar`, a target that needs one takes the hotel's.
    One that is begun anew from its true start has waited in `waits`; what came due between them is told `now`.
    Raises ClockAlreadyRunning when one of that name is open; InvalidInput for a bad ladder. Queries: 5 to 6.
    """
    start = rules.whole_second(at)
    length = _length(property_id, target, start, calendar, calendar_version)
    state = rules.ClockState.started(
        at=start,
        target_seconds=length.seconds,
        rungs=_rungs(ladder),
        cap_at=_earliest_ahead(caps, start),
        quiet=quiet,
    )
    run = ClockRun(
        property_id=property_id,
        owner_kind=owner_kind,
        owner_id=owner_id,
        name=name,
        target_kind=target.kind,
        target_amount=target.amount,
        ladder=rules.ladder_as_data(ladder),
        calendar_version=length.calendar_version,
        policy_version=policy_version,
        started_at=start,
    )
    run.take_quiet(quiet)
    run.take(state)
    _set_going(run, waits, actor=actor, now=now)
    return run


def pause_clocks(
    *, owner_id: UUID, names: Sequence[str] | None = None, at: datetime, actor: Actor | None = None
) -> int:
    """Let the owner's clocks wait (the guest has to answer); how many did. A waiting clock announces nothing."""
    return _happen(owner_id, names, rules.Happening(rules.Kind.PAUSED, rules.whole_second(at)), actor)


def resume_clocks(
    *, owner_id: UUID, names: Sequence[str] | None = None, at: datetime, actor: Actor | None = None
) -> int:
    """Let the owner's waiting clocks run on; how many did. The pause does not count."""
    return _happen(owner_id, names, rules.Happening(rules.Kind.RESUMED, rules.whole_second(at)), actor)


def stop_clock(
    *, owner_id: UUID, name: str, at: datetime, actor: Actor | None = None
) -> rules.Outcome | None:
    """Stop the owner's clock: met or late. None when none of that name is open (a second stop changes nothing)."""
    stopped = rules.Happening(rules.Kind.STOPPED, rules.whole_second(at))
    with transaction.atomic():
        changed = change(_held(owner_id, [name]), stopped, actor=actor, now=stopped.at)
    return rules.Outcome(changed[0].outcome) if changed else None


def cancel_clocks(
    *,
    owner_id: UUID,
    names: Sequence[str] | None = None,
    at: datetime,
    outcome: rules.Outcome = rules.Outcome.CANCELLED,
    actor: Actor | None = None,
) -> int:
    """Give the owner's open clocks up, unjudged and without a further announcement; how many."""
    given_up = rules.Happening(rules.Kind.STOPPED, rules.whole_second(at), outcome=outcome)
    return _happen(owner_id, names, given_up, actor)


def cap_clocks(
    *,
    owner_id: UUID,
    names: Sequence[str] | None = None,
    cap_at: datetime | None,
    at: datetime,
    actor: Actor | None = None,
) -> int:
    """Cap the owner's open clocks anew, since the guest leaves at another time; how many changed."""
    cap = rules.whole_second(cap_at) if cap_at else None
    capped = rules.Happening(rules.Kind.CAPPED, rules.whole_second(at), cap_at=cap)
    return _happen(owner_id, names, capped, actor)


def move_clocks(*, from_owner: UUID, to_owner: UUID, at: datetime, actor: Actor | None = None) -> list[UUID]:
    """Give the open clocks of a merged case to the case it went into; those that moved.

    Where both have a clock of one name, the one due first goes on (what was promised first holds), the other is
    ended as merged; one that waits is due as if it went on now. The merged case never alarms again.
    """
    moment = rules.whole_second(at)
    merged = rules.Happening(rules.Kind.STOPPED, moment, outcome=rules.Outcome.MERGED)
    with transaction.atomic():
        kept = {run.name: run for run in _held(to_owner, None)}
        going = list(_held(from_owner, None))
        moving = [
            run for run in going if run.name not in kept or _is_due_before(run, kept[run.name], at=moment)
        ]
        ended = [run for run in going if run not in moving]
        ended += [kept[run.name] for run in moving if run.name in kept]
        change(ended, merged, actor=actor, now=moment)
        for run in moving:
            run.owner_id = to_owner
            run.round = max(run.round, kept[run.name].round + 1) if run.name in kept else run.round
        change(moving, rules.Happening(rules.Kind.MOVED, moment), actor=actor, now=moment)
    return [run.pk for run in moving]


def give_back_clocks(
    *,
    run_ids: Collection[UUID],
    from_owner: UUID,
    to_owner: UUID,
    at: datetime,
    actor: Actor | None = None,
) -> set[str]:
    """Give back, after a merge is undone, what still runs of the clocks that moved; the names given back.

    A run keeps its start, its pauses and what it has announced. Where the owner has an open clock of that name, that stands.
    """
    moment = rules.whole_second(at)
    with transaction.atomic():
        own = {run.name for run in _held(to_owner, None)}
        going = [run for run in _held(from_owner, None).filter(pk__in=run_ids) if run.name not in own]
        for run in going:
            run.owner_id = to_owner
        change(going, rules.Happening(rules.Kind.MOVED, moment), actor=actor, now=moment)
    return {run.name for run in going}


def _happen(
    owner_id: UUID, names: Sequence[str] | None, happening: rules.Happening, actor: Actor | None
) -> int:
    with transaction.atomic():
        return len(change(_held(owner_id, names), happening, actor=actor, now=happening.at))


def _held(owner_id: UUID, names: Sequence[str] | None) -> ClockRunQuerySet:
    """The owner's open clocks, locked until the commit."""
    return ClockRun.objects.of(owner_id, names).still_open().select_for_update().order_by("id")


def _is_due_before(run: ClockRun, other: ClockRun, *, at: datetime) -> bool:
    due_at, its_due_at = run.state.resumed(at).due_at, other.state.resumed(at).due_at
    return due_at is not None and its_due_at is not None and due_at < its_due_at


def _set_going(run: ClockRun, waits: Sequence[rules.Wait], *, actor: Actor, now: datetime | None) -> None:
    """Write the run as the next round of its clock, then each wait that is known already."""
    with transaction.atomic():
        run.round = _next_round(run.owner_id, run.name)
        run.save(force_insert=True)
        save([run], rules.Happening(rules.Kind.STARTED, run.started_at), actor=actor)
        for happening in _waited(waits, since=run.started_at):
            change([run], happening, actor=actor, now=now or happening.at)


def _waited(waits: Sequence[rules.Wait], *, since: datetime) -> list[rules.Happening]:
    """The waits as they happened to a clock that runs since then."""
    found: list[rules.Happening] = []
    for wait in rules.joined(waits):
        if wait.ended_at is not None and wait.ended_at <= since:
            continue
        found.append(rules.Happening(rules.Kind.PAUSED, max(rules.whole_second(wait.since), since)))
        if wait.ended_at is not None:
            found.append(rules.Happening(rules.Kind.RESUMED, rules.whole_second(wait.ended_at)))
    return found


def _next_round(owner_id: UUID, name: str) -> int:
    earlier = ClockRun.objects.of(owner_id, [name])
    if earlier.still_open().exists():
        raise ClockAlreadyRunning(_("This clock is running already."))
    return (earlier.aggregate(last=Max("round"))["last"] or 0) + 1


def _earliest_ahead(caps: Collection[datetime], start: datetime) -> datetime | None:
    return min((cap for cap in map(rules.whole_second, caps) if cap > start), default=None)


def _rungs(ladder: Sequence[rules.Threshold]) -> tuple[rules.Rung, ...]:
    try:
        return rules.rungs_of(ladder)
    except ValueError as error:
        raise InvalidInput(
            _("The thresholds must rise, each once; only the last may repeat, and needs the time between."),
            fields={"ladder": _("Rising shares, for example 50, 80, 100.")},
        ) from error


def _length(
    property_id: UUID,
    target: rules.Target,
    at: datetime,
    calendar: rules.WorkCalendar | None,
    calendar_version: str,
) -> _Length:
    if isinstance(target, rules.FixedTime):
        return _Length(target.seconds, calendar_version)
    if calendar is None:
        published = properties.work_calendar(property_id)
        calendar, calendar_version = rules.OfficeCalendar(published), str(published.version)
    return _Length(rules.seconds_of(target, at, calendar), calendar_version)
