"""Every schedule of the house on one page, and what the worker sweeps in each round."""

from collections.abc import Callable, Sequence
from datetime import datetime

from innkeeper.outbox.rules import Schedule

SCHEDULES: Sequence[Schedule] = (
    Schedule(name="forget finished jobs", job="outbox.forget_finished", cron="15 4 * * *"),
)

SWEEPS: Sequence[Callable[[datetime], object]] = ()


def wake_at() -> datetime | None:
    """When the next thing beside jobs is due (the earliest threshold of a clock); None when nothing is."""
    return None
