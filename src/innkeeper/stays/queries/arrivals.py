"""Who comes next: the guest due in for a room, rooms that suit an arrival, with the reason."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, OuterRef, QuerySet, Subquery, UUIDField
from django.utils.translation import gettext as _

from innkeeper.guests.queries import preferences_of_many
from innkeeper.properties.models import Room
from innkeeper.statements import Hole, Statement
from innkeeper.stays.models import RoomStatus, Stay
from innkeeper.stays.queries.cards import with_parts
from innkeeper.stays.queries.figures import expected_on
from innkeeper.stays.rules.proposals import Fit, FreeRoom, Why, best_fits, wishes_in
from innkeeper.stays.rules.rooms import READY, RoomState
from innkeeper.stays.rules.stays import StayStatus, eve_of

ALL_OF_THEM = 50


@dataclass(frozen=True, slots=True)
class NextGuest:
    """A stay that is due in for a room."""

    stay_id: UUID
    room: str
    arrives_at: datetime | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A room that suits, and why, in words."""

    room: str
    room_type: str
    state: RoomState
    reason: str


def due_in_by_room(property_id: UUID, on: date, rooms: Collection[str] | None = None) -> dict[str, NextGuest]:
    """Who is due in today, by the room meant for them; who should have come last night goes first. Queries: 1."""
    stays = Stay.objects.filter(expected_on(on, eve_of(on)), property_id=property_id).exclude(room_number="")
    if rooms is not None:
        stays = stays.filter(room_number__in=rooms)
    found = stays.order_by("-arrival_on").values_list("id", "room_number", "arrives_at")
    return {room: NextGuest(stay_id, room, arrives_at) for stay_id, room, arrives_at in found}


@dataclass(frozen=True, slots=True)
class RoomNow:
    """What whoever works on a matter of the room must know: the sign on the door, and who comes next today."""

    dnd_since: datetime | None
    quiet_until: datetime | None
    next_stay_id: UUID | None
    next_arrives_at: datetime | None
    moved_to: str = ""


def room_now(property_id: UUID, room: str, *, stay_id: UUID | None, on: date, at: datetime) -> RoomNow | None:
    """The room as it is now; None for one without a row. Queries: 1. `on` is the hotel's day.

    `moved_to` is where the guest of this stay lives, if that is another room of the house by now.
    """
    row = ROOM.row(house=property_id, room=room, on=on, eve=eve_of(on), stay=stay_id)
    if row is None:
        return None
    dnd_since, quiet_until, next_id, arrives_at, lives_in = row
    return RoomNow(
        dnd_since=dnd_since,
        quiet_until=quiet_until if quiet_until and quiet_until > at else None,
        next_stay_id=next_id,
        next_arrives_at=arrives_at,
        moved_to=lives_in if lives_in and lives_in != room else "",
    )


def _room(*, house: Hole, room: Hole, on: Hole, eve: Hole, stay: Hole) -> QuerySet[Any, Any]:
    """The signs on the door, which stay is expected first, and where the guest of one stay lives."""
    comes = Stay.objects.filter(
        expected_on(on, eve), property_id=house, room_number=OuterRef("room_number")
    ).order_by("arrival_on", "arrives_at")
    rows = RoomStatus.objects.filter(property_id=house, room_number=room)
    return rows.values_list(
        "dnd_since",
        "quiet_until",
        Subquery(comes.values("id")[:1]),
        Subquery(comes.values("arrives_at")[:1]),
        Subquery(Stay.objects.filter(pk=stay, status=StayStatus.IN_HOUSE.value).values("room_number")),
    )


ROOM = Statement(
    _room, house=UUIDField(), room=CharField(), on=DateField(), eve=DateField(), stay=UUIDField()
)


def proposals_for(
    stay_id: UUID, *, troubled: Collection[str] = (), without: Collection[str] = (), limit: int = 3
) -> list[Proposal]:
    """Free rooms that suit the stay best, each with its reason (STAY-03). Queries: 5.

    `troubled` are rooms with something open, put last; `without` are left out altogether.
    """
    stay = with_parts(Stay.objects.filter(pk=stay_id))[stay_id]
    guests = [part.guest_id for part in stay.guests.all()]
    held = preferences_of_many(guests[:2], each=ALL_OF_THEM)
    said = [line for guest in guests[:2] for line in held.get(guest, ())]
    before = Stay.objects.filter(guests__guest_id__in=guests, status=StayStatus.DEPARTED.value)
    fits = best_fits(
        _free_rooms(stay, troubled=troubled, without=without),
        room_type=stay.room_type_code,
        wishes=wishes_in(said),
        lived_in=set(before.values_list("room_number", flat=True)),
        limit=limit,
    )
    return [_proposal(fit) for fit in fits]


def _free_rooms(stay: Stay, *, troubled: Collection[str], without: Collection[str]) -> list[FreeRoom]:
    others = Stay.objects.filter(
        property_id=stay.property_id,
        status=StayStatus.EXPECTED.value,
        arrival_on__lt=stay.departure_on,
        departure_on__gt=stay.arrival_on,
    )
    taken = set(others.exclude(pk=stay.pk).values_list("room_number", flat=True))
    place = Room.objects.filter(pk=OuterRef("room_id")).values("position")[:1]
    ready = RoomStatus.objects.filter(property_id=stay.property_id, state__in=[one.value for one in READY])
    statuses = [
        one
        for one in ready.annotate(place=Subquery(place))
        if one.room_number not in taken and one.room_number not in without
    ]
    return [
        FreeRoom(
            number=one.room_number,
            floor=one.floor,
            place=one.place or 0,
            room_type=one.room_type_code,
            state=RoomState(one.state),
            is_troubled=one.room_number in troubled,
        )
        for one in statuses
    ]


def _proposal(fit: Fit) -> Proposal:
    words = why_words()
    reason = _(", ").join(words[one] for one in fit.reasons) or _("free")
    return Proposal(fit.room.number, fit.room.room_type, fit.room.state, reason)


def why_words() -> dict[Why, str]:
    """The reasons in the reader's words."""
    return {
        Why.INSPECTED: _("inspected"),
        Why.SAME_TYPE: _("same type"),
        Why.HIGH_FLOOR: _("high floor, as preferred"),
        Why.LOW_FLOOR: _("low floor, as preferred"),
        Why.FAR_FROM_LIFT: _("far from the lift, as preferred"),
        Why.LIVED_HERE: _("lived here before"),
        Why.NOTHING_OPEN: _("nothing open in it"),
    }
