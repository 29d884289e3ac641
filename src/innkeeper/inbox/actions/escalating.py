"""A message without its first answer: the owner of the hour is told again, each threshold once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from innkeeper.inbox.actions.receiving import tell_post
from innkeeper.inbox.models import Message, Process
from innkeeper.kernel.actors import Actor


def escalate_message(*, actor: Actor, message_id: UUID, share: int, at: datetime) -> bool:
    """Tell that the answer is due or late; nothing where it was given, or nothing is to do."""
    message = Message.objects.filter(pk=message_id, answered_at__isnull=True).first()
    if message is None or message.process == Process.NOTHING or share < 80:
        return False
    key, level = ("inbox.answer_late", "burn") if share >= 100 else ("inbox.answer_soon", "warn")
    with transaction.atomic():
        tell_post(message, key, level=level, actor=actor, at=at)
    return True
