"""A room is meant for a guest who is still to come (STAY-03)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import WrongState
from innkeeper.outbox import actions as outbox
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.models import STATE_WORDS, RoomStatus, Stay
from innkeeper.stays.rules.rooms import OFF_SALE, RoomState
from innkeeper.stays.rules.stays import StayStatus


def allocate_room(*, actor: Actor, stay_id: UUID, room_number: str, at: datetime) -> Stay:
    """Mean a room for an expected guest; it may still be dirty or lived in, but not out of order.

    Raises NotPermitted, NotFound, WrongState (not expected, out of order, meant for another arrival of that day).
    """
    policy.ensure(actor, "stays.edit")
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        if stay.status != StayStatus.EXPECTED:
            raise WrongState(
                _("Only a guest who is expected is given a room in advance; one in house moves.")
            )
        room = rows.held_room(stay.property_id, room_number.strip(), at=at)
        insist_meant(stay, room)
        was = stay.room_number
        stay.room_id, stay.room_number, stay.changed_at = room.room_id, room.room_number, at
        stay.save()
        facts = {"room": room.room_number, "was": was}
        rows.log(actor, "stays.room_allocated", stay, at=at, facts=facts, guest_ids=rows.guests_of(stay))
        meant = events.RoomAllocated(property_id=stay.property_id, stay_id=stay.id, room=room.room_number)
        outbox.record(meant, at=at)
    return stay


def insist_meant(stay: Stay, room: RoomStatus) -> None:
    """A room that may be meant for the stay: on sale, and for no other arrival of that day. Raises WrongState."""
    if RoomState(room.state) in OFF_SALE:
        raise WrongState(
            _("Room %(room)s is %(state)s: this cannot be done now.")
            % {"room": room.room_number, "state": STATE_WORDS[RoomState(room.state)]}
        )
    others = Stay.objects.filter(
        room_id=room.room_id, status=StayStatus.EXPECTED.value, arrival_on=stay.arrival_on
    )
    if others.exclude(pk=stay.pk).exists():
        raise WrongState(_("Room %(room)s is meant for another arrival.") % {"room": room.room_number})
