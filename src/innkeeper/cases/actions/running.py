"""The engine: signals move the clocks, steps are ticked, stages follow each other. Called inside open transactions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from innkeeper.cases.actions.change import playbook_for, tell
from innkeeper.cases.events import StageDone
from innkeeper.cases.models import Case, Channel, Priority, ScriptStep, StageRecord
from innkeeper.cases.playbooks import registry
from innkeeper.cases.playbooks.schema import ClockRule, Playbook, Rung, Stage
from innkeeper.cases.queries.effects import target_under
from innkeeper.cases.queries.facts import case_facts
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.cases.rules import Verdict
from innkeeper.clocks import actions as clocks
from innkeeper.clocks import queries as clock_queries
from innkeeper.clocks import rules as clock_rules
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.actors import Actor
from innkeeper.properties.queries import property_of

CLOSED, HELD = "closed", "held"
QUIET_FROM, QUIET_UNTIL = time(22), time(9)
LIVE_CHANNELS = (Channel.ROOM_PHONE, Channel.PHONE, Channel.ON_SITE)
AWAKE_FOR = timedelta(hours=1)
"""Who called a minute before ten at night is answered as fast as ever, not within the minute."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One gate that does not pass yet."""

    check: str
    verdict: Verdict


def emit(case: Case, signal: str, *, actor: Actor, at: datetime) -> None:
    """Give a signal: tick the steps that give it, then stop, pause, resume and start the clocks that heed it."""
    playbook = playbook_for(case)
    for stage in playbook.stages:
        for step in stage.steps:
            if signal in step.emits:
                tick(case, [step.name], actor=actor, at=at)
    for clock in playbook.clocks:
        _heed(case, clock, signal, actor=actor, at=at)
    refresh_due(case)


def tick(case: Case, steps: Collection[str], *, actor: Actor, at: datetime) -> None:
    """Note steps as done by the actor, each once a round: the first time stands."""
    ScriptStep.objects.bulk_create(
        [
            ScriptStep(case=case, step=step, round=case.round, done_at=at, done_by_id=actor.id)
            for step in dict.fromkeys(steps)
        ],
        ignore_conflicts=True,
    )


def missing_gates(case: Case, checks: Collection[str]) -> list[Missing]:
    """Which of the checks do not pass. Queries: those of the facts."""
    if not checks:
        return []
    facts = case_facts(case)
    kind = registry.kind_of(case.kind) if case.kind in {known.name for known in registry.kinds()} else None
    own = kind.facts_for(case.pk, facts) if kind and kind.facts_for else facts
    verdicts = [(check, registry.verdict(case.kind, check, facts, own)) for check in checks]
    return [Missing(check, verdict) for check, verdict in verdicts if not verdict.is_met]


def settle(case: Case, *, actor: Actor, at: datetime) -> None:
    """Leave every automatic stage whose gates pass, one after the other; one that is closed or merged stands still."""
    if not case.is_open:
        return
    playbook = playbook_for(case)
    for _round in playbook.stages:
        stage = playbook.stage(case.stage)
        follower = stage.next[0]
        if not stage.is_automatic or follower == CLOSED or missing_gates(case, stage.gates):
            return
        leave(case, stage, follower, actor=actor, at=at)


def leave(case: Case, stage: Stage, follower: str, *, actor: Actor, at: datetime) -> None:
    """Finish the stage, with the person and time of its last own step where that came first, and enter the next."""
    last = (
        ScriptStep.objects.filter(case=case, round=case.round, step__in=[step.name for step in stage.steps])
        .order_by("-done_at")
        .first()
    )
    by, done_at = (last.done_by_id, last.done_at) if last and stage.is_automatic else (actor.id, at)
    StageRecord.objects.filter(case=case, round=case.round, stage=stage.name).update(
        done_at=done_at, done_by_id=by
    )
    emit(case, f"{stage.name}.done", actor=actor, at=done_at)
    event = StageDone(
        property_id=case.property_id, case_id=case.pk, kind=case.kind, stage=stage.name, next_stage=follower
    )
    tell(
        case,
        actor=actor,
        verb="stage_done",
        at=at,
        event=event,
        facts={"stage": stage.name, "next": follower},
    )
    if follower != CLOSED:
        enter(case, follower, actor=actor, at=at)


def enter(case: Case, stage: str, *, actor: Actor, at: datetime) -> None:
    """Put the case into the stage; one that was begun before in this round goes on."""
    case.stage = stage
    Case.objects.filter(pk=case.pk).update(stage=stage)
    minutes = [step.in_minutes for step in playbook_for(case).stage(stage).steps if step.in_minutes]
    StageRecord.objects.get_or_create(
        case=case,
        round=case.round,
        stage=stage,
        defaults={"entered_at": at, "due_at": at + timedelta(minutes=max(minutes)) if minutes else None},
    )
    emit(case, f"{stage}.entered", actor=actor, at=at)


def refresh_due(case: Case) -> None:
    """Keep the case's earliest due time beside it, for the lists. Queries: 2."""
    lines = clock_queries.open_clocks([case.pk]).get(case.pk, [])
    case.next_due_at = min((line.due_at for line in lines if line.due_at), default=None)
    Case.objects.filter(pk=case.pk).update(next_due_at=case.next_due_at)


def start(
    case: Case,
    rule: ClockRule,
    *,
    actor: Actor,
    at: datetime,
    caps: Collection[datetime] | None = None,
    waits: Sequence[clock_rules.Wait] = (),
    now: datetime | None = None,
) -> ClockRun:
    """Start a clock of the case as its playbook says. One that is begun anew brings its `caps` and its `waits`."""
    playbook = playbook_for(case)
    return clocks.start_clock(
        actor=actor,
        owner_kind="case",
        owner_id=case.pk,
        property_id=case.property_id,
        name=rule.name,
        target=target_of(case, rule, at=at),
        at=at,
        ladder=ladder_of(playbook, rule.ladder),
        caps=caps_of(case, rule, at=at) if caps is None else caps,
        quiet=quiet_of(case, rule),
        policy_version=str(case.playbook_id)[:40],
        waits=waits,
        now=now,
    )


def target_of(case: Case, rule: ClockRule, *, at: datetime) -> clock_rules.Target:
    """The ceiling of the case's priority, or the hotel's in-stay norm where that is tighter. Queries: 0 to 3."""
    code = code_named(case.property_id, case.taxonomy_code) if rule.norm and case.taxonomy_code else None
    return target_under(case, rule, (code.norms or {}) if code else {}, at=at)


def ladder_of(playbook: Playbook, name: str) -> tuple[clock_rules.Threshold, ...]:
    """The playbook's ladder as clocks take it."""
    return tuple(_threshold(rung) for rung in playbook.ladders[name])


def _heed(case: Case, clock: ClockRule, signal: str, *, actor: Actor, at: datetime) -> None:
    if signal in clock.stop_on:
        clocks.stop_clock(owner_id=case.pk, name=clock.name, at=at, actor=actor)
    if signal in clock.pause_on:
        clocks.pause_clocks(owner_id=case.pk, names=[clock.name], at=at, actor=actor)
    if signal in clock.resume_on:
        clocks.resume_clocks(owner_id=case.pk, names=[clock.name], at=at, actor=actor)
    if signal in clock.start_on and not is_running(case.pk, clock.name):
        waits = [clock_rules.Wait(at)] if case.is_held and HELD in clock.pause_on else []
        start(case, clock, actor=actor, at=at, waits=waits)


def quiet_of(case: Case, rule: ClockRule) -> clock_rules.QuietHours | None:
    """The hours in which nobody calls on the guest, where the clock asks for a contact. Queries: 0 or 1.

    They do not hold an emergency up, nor hurry or hold up the answer to a guest who called or came at night, or shortly
    before, and is awake.
    """
    if not rule.respects_contact_hours or case.priority == Priority.EMERGENCY:
        return None
    zone = ZoneInfo(property_of(case.property_id).timezone)
    quiet = clock_rules.QuietHours(QUIET_FROM, QUIET_UNTIL, zone)
    is_night = any(quiet.around(case.received_at + ahead) for ahead in (timedelta(), AWAKE_FOR))
    is_awake = is_night and case.channel in LIVE_CHANNELS
    return None if is_awake and case.round == 1 else quiet


def recap(case: Case, *, actor: Actor, at: datetime) -> None:
    """The guest leaves at another time: each open clock that must end before is capped anew. Queries: 2 and 3 a clock."""
    for rule in playbook_for(case).clocks:
        if rule.cap_before_departure_minutes is not None:
            cap = next(iter(caps_of(case, rule, at=at)), None)
            clocks.cap_clocks(owner_id=case.pk, names=[rule.name], cap_at=cap, at=at, actor=actor)
    refresh_due(case)


def caps_of(case: Case, rule: ClockRule, *, at: datetime) -> tuple[datetime, ...]:
    """The moment before the guest leaves, where the clock must end by then."""
    if rule.cap_before_departure_minutes is None or case.departs_at is None:
        return ()
    margin = timedelta(minutes=rule.cap_before_departure_minutes)
    cap = clock_rules.cap_before_departure(case.departs_at, margin=margin, at=at)
    return (cap,) if cap else ()


def is_running(owner_id: UUID, name: str) -> bool:
    """Whether an owner has an open clock of that name. Queries: 1."""
    return any(line.name == name for line in clock_queries.open_clocks([owner_id]).get(owner_id, []))


def _threshold(rung: Rung) -> clock_rules.Threshold:
    every = timedelta(minutes=rung.again_every_minutes) if rung.again_every_minutes else None
    return clock_rules.Threshold(rung.share, rung.level, every, len(rung.then))
