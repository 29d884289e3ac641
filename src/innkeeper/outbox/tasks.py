"""The outbox's own job: forget what is long done."""

from datetime import datetime

from innkeeper.outbox import actions
from innkeeper.outbox.jobs import job


@job("outbox.forget_finished", priority=9)
def forget_finished(*, at: datetime) -> None:
    """Drop old finished jobs and events, in bites until none is left."""
    while actions.forget_finished(now=at):
        continue
