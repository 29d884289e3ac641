"""The house's own upkeep, as a job."""

from innkeeper.config.preparation import take_statistics
from innkeeper.outbox.jobs import job


@job("config.take_statistics")
def keep_statistics() -> None:
    """On the schedule: a house that grew since its worker began still finds its cases by the right index. Safe to repeat."""
    take_statistics()
