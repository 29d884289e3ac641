"""Jobs of service requests: each fetches by id and calls one action. Safe to run twice."""

from datetime import datetime
from uuid import UUID

from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job
from innkeeper.service_requests.actions import close_delivered


@job("service_requests.close_delivered")
def close(*, case_id: UUID, at: datetime) -> None:
    """For cases.TaskDone: a request with nothing left is done; other kinds and open ones stay as they are."""
    close_delivered(actor=system("service_requests.close_delivered"), case_id=case_id, at=at)
