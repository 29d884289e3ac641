"""What a message without an answer, or one that speaks of danger, rings for: the posts of the hour, until somebody reads it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from innkeeper.audit.actions import record
from innkeeper.clocks import actions as clocks
from innkeeper.clocks.rules import FixedTime, Threshold
from innkeeper.inbox.actions.receiving import READING_CLOCK, tell_post
from innkeeper.inbox.models import Message, Process
from innkeeper.kernel.actors import Actor

READING_SECONDS = 120
AGAIN = (Threshold(50, 0), Threshold(100, 1, repeat_every=timedelta(minutes=2), repeats=10))
READERS = ("order_taker", "assistant_manager", "manager_on_duty", "security_manager")
"""Who reads a message that speaks of danger: all of them take cases in, and one of them raises the alarm."""


def escalate_message(*, actor: Actor, message_id: UUID, share: int, step: int = 0, at: datetime) -> bool:
    """Tell that the answer is due or late, in the end the manager on duty too; nothing where nothing is to do."""
    message = Message.objects.filter(pk=message_id, answered_at__isnull=True).first()
    if message is None or message.process == Process.NOTHING or share < 80:
        return False
    key, level = ("inbox.answer_late", "burn") if share >= 100 else ("inbox.answer_soon", "warn")
    with transaction.atomic():
        told = tell_post(message, key, level=level, actor=actor, at=at)
        if step:
            tell_post(message, key, post="manager_on_duty", told_before=told, level=level, actor=actor, at=at)
    return True


def warn_of_danger(*, actor: Actor, message_id: UUID, code: str, at: datetime) -> bool:
    """A message speaks of danger to life: everybody who can raise the alarm is told to read it, again until one has. Once.

    It raises no emergency by itself: anybody on earth can write a mail. Source: issue "the shift", life safety; OPS-05.
    """
    with transaction.atomic():
        if not Message.objects.filter(pk=message_id, danger="").update(danger=code):
            return False
        message = Message.objects.get(pk=message_id)
        _ring(message, actor=actor, at=at)
        if message.first_read_at is None:
            clocks.start_clock(
                actor=actor,
                owner_kind="message",
                owner_id=message.pk,
                property_id=message.property_id,
                name=READING_CLOCK,
                target=FixedTime(READING_SECONDS),
                ladder=AGAIN,
                at=at,
            )
        record(
            actor=actor,
            verb="inbox.danger_found",
            kind="inbox.Message",
            object_id=message.pk,
            property_id=message.property_id,
            at=at,
            facts={"code": code},
            subject_ids=(message.pk,),
        )
    return True


def ring_again(*, actor: Actor, message_id: UUID, at: datetime) -> bool:
    """Nobody has read the message that speaks of danger: they are told again; nothing once it was read."""
    message = Message.objects.filter(pk=message_id, first_read_at__isnull=True).exclude(danger="").first()
    if message is None:
        return False
    with transaction.atomic():
        _ring(message, actor=actor, at=at)
    return True


def _ring(message: Message, *, actor: Actor, at: datetime) -> None:
    told: Collection[UUID] = ()
    for post in READERS:
        reached = tell_post(
            message, "inbox.danger", post=post, told_before=told, level="burn", actor=actor, at=at
        )
        told = {*told, *reached}
