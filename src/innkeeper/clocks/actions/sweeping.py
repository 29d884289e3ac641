"""The sweep: finds what has come due by an index range and announces it. Cost follows the clocks due, not the clocks held."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from innkeeper.clocks import queries
from innkeeper.clocks.actions.writing import Announced, announce, save_columns
from innkeeper.clocks.models import ClockRun

BATCH = 500


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What one sweep did. `lag` is how late the earliest announcement was; `next_at` when the next is due."""

    clocks: int
    announced: int
    lag: timedelta
    next_at: datetime | None


def sweep(*, now: datetime, limit: int | None = None, batch: int = BATCH) -> SweepReport:
    """Announce everything due by `now`, in order, until nothing is due (or `limit` clocks are done).

    Several workers may sweep at once: each takes rows that no other holds. A threshold that passed while no worker
    ran is announced late, with its true time. Queries: 1 when nothing is due, about 5 per batch.
    """
    first = queries.next_wake()
    clocks = announced = 0
    waiting = first
    while waiting is not None and waiting <= now and (limit is None or clocks < limit):
        took, told = _sweep_batch(now, batch if limit is None else min(batch, limit - clocks))
        if not took:
            break
        clocks, announced = clocks + took, announced + told
        waiting = queries.next_wake()
    lag = now - first if first and first <= now else timedelta()
    return SweepReport(clocks=clocks, announced=announced, lag=lag, next_at=waiting)


def _sweep_batch(now: datetime, size: int) -> tuple[int, int]:
    with transaction.atomic():
        due = ClockRun.objects.select_for_update(skip_locked=True).filter(next_at__lte=now)
        runs = list(due.order_by("next_at", "id")[:size])
        announced: list[Announced] = []
        for run in runs:
            state, reached = run.state.settled(now)
            announced += [(run, rung) for rung in reached]
            run.take(state)
        announce(announced, now=now)
        save_columns(runs, ["next_at", "next_index"])
    return len(runs), len(announced)
