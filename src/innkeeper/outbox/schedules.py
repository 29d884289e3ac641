"""Ticks: each due line of the page of schedules puts its job down once, whichever worker is first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from innkeeper.outbox import actions
from innkeeper.outbox.models import ScheduleTick
from innkeeper.outbox.rules import Schedule


def prepare(schedules: Sequence[Schedule], *, now: datetime) -> None:
    """Give every line its row, and drop the rows of lines that left the page. Queries: 2.

    A line given in seconds begins at once, a cron line at its next time.
    """
    rows = [
        ScheduleTick(name=line.name, next_at=now if line.cron is None else line.next_after(now))
        for line in schedules
    ]
    ScheduleTick.objects.bulk_create(rows, ignore_conflicts=True)
    ScheduleTick.objects.exclude(name__in=[line.name for line in schedules]).delete()


def tick(schedules: Sequence[Schedule], *, now: datetime) -> int:
    """Put down the jobs of the lines that are due; the number of ticks this worker took.

    A tick missed while nobody worked runs once, not as often as it was missed. Queries: 1 when none is due.
    """
    if not ScheduleTick.objects.filter(next_at__lte=now).exists():
        return 0
    lines = {line.name: line for line in schedules}
    with transaction.atomic():
        due = ScheduleTick.objects.select_for_update(skip_locked=True).filter(
            next_at__lte=now, name__in=list(lines)
        )
        taken = [(row, lines[row.name]) for row in due]
        for row, line in taken:
            _fire(row, line, now=now)
    return len(taken)


def _fire(row: ScheduleTick, line: Schedule, *, now: datetime) -> None:
    """One tick: its job, and the next time."""
    args: dict[str, Any] = dict(line.args)
    actions.enqueue(line.job, at=now, unique_key=f"schedule:{line.name}", **args)
    row.last_at, row.next_at = now, line.next_after(now)
    row.save(update_fields=["last_at", "next_at"])
