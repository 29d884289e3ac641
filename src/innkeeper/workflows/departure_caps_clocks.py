"""The story: a stay ends sooner or later than it did, and the clocks of its cases end before the guest leaves."""

from datetime import datetime
from uuid import UUID

from innkeeper.cases.actions import move_departure
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job
from innkeeper.stays.queries import stay_card


@job("workflows.departure_caps_clocks")
def cap_before_departure(*, stay_id: UUID, at: datetime) -> None:
    """For stays.DepartureChanged: by the departure as it stands now, however late or often the job runs."""
    departs_at = stay_card(stay_id).departs_at
    move_departure(
        actor=system("workflows.departure_caps_clocks"), stay_id=stay_id, departs_at=departs_at, at=at
    )
