"""A caller's message that waits at the phone card stands in the book, so that no shift goes home on it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from innkeeper.handovers import rules
from innkeeper.handovers.actions.lines import tell_line
from innkeeper.handovers.models import BookLine
from innkeeper.handovers.rules import LineKind
from innkeeper.kernel.actors import Actor


def add_caller_line(*, actor: Actor, property_id: UUID, message_id: UUID, at: datetime) -> bool:
    """Write that a message waits: neither its words nor for whom it is. False where it stands there already.

    The line has the message's own id, by which it is ended. Source: ORG-06.
    """
    with transaction.atomic():
        row, is_new = BookLine.objects.get_or_create(
            id=message_id,
            defaults={
                "property_id": property_id,
                "post": rules.HOME_POSTS[LineKind.CALLER],
                "kind": LineKind.CALLER.value,
                "created_by_id": actor.id,
                "created_at": at,
            },
        )
        if is_new:
            tell_line(row, "line_written", actor=actor, at=at)
    return is_new
