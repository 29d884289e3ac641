"""The rack: every room by floor, as it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from innkeeper.guests.models import Guest
from innkeeper.stays.models import RoomStatus, Stay, StayGuest
from innkeeper.stays.rules.rooms import Flag, RoomState


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
    """Every room by floor, the top floor first; `on` (local) marks who is due out. Queries: 3."""
    statuses = list(RoomStatus.objects.filter(property_id=property_id).order_by("-floor", "room_number"))
    stay_ids = [status.stay_id for status in statuses if status.stay_id]
    leaving = _leaving(stay_ids, on) if on else set()
    vips = _vips(stay_ids)
    floors: dict[int, list[Cell]] = {}
    for status in statuses:
        cell = Cell(
            room=status.room_number,
            room_id=status.room_id,
            state=RoomState(status.state),
            flags=frozenset(flag for flag in Flag if getattr(status, f"{flag}_since")),
            stay_id=status.stay_id,
            vip_level=vips.get(status.stay_id, 0) if status.stay_id else 0,
            is_due_out=status.stay_id in leaving,
        )
        floors.setdefault(status.floor, []).append(cell)
    return [Floor(number, tuple(cells)) for number, cells in floors.items()]


def _leaving(stay_ids: list[UUID], on: date) -> set[UUID]:
    return set(Stay.objects.filter(pk__in=stay_ids, departure_on__lte=on).values_list("id", flat=True))


def _vips(stay_ids: list[UUID]) -> dict[UUID, int]:
    """The highest VIP level in each stay that has one. Queries: 2."""
    parts = list(StayGuest.objects.filter(stay_id__in=stay_ids).values_list("stay_id", "guest_id"))
    guests = Guest.objects.filter(pk__in=[guest_id for _stay, guest_id in parts], vip_level__gt=0)
    levels = dict(guests.values_list("id", "vip_level"))
    found: dict[UUID, int] = {}
    for stay_id, guest_id in parts:
        level = levels.get(guest_id, 0)
        if level > found.get(stay_id, 0):
            found[stay_id] = level
    return found
