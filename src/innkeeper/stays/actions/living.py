"""Guests who come, move, stay longer and leave."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.outbox import actions as outbox
from innkeeper.properties.queries import property_of
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.actions.allocating import give_away
from innkeeper.stays.actions.tasks import carry_orders, leave_out_tasks_of_room
from innkeeper.stays.models import RoomMove, Stay
from innkeeper.stays.rules.rooms import RoomEvent
from innkeeper.stays.rules.stays import StayEvent, StayStatus, check_out_time
from innkeeper.stays.rules.tasks import FOR_THE_GUEST


def check_in(
    *, actor: Actor, stay_id: UUID, room_number: str, at: datetime, is_knowing: bool = False
) -> Stay:
    """The guest moves in: the room must be vacant and clean; one that is meant for another arrival is given knowingly.

    Raises NotPermitted, NotFound (no such stay or room), WrongState (stay not expected, room not ready), RoomPromised.
    """
    policy.ensure(actor, "stays.edit")
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        rows.turn_stay(stay, StayEvent.CHECK_IN, at=at)
        room = rows.held_room(stay.property_id, room_number.strip(), at=at)
        give_away(room, stay, is_knowing=is_knowing, actor=actor, at=at)
        rows.turn_room(room, RoomEvent.CHECK_IN, at=at, stay_id=stay.id)
        carry_orders(stay.id, room)
        stay.room_id, stay.room_number, stay.room_type_code = (
            room.room_id,
            room.room_number,
            room.room_type_code,
        )
        stay.checked_in_at = at
        stay.save()
        facts = {"room": room.room_number}
        rows.log(actor, "stays.checked_in", stay, at=at, facts=facts, guest_ids=rows.guests_of(stay))
        came = events.GuestCheckedIn(property_id=stay.property_id, stay_id=stay.id, room=room.room_number)
        outbox.record(came, at=at)
    return stay


def move_room(
    *,
    actor: Actor,
    stay_id: UUID,
    room_number: str,
    reason: str = "",
    at: datetime,
    is_knowing: bool = False,
) -> Stay:
    """The guest moves to another room that is vacant and clean; the move stays in the stay's history.

    Raises NotPermitted, NotFound, WrongState (not in house, same room, room not ready), RoomPromised as `check_in`,
    InvalidInput (a long reason).
    """
    policy.ensure(actor, "stays.edit")
    said = rows.short_words(reason, limit=40, field="reason")
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        target = rows.held_room(stay.property_id, room_number.strip(), at=at)
        if stay.status != StayStatus.IN_HOUSE or target.room_id == stay.room_id:
            raise WrongState(_("Only a guest in house moves, and to another room."))
        old = rows.held_room(stay.property_id, stay.room_number, at=at)
        rows.turn_room(old, RoomEvent.CHECK_OUT, at=at)
        leave_out_tasks_of_room(actor, old, FOR_THE_GUEST, why=_("The guest has left the room."), at=at)
        give_away(target, stay, is_knowing=is_knowing, actor=actor, at=at)
        rows.turn_room(target, RoomEvent.CHECK_IN, at=at, stay_id=stay.id)
        carry_orders(stay.id, target)
        RoomMove.objects.create(
            stay=stay,
            from_room=old.room_number,
            to_room=target.room_number,
            reason=said,
            moved_by=actor.id,
            at=at,
        )
        stay.room_id, stay.room_number = target.room_id, target.room_number
        stay.room_type_code, stay.changed_at = target.room_type_code, at
        stay.save()
        facts = {"from_room": old.room_number, "to_room": target.room_number}
        rows.log(actor, "stays.moved", stay, at=at, facts=facts, guest_ids=rows.guests_of(stay))
        moved = events.RoomMoved(property_id=stay.property_id, stay_id=stay.id, **facts)
        outbox.record(moved, at=at)
    return stay


def change_departure(
    *,
    actor: Actor,
    stay_id: UUID,
    departure_on: date | None = None,
    departs_at: datetime | None = None,
    at: datetime,
) -> Stay:
    """Extend or shorten a stay, or grant a late check-out (`departs_at`).

    Raises NotPermitted, NotFound, WrongState (not expected or in house), InvalidInput (before arrival, in the past).
    """
    policy.ensure(actor, "stays.edit")
    rows.insist_thinkable(departure_on=departure_on, hour=departs_at)
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        if stay.status not in {StayStatus.EXPECTED, StayStatus.IN_HOUSE}:
            raise WrongState(_("Only a stay to come or in house can change its departure."))
        zone = property_of(stay.property_id).timezone
        if departs_at is not None:
            departure_on = departure_on or local_date(departs_at, zone)
            if departs_at <= at or local_date(departs_at, zone) != departure_on:
                raise InvalidInput(
                    _("This hour is past, or of another day."), fields={"hour": _("An hour to come.")}
                )
        if departure_on is None or departure_on < max(stay.arrival_on, local_date(at, zone)):
            raise InvalidInput(
                _("The departure is before today or before the arrival."),
                fields={"departure_on": _("Today or a later day.")},
            )
        stay.departure_on = departure_on
        stay.departs_at = departs_at or check_out_time(departure_on, zone)
        stay.changed_at = at
        stay.save()
        facts = {"departure_on": departure_on.isoformat(), "departs_at": stay.departs_at.isoformat()}
        rows.log(actor, "stays.departure_changed", stay, at=at, facts=facts, guest_ids=rows.guests_of(stay))
        changed = events.DepartureChanged(
            property_id=stay.property_id,
            stay_id=stay.id,
            room=stay.room_number,
            departs_at=stay.departs_at.isoformat(),
        )
        outbox.record(changed, at=at)
    return stay
