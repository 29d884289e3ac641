"""The rack: every room by floor, as it is."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, UUIDField

from innkeeper.guests.models import Guest
from innkeeper.statements import Hole, Statement
from innkeeper.stays.models import RoomStatus, Stay, StayGuest
from innkeeper.stays.rules.rooms import Flag, RoomState
from innkeeper.stays.rules.stays import StayStatus

COLUMNS = ("floor", "room_number", "room_id", "state", "stay_id", *(f"{flag}_since" for flag in Flag))


@dataclass(frozen=True, slots=True)
class Cell:
    """One hook of the rack."""

    room: str
    room_id: UUID
    state: RoomState
    flags: frozenset[Flag]
    stay_id: UUID | None
    vip_level: int
    is_due_out: bool


@dataclass(frozen=True, slots=True)
class Floor:
    """One floor of the rack with its rooms in order."""

    number: int
    cells: tuple[Cell, ...]


def rack(property_id: UUID, on: date | None = None) -> list[Floor]:
    """Every room by floor, the top floor first; `on` (local) marks who is due out. Queries: 1, 2 with `on`."""
    leaving = _leaving(property_id, on) if on else set()
    floors: dict[int, list[Cell]] = {}
    for floor, room, room_id, state, stay_id, *since, level in HOOKS.rows(house=property_id):
        cell = Cell(
            room=room,
            room_id=room_id,
            state=RoomState(state),
            flags=_flags(*(at is not None for at in since)),
            stay_id=stay_id,
            vip_level=level or 0,
            is_due_out=stay_id in leaving,
        )
        floors.setdefault(floor, []).append(cell)
    return [Floor(number, tuple(cells)) for number, cells in floors.items()]


@cache
def _flags(*is_up: bool) -> frozenset[Flag]:
    return frozenset(flag for flag, is_set in zip(Flag, is_up, strict=True) if is_set)


def _hooks(*, house: Hole) -> QuerySet[Any, Any]:
    rows = RoomStatus.objects.filter(property_id=house).order_by("-floor", "room_number")
    return rows.values_list(*COLUMNS, _vip_level())


HOOKS = Statement(_hooks, house=UUIDField())


def _in_house(property_id: UUID) -> QuerySet[Stay]:
    return Stay.objects.filter(property_id=property_id, status=StayStatus.IN_HOUSE.value)


def _leaving(property_id: UUID, on: date) -> set[UUID]:
    return set(_in_house(property_id).filter(departure_on__lte=on).values_list("id", flat=True))


def _vip_level() -> Subquery:
    """The highest VIP level of who lives in the room; none where nobody has one."""
    here = StayGuest.objects.filter(stay_id=OuterRef(OuterRef("stay_id"))).values("guest_id")
    guests = Guest.objects.filter(pk__in=here, vip_level__gt=0).order_by("-vip_level")
    return Subquery(guests.values("vip_level")[:1])
