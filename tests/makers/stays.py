"""Stays and rooms for tests."""

from datetime import UTC, date, datetime, timedelta

from innkeeper.kernel.actors import system
from innkeeper.properties.models import Room
from innkeeper.stays import actions
from innkeeper.stays.models import RoomStatus
from innkeeper.stays.rules.rooms import RoomState
from innkeeper.stays.rules.stays import BookingType, Part
from tests.makers.guests import make_guest
from tests.makers.properties import make_room

START = datetime(2026, 3, 14, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 14)


def expect(*, house, guest=None, companions=(), arrival_on=TODAY, nights=2, at=START, **more):
    party = [actions.Party((guest or make_guest(house=house)).id)]
    party += [actions.Party(one.id, Part.SHARER) for one in companions]
    return actions.expect_stay(
        actor=system(),
        property_id=house.pk,
        party=party,
        arrival_on=arrival_on,
        departure_on=arrival_on + timedelta(days=nights),
        booking_type=BookingType.DIRECT,
        at=at,
        **more,
    )


def move_in(*, house, room="1208", guest=None, at=START, **more):
    """A stay in house; the room is made when the hotel has none of that number."""
    if not Room.objects.filter(property=house, number=room).exists():
        make_room(house=house, number=room)
    stay = expect(house=house, guest=guest, at=at, **more)
    return actions.check_in(actor=system(), stay_id=stay.id, room_number=room, at=at)


def stay_on(*, house, nights=3, **more):
    """A guest who arrived yesterday and stays on: the room has its daily service."""
    return move_in(house=house, arrival_on=TODAY - timedelta(days=1), nights=nights, **more)


def put(*, house, room="1208", state=RoomState.VACANT_DIRTY):
    """A room in some state, made when there is none."""
    if not Room.objects.filter(property=house, number=room).exists():
        make_room(house=house, number=room)
    actions.open_rooms(property_id=house.pk, at=START)
    RoomStatus.objects.filter(property_id=house.pk, room_number=room).update(state=state.value)
    return RoomStatus.objects.get(property_id=house.pk, room_number=room)
