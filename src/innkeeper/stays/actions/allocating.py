"""A room is meant for a guest who is still to come (STAY-03); given to another all the same, that one is to get a new one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import WrongState
from innkeeper.notices import actions as notices
from innkeeper.outbox import actions as outbox
from innkeeper.properties.queries import property_of
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.actions.tasks import carry_orders
from innkeeper.stays.models import STATE_WORDS, RoomStatus, Stay
from innkeeper.stays.rules.rooms import OFF_SALE, RoomState
from innkeeper.stays.rules.stays import StayStatus


class RoomPromised(WrongState):
    """The room is meant for another arrival; it can be given away all the same, knowingly."""

    code = "room_promised"


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
        carry_orders(stay.id, room)
        facts = {"room": room.room_number, "was": was}
        rows.log(actor, "stays.room_allocated", stay, at=at, facts=facts, guest_ids=rows.guests_of(stay))
        meant = events.RoomAllocated(property_id=stay.property_id, stay_id=stay.id, room=room.room_number)
        outbox.record(meant, at=at)
    return stay


def give_away(room: RoomStatus, stay: Stay, *, is_knowing: bool, actor: Actor, at: datetime) -> None:
    """The stay gets a room that may be meant for an arrival before it ends: knowingly only, and that one has none then.

    Logged for the arrival that lost it, and the front desk is told to choose it another one. Inside the caller's
    transaction that holds the room. Raises: RoomPromised. Queries: 1 where the room is meant for nobody.
    """
    others = Stay.objects.select_for_update().filter(room_id=room.room_id, status=StayStatus.EXPECTED.value)
    today = local_date(at, property_of(stay.property_id).timezone)
    before = Q(arrival_on__lt=stay.departure_on) | Q(arrival_on__lte=today)
    promised = list(others.filter(before).exclude(pk=stay.pk).order_by("pk"))
    if promised and not is_knowing:
        raise RoomPromised(
            _("Room %(room)s is meant for another arrival.") % {"room": room.room_number},
            fields={"room": _("Choose another room, or give it away knowingly.")},
        )
    for other in promised:
        other.room_id, other.room_number, other.changed_at = None, "", at
        other.save(update_fields=["room_id", "room_number", "changed_at"])
        facts = {"room": room.room_number, "to": str(stay.pk)}
        rows.log(actor, "stays.room_given_away", other, at=at, facts=facts, guest_ids=rows.guests_of(other))
        notices.notify_post(
            actor=actor,
            post_code="front_desk",
            property_id=other.property_id,
            kind="stays.room_given_away",
            level="warn",
            object_kind="stay",
            object_id=other.pk,
            at=at,
            text_key="rooms.given_away",
            room=room.room_number,
        )


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
