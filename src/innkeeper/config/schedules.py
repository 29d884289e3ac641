"""Every schedule of the house on one page, and what the worker sweeps in each round."""

from collections.abc import Callable, Sequence
from datetime import datetime

from innkeeper.audit.actions import seal_pending
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.queries import next_wake
from innkeeper.outbox.rules import Schedule

SCHEDULES: Sequence[Schedule] = (
    Schedule(name="forget finished jobs", job="outbox.forget_finished", cron="15 4 * * *"),
    Schedule(name="take statistics", job="config.take_statistics", cron="25 */3 * * *"),
    Schedule(name="sweep orphan keys", job="workflows.sweep_orphan_keys", cron="45 3 * * *"),
    Schedule(name="carry out noted erasures", job="workflows.carry_out_noted_erasures", every_seconds=900),
    Schedule(name="finish erasures", job="workflows.finish_erasures", cron="35 3 * * *"),
    Schedule(name="fill handovers", job="handovers.fill", every_seconds=60),
    Schedule(name="plan the rooms' day", job="stays.plan_day", every_seconds=900),
    Schedule(name="fetch mail", job="inbox.fetch_mail", every_seconds=60),
    Schedule(name="keep downtime packs", job="handovers.keep_packs", every_seconds=300),
    Schedule(name="sum up the week", job="complaints.weekly_summary", every_seconds=900),
    Schedule(name="remind of drills", job="complaints.remind_of_drills", every_seconds=900),
    Schedule(name="remind of terms", job="disputes.remind_of_terms", every_seconds=900),
    Schedule(name="prompt owners", job="cases.prompt_owners", every_seconds=300),
)


def sweep_clocks(now: datetime) -> object:
    """Fire every threshold that is due."""
    return sweep(now=now)


def seal_log(now: datetime) -> object:
    """Number the new entries of the log and tell the sinks."""
    return seal_pending(at=now)


SWEEPS: Sequence[Callable[[datetime], object]] = (sweep_clocks, seal_log)


def wake_at() -> datetime | None:
    """When the next thing beside jobs is due: the earliest threshold of a clock; None when nothing is."""
    return next_wake()
