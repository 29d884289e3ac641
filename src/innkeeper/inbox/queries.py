"""Reads of the inbox: what is unsorted and unread, what stands where, the ways in."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Q

from innkeeper.cases.policy import visible_to
from innkeeper.inbox.models import Hook, Mailbox, Message, Placement, Process
from innkeeper.kernel.actors import Actor

PAGE = 50


def inbox(actor: Actor, *, is_sorted: bool = False) -> list[Message]:
    """The messages of the actor's hotel: unread first, of these what speaks of danger, then oldest first; the sorted ones newest first.

    What stands in a case is for those who see the case. Queries: 1.
    """
    if actor.property_id is None:
        return []
    rows = Message.objects.filter(property_id=actor.property_id).defer("text", "sender")
    if is_sorted:
        seen = Q(case_id__isnull=True) | Q(case_id__in=visible_to(actor).values("pk"))
        return list(rows.filter(seen).exclude(process=Process.UNSORTED).order_by("-received_at")[:PAGE])
    waiting = rows.filter(process=Process.UNSORTED)
    return list(waiting.order_by(F("first_read_at").asc(nulls_first=True), "-danger", "received_at")[:PAGE])


def words_of(message_id: UUID) -> tuple[UUID, str]:
    """The hotel of a message and its redacted words, for the machine that reads them for danger. Queries: 1."""
    found: tuple[UUID, str] = Message.objects.values_list("property_id", "text_redacted").get(pk=message_id)
    return found


def history(message: Message) -> Sequence[Placement]:
    """Where the message has stood, first to last. Queries: 1."""
    return list(message.placements.order_by("at"))


def live_mailbox_ids() -> list[UUID]:
    """The mailboxes that are read. Queries: 1."""
    return list(Mailbox.objects.filter(ended_at__isnull=True).values_list("pk", flat=True))


def mailboxes(property_id: UUID) -> list[Mailbox]:
    """The hotel's mailboxes. Queries: 1."""
    return list(Mailbox.objects.filter(property_id=property_id, ended_at__isnull=True).order_by("added_at"))


def hooks(property_id: UUID) -> list[Hook]:
    """The hotel's webhooks. Queries: 1."""
    return list(Hook.objects.filter(property_id=property_id, ended_at__isnull=True).order_by("added_at"))
