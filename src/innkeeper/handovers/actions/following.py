"""The lines of a room go where its guest goes; who has left is neither woken nor knocked up."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.clocks import actions as clocks
from innkeeper.handovers import rules
from innkeeper.handovers.actions.lines import about, end_line, tell_line
from innkeeper.handovers.models import BookLine
from innkeeper.handovers.rules import LineKind, LineState
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.notices import actions as notices


def move_lines(
    *, actor: Actor, property_id: UUID, from_room: str, to_room: str, until: datetime, at: datetime
) -> int:
    """The wake-up calls, knocks and taxis of a room that were written until then are those of the new room; how many.

    Safe to repeat. The house alone. Raises: NotPermitted.
    """
    moved = 0
    for row in _open_lines(actor, property_id, from_room, rules.WITH_THE_GUEST, until=until):
        row.room_number = to_room
        row.save(update_fields=["room_number"])
        tell_line(row, "line_moved", actor=actor, at=at)
        moved += 1
    return moved


def end_lines(*, actor: Actor, property_id: UUID, room: str, until: datetime, at: datetime) -> int:
    """Nobody rings or knocks for a guest who has left: the lines written until then are taken back, and the desk hears
    of a wake-up call that is; how many. A taxi is still met.

    Safe to repeat. The house alone. Raises: NotPermitted.
    """
    ended = 0
    for row in _open_lines(actor, property_id, room, rules.IN_THE_ROOM, until=until):
        clocks.cancel_clocks(owner_id=row.pk, at=at, actor=actor)
        end_line(row, LineState.CANCELLED, actor=actor, at=at)
        if row.kind == LineKind.WAKE_UP:
            told = about(row, "handovers.wake_up_ended", at=at, level="warn")
            notices.notify_post(actor=actor, post_code=row.post, **told)
        ended += 1
    return ended


def _open_lines(
    actor: Actor, property_id: UUID, room: str, kinds: frozenset[LineKind], *, until: datetime
) -> Iterator[BookLine]:
    """The open lines of the room, one after the other, each held for its change."""
    if not actor.is_system:
        raise NotPermitted(_("Your post does not write into this book."))
    lines = BookLine.objects.filter(
        property_id=property_id,
        room_number=room,
        state=LineState.OPEN.value,
        kind__in=[one.value for one in kinds],
        created_at__lte=until,
    )
    for line_id in list(lines.order_by("created_at", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = lines.select_for_update().filter(pk=line_id).first()
            if row is not None:
                yield row
