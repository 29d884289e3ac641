"""The desk's jobs: each fetches by id and calls one action. Safe to run twice."""

from datetime import datetime
from uuid import UUID

from innkeeper.desk.actions.listening import read_for_danger
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job


@job("desk.read_for_danger", priority=1)
def read_message(*, message_id: UUID, at: datetime) -> None:
    """For inbox.MessageArrived: does it speak of danger to life?"""
    read_for_danger(actor=system("desk.read_for_danger"), message_id=message_id, at=at)
