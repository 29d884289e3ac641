"""The story: a crash between a key and its row leaves a key that opens nothing; at night it is swept."""

from datetime import datetime

from innkeeper.audit.actions import sweep_orphans
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job


@job("workflows.sweep_orphan_keys", priority=9)
def sweep_orphan_keys(*, at: datetime) -> None:
    """For the schedule: walk the keys that no look has settled yet; safe to repeat."""
    sweep_orphans(actor=system("workflows.sweep_orphan_keys"), at=at)
