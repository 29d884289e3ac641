"""One room or one stay at a glance: what intake fills in from a room number."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, Max, QuerySet, UUIDField
from django.utils.translation import gettext as _

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound
from innkeeper.properties.models import Room
from innkeeper.statements import Loaded, Several
from innkeeper.stays import policy
from innkeeper.stays.models import RoomMove, RoomStatus, Stay, StayGuest
from innkeeper.stays.rules.rooms import Flag, RoomState
from innkeeper.stays.rules.stays import Part, StayStatus


@dataclass(frozen=True, slots=True)
class RoomCard:
    """A room as it is: its state and flags, and who lives in it, if anybody does."""

    room_id: UUID
    room: str
    floor: int
    room_type_code: str
    state: RoomState
    dnd_since: datetime | None
    flags: dict[Flag, datetime]
    reason: str
    back_on: date | None
    revision: int
    quiet_until: datetime | None = None
    inspected_by: UUID | None = None
    inspected_at: datetime | None = None
    stay_id: UUID | None = None
    guest_ids: tuple[UUID, ...] = ()
    arrival_on: date | None = None
    departure_on: date | None = None
    departs_at: datetime | None = None
    is_incognito: bool = False
    adults: int = 0
    children: int = 0

    @property
    def is_occupied(self) -> bool:
        """Whether somebody lives in it."""
        return self.stay_id is not None


@dataclass(frozen=True, slots=True)
class StayPart:
    """One guest's part in a stay."""

    guest_id: UUID
    part: Part


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One room move."""

    from_room: str
    to_room: str
    reason: str
    moved_by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class StayCard:
    """A stay at a glance. `rooms` are those lived in, in their order, the present one last."""

    id: UUID
    property_id: UUID
    status: StayStatus
    room: str
    rooms: tuple[str, ...]
    arrival_on: date
    departure_on: date
    arrives_at: datetime | None
    departs_at: datetime
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    room_type_code: str
    nights: int
    booking_type: str
    is_incognito: bool
    adults: int
    children: int
    parts: tuple[StayPart, ...]

    @property
    def guest_ids(self) -> tuple[UUID, ...]:
        """Whose stay it is, the main guest first."""
        return tuple(part.guest_id for part in self.parts)


def card_for_room(property_id: UUID, room_number: str, at: datetime) -> RoomCard | None:
    """The room's card, or None where there is no such room. Queries: 2."""
    return cards_for_rooms(property_id, [room_number.strip()]).get(room_number.strip())


def cards_for_rooms(property_id: UUID, room_numbers: Collection[str]) -> dict[str, RoomCard]:
    """The cards of several rooms by number (neighbours); rooms that do not exist are left out. Queries: 2, or 3."""
    statuses = STATES.all(house=property_id, numbers=room_numbers)
    missing = set(room_numbers) - {status.room_number for status in statuses}
    statuses += _unopened(property_id, missing) if missing else []
    stays = _in_house(property_id, [status.stay_id for status in statuses if status.stay_id])
    return {status.room_number: _card(status, stays.get(status.stay_id)) for status in statuses}


def stay_card(stay_id: UUID, *, actor: Actor | None = None, has_moves: bool = True) -> StayCard:
    """The stay's card; without the moves, of the rooms only the present one. Queries: 2, or 1. Raises NotFound, also for a stay that the actor may not know of."""
    stays = Stay.objects.all() if actor is None else policy.visible_to(actor)
    stay = with_parts(stays.filter(pk=stay_id)).get(stay_id)
    if stay is None:
        raise NotFound(_("There is no such stay."))
    return _stay_card(stay, list(stay.moves.order_by("at")) if has_moves else [])


def has_left(stay_id: UUID) -> bool:
    """Whether the guest of the stay has left the house. Queries: 1."""
    return Stay.objects.filter(pk=stay_id, status=StayStatus.DEPARTED).exists()


def last_stay_of_room(property_id: UUID, room_number: str) -> StayCard | None:
    """Who left the room last, None where nobody did. Queries: 4."""
    room = RoomStatus.objects.filter(property_id=property_id, room_number=room_number.strip()).first()
    gone = Stay.objects.filter(room_id=room.room_id if room else None, status=StayStatus.DEPARTED)
    last = gone.order_by("-arrival_on", "-checked_out_at").first()
    return _stay_card(last, list(last.moves.order_by("at"))) if last is not None else None


def stays_of_guest(guest_id: UUID, *, actor: Actor, limit: int = 50) -> list[StayCard]:
    """The guest's stays in the actor's hotels, the newest first. Queries: 2."""
    stays = policy.visible_to(actor).filter(guests__guest_id=guest_id).order_by("-arrival_on", "-id")
    found = with_parts(Stay.objects.filter(pk__in=stays.values("pk")[:limit]))
    moves: dict[UUID, list[RoomMove]] = {}
    for move in RoomMove.objects.filter(stay__in=found).order_by("at"):
        moves.setdefault(move.stay_id, []).append(move)
    newest = sorted(found.values(), key=lambda stay: (stay.arrival_on, stay.pk), reverse=True)
    return [_stay_card(stay, moves.get(stay.pk, [])) for stay in newest]


def held_until(guest_id: UUID) -> date | None:
    """Until when a stay that is not over holds the guest's file back from erasure; None without one. Queries: 1."""
    running = Stay.objects.filter(
        guests__guest_id=guest_id, status__in=[StayStatus.EXPECTED.value, StayStatus.IN_HOUSE.value]
    )
    last: date | None = running.aggregate(last=Max("departure_on"))["last"]
    return last


def ordered_parts(stay: Stay) -> tuple[StayPart, ...]:
    """Who stays, the main guest first; reads what was prefetched."""
    order = [Part.PRIMARY, Part.SHARER, Part.MINOR]
    parts = [StayPart(row.guest_id, Part(row.part)) for row in stay.guests.all()]
    return tuple(sorted(parts, key=lambda one: order.index(one.part)))


def with_parts(stays: QuerySet[Stay]) -> dict[UUID, Stay]:
    """Stays with who stays, by id, as if fetched together: a stay has a guest always. Queries: 1."""
    return _with_parts(StayGuest.objects.filter(stay__in=stays).select_related("stay").order_by("pk"))


def _with_parts(rows: Iterable[StayGuest]) -> dict[UUID, Stay]:
    found: dict[UUID, Stay] = {}
    parts: dict[UUID, list[StayGuest]] = {}
    for row in rows:
        found.setdefault(row.stay_id, row.stay)
        parts.setdefault(row.stay_id, []).append(row)
    for key, stay in found.items():
        fetched = stay.guests.all()
        fetched._result_cache = parts[key]
        stay._prefetched_objects_cache = {"guests": fetched}  # type: ignore[attr-defined]
    return found


def _in_house(property_id: UUID, stay_ids: Sequence[UUID]) -> dict[UUID | None, Stay]:
    if not stay_ids:
        return {}
    stays = _with_parts(PARTS.all(house=property_id, stays=stay_ids))
    return {key: stay for key, stay in stays.items()}  # noqa: C416  the keys of rooms may be nobody's


STATES = Loaded(
    lambda *, house, numbers: RoomStatus.objects.filter(property_id=house, room_number__in=numbers),
    RoomStatus,
    house=UUIDField(),
    numbers=Several(CharField()),
)
PARTS = Loaded(
    lambda *, house, stays: StayGuest.objects.filter(stay__id__in=stays, stay__property_id=house).order_by(
        "pk"
    ),
    StayGuest,
    "stay",
    house=UUIDField(),
    stays=Several(UUIDField()),
)


def _unopened(property_id: UUID, numbers: Collection[str]) -> list[RoomStatus]:
    """Rooms that have no row in the live house yet, as vacant and clean."""
    rooms = Room.objects.filter(property_id=property_id, number__in=numbers).select_related("room_type")
    return [
        RoomStatus(
            property_id=property_id,
            room_id=room.id,
            room_number=room.number,
            floor=room.floor,
            room_type_code=room.room_type.code if room.room_type else "",
        )
        for room in rooms
    ]


def _card(status: RoomStatus, stay: Stay | None) -> RoomCard:
    flags = {flag: getattr(status, f"{flag}_since") for flag in Flag}
    return RoomCard(
        room_id=status.room_id,
        room=status.room_number,
        floor=status.floor,
        room_type_code=status.room_type_code,
        state=RoomState(status.state),
        dnd_since=status.dnd_since,
        flags={flag: since for flag, since in flags.items() if since},
        reason=status.reason,
        back_on=status.back_on,
        revision=status.revision,
        quiet_until=status.quiet_until,
        inspected_by=status.inspected_by,
        inspected_at=status.inspected_at,
        stay_id=stay.id if stay else None,
        guest_ids=tuple(part.guest_id for part in ordered_parts(stay)) if stay else (),
        arrival_on=stay.arrival_on if stay else None,
        departure_on=stay.departure_on if stay else None,
        departs_at=stay.departs_at if stay else None,
        is_incognito=bool(stay and stay.is_incognito),
        adults=stay.adults if stay else 0,
        children=stay.children if stay else 0,
    )


def _stay_card(stay: Stay, moves: Sequence[RoomMove]) -> StayCard:
    rooms = [move.from_room for move in moves] + ([stay.room_number] if stay.room_number else [])
    return StayCard(
        id=stay.id,
        property_id=stay.property_id,
        status=StayStatus(stay.status),
        room=stay.room_number,
        rooms=tuple(rooms),
        arrival_on=stay.arrival_on,
        departure_on=stay.departure_on,
        arrives_at=stay.arrives_at,
        departs_at=stay.departs_at,
        checked_in_at=stay.checked_in_at,
        checked_out_at=stay.checked_out_at,
        room_type_code=stay.room_type_code,
        nights=(stay.departure_on - stay.arrival_on).days,
        booking_type=stay.booking_type,
        is_incognito=stay.is_incognito,
        adults=stay.adults,
        children=stay.children,
        parts=ordered_parts(stay),
    )
