"""The inbox's jobs: each fetches by id and calls one action. All are safe to run twice."""

from datetime import datetime
from uuid import UUID

from innkeeper.inbox import actions
from innkeeper.inbox.queries import live_mailbox_ids
from innkeeper.kernel.actors import system
from innkeeper.outbox.actions import enqueue
from innkeeper.outbox.jobs import job


@job("inbox.fetch_mail", priority=7)
def fetch_mail(*, at: datetime) -> None:
    """On the schedule: one job for each mailbox."""
    for mailbox_id in live_mailbox_ids():
        enqueue("inbox.fetch_mailbox", at=at, unique_key=f"mailbox:{mailbox_id}", mailbox_id=mailbox_id)


@job("inbox.fetch_mailbox", priority=7)
def fetch_mailbox(*, mailbox_id: UUID, at: datetime) -> None:
    """One round of one mailbox; two seconds at most."""
    actions.fetch_mailbox(actor=system("inbox.mail"), mailbox_id=mailbox_id, at=at)


@job("inbox.send_receipt", priority=3)
def send_receipt(*, message_id: UUID, at: datetime) -> None:
    """The receipt to the guest."""
    actions.send_receipt(message_id=message_id, at=at)


@job("inbox.escalate", priority=1)
def escalate(
    *, owner_kind: str, owner_id: UUID, clock_name: str, share: int, step: int, at: datetime
) -> None:
    """For clocks.ThresholdReached: a message without its first answer, or one of danger that nobody has read."""
    actor = system("inbox.escalate")
    if owner_kind == "message" and clock_name == actions.READING_CLOCK:
        actions.ring_again(actor=actor, message_id=owner_id, at=at)
    elif owner_kind == "message":
        actions.escalate_message(actor=actor, message_id=owner_id, share=share, step=step, at=at)
