"""The clocks of a case begun anew or taken in: after another sorting, after a merge and its end. What waited never counts."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from innkeeper.cases.actions.change import playbook_for
from innkeeper.cases.actions.running import (
    HELD,
    caps_of,
    is_running,
    quiet_of,
    refresh_due,
    start,
    target_of,
)
from innkeeper.cases.models import Case, CaseLink, Hold, StageRecord
from innkeeper.cases.playbooks.schema import ClockRule
from innkeeper.cases.queries.merges import all_within
from innkeeper.clocks import actions as clocks
from innkeeper.clocks import queries as clock_queries
from innkeeper.clocks import rules as clock_rules
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.actors import Actor


def retarget(case: Case, *, actor: Actor, at: datetime) -> None:
    """After a new priority or code: each open clock runs on under its new target, from its true start, its waits left out.

    One whose time stays as it was is left alone: what it announced is not announced again.
    """
    playbook = playbook_for(case)
    anew: dict[str, str] = {}
    for run in clock_queries.open_runs([case.pk]):
        rule = playbook.clock(run.name)
        if rule is None or _stands(case, rule, run):
            continue
        waits = clock_queries.waits_of(run.pk, until=at)
        clocks.cancel_clocks(owner_id=case.pk, names=[run.name], at=at, actor=actor)
        anew[str(run.pk)] = str(_begin(case, rule, run, waits, actor=actor, at=at).pk)
    _tell_merges(case, anew)
    refresh_due(case)


def restart(
    case: Case,
    runs: Iterable[ClockRun],
    *,
    since: datetime,
    waited_with: Collection[UUID],
    actor: Actor,
    at: datetime,
) -> None:
    """After a merge: begin again, from their true start, those of these runs whose work is not done yet.

    Until the merge `since` each waited as it did itself, then as the cases that it went along with.
    """
    playbook, over = playbook_for(case), _signals_given(case)
    holds = Hold.objects.filter(case__in=waited_with).exclude(ended_at__lte=since)
    meanwhile = [clock_rules.Wait(max(one.since, since), one.ended_at) for one in holds]
    for run in runs:
        rule = playbook.clock(run.name)
        if rule is None or over.intersection(rule.stop_on) or is_running(case.pk, run.name):
            continue
        waits = [*clock_rules.ended_by(clock_queries.waits_of(run.pk, until=since), since)]
        waits += meanwhile if HELD in rule.pause_on else []
        waits = waits if case.is_held else [*clock_rules.ended_by(waits, at)]
        _begin(case, rule, run, waits, actor=actor, at=at)
    refresh_due(case)


def fall_in(case: Case, *, actor: Actor, at: datetime, since: datetime | None = None) -> None:
    """The clocks of a case wait where it waits, by default from now on, and run where it does not."""
    heed = [rule.name for rule in playbook_for(case).clocks if HELD in rule.pause_on]
    if case.is_held:
        clocks.pause_clocks(owner_id=case.pk, names=heed, at=since or at, actor=actor)
    else:
        clocks.resume_clocks(owner_id=case.pk, names=heed, at=at, actor=actor)
    refresh_due(case)


def _begin(
    case: Case,
    rule: ClockRule,
    run: ClockRun,
    waits: Iterable[clock_rules.Wait],
    *,
    actor: Actor,
    at: datetime,
) -> ClockRun:
    caps = caps_of(case, rule, at=at) or ((run.cap_at,) if run.cap_at else ())
    return start(case, rule, actor=actor, at=run.started_at, caps=caps, waits=tuple(waits), now=at)


def _stands(case: Case, rule: ClockRule, run: ClockRun) -> bool:
    """Whether the run keeps its time: same target, same hours in which nobody calls."""
    return run.target == target_of(case, rule, at=run.started_at) and run.quiet == quiet_of(case, rule)


def _signals_given(case: Case) -> set[str]:
    """What has happened in the case's round that can end a clock. Queries: 1."""
    given = {"responded": case.responded_at, "progress_sent": case.progress_told_at}
    for record in StageRecord.objects.filter(case=case, round=case.round):
        given[f"{record.stage}.done"] = record.done_at
    return {signal for signal, happened_at in given.items() if happened_at is not None}


def _tell_merges(case: Case, anew: dict[str, str]) -> None:
    """A merge that brought a clock keeps knowing it when it is begun anew, so that it can go home. Queries: 1 or more."""
    within = [one for one in all_within(case.pk) if one != case.pk] if anew else []
    for joint in CaseLink.objects.filter(case__in=within, relation="merged_into", undone_at__isnull=True):
        joint.clocks_moved = [anew.get(run, run) for run in joint.clocks_moved]
        joint.save(update_fields=["clocks_moved"])
