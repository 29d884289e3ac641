"""A new calendar or policy version reaches the open clocks: in batches, with what has run written down."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from innkeeper.clocks import rules
from innkeeper.clocks.actions.writing import change, save_columns
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.actors import Actor

BATCH = 200


def rebase_clocks(
    *,
    property_id: UUID,
    at: datetime,
    calendar: rules.WorkCalendar,
    calendar_version: str,
    policy_version: str | None = None,
    targets: Mapping[str, rules.Target] | None = None,
    actor: Actor | None = None,
    batch: int = BATCH,
) -> int:
    """Reckon the open clocks of a hotel anew under the given versions; how many were changed.

    What has run, pauses and announcements stay: only the target's length is worked out again, from the true start.
    `targets` gives new targets by clock name; others keep theirs. Safe to repeat after a crash: clocks that stand on
    the new versions are left alone.
    """
    moment = rules.whole_second(at)
    stale = _stale(calendar_version, policy_version, targets or {})
    done = 0
    while True:
        with transaction.atomic():
            open_runs = ClockRun.objects.still_open().filter(stale, property_id=property_id)
            runs = list(open_runs.select_for_update().order_by("id")[:batch])
            for run in runs:
                _rebase(run, moment, calendar, (targets or {}).get(run.name), actor)
                run.calendar_version = calendar_version
                run.policy_version = policy_version if policy_version is not None else run.policy_version
            save_columns(runs, ["calendar_version", "policy_version", "target_kind", "target_amount"])
        done += len(runs)
        if not runs:
            return done


def retarget_clock(
    *,
    owner_id: UUID,
    name: str,
    target: rules.Target,
    calendar: rules.WorkCalendar,
    at: datetime,
    actor: Actor | None = None,
) -> bool:
    """Give the owner's open clock another target, reckoned from its true start; pauses and announcements stay.

    Whether it changed. Safe to repeat. Queries: 1, 4 where it changes.
    """
    moment = rules.whole_second(at)
    with transaction.atomic():
        run = ClockRun.objects.of(owner_id, [name]).still_open().select_for_update().first()
        if run is None or run.target == target:
            return False
        _rebase(run, moment, calendar, target, actor)
        save_columns([run], ["target_kind", "target_amount"])
    return True


def _stale(calendar_version: str, policy_version: str | None, targets: Mapping[str, rules.Target]) -> Q:
    stale = Q(target_kind__in=rules.CALENDAR_KINDS) & ~Q(calendar_version=calendar_version)
    if policy_version is not None:
        stale |= Q(name__in=list(targets)) & ~Q(policy_version=policy_version)
    return stale


def _rebase(
    run: ClockRun,
    at: datetime,
    calendar: rules.WorkCalendar,
    target: rules.Target | None,
    actor: Actor | None,
) -> None:
    kept = target or run.target
    run.target_kind, run.target_amount = kept.kind, kept.amount
    seconds = rules.seconds_of(kept, run.started_at, calendar)
    change([run], rules.Happening(rules.Kind.REBASED, at, target_seconds=seconds), actor=actor, now=at)
