"""Jobs of the clocks: reckoning the open ones anew, and what the worker asks in each round."""

from datetime import datetime
from uuid import UUID

from innkeeper.clocks import rules
from innkeeper.clocks.actions import SweepReport, rebase_clocks, sweep
from innkeeper.outbox.jobs import job
from innkeeper.properties import queries as properties


@job("clocks.rebase")
def rebase_to_calendar(*, property_id: UUID, at: datetime) -> None:
    """Put a hotel's open clocks on the calendar now in force. Safe to repeat."""
    published = properties.work_calendar(property_id)
    rebase_clocks(
        property_id=property_id,
        at=at,
        calendar=rules.OfficeCalendar(published),
        calendar_version=str(published.version),
    )


def sweep_due(now: datetime) -> SweepReport:
    """The sweep as the worker calls it in each round."""
    return sweep(now=now)
