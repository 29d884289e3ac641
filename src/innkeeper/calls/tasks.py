"""Jobs of the phone card: each fetches by id and calls one action. Safe to run twice."""

from datetime import datetime
from uuid import UUID

from innkeeper.calls.actions import forget_message
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job


@job("calls.forget_message")
def forget(*, message_id: UUID, at: datetime) -> None:
    """For calls.MessageSettled: the key of the words is destroyed."""
    forget_message(actor=system("calls.forget_message"), message_id=message_id, at=at)
