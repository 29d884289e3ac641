"""The stays of a full house: who lives in its rooms, who comes, who was there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from innkeeper.guests.models import Guest
from innkeeper.properties.models import Property, Room
from innkeeper.stays.models import RoomStatus, Stay, StayGuest
from innkeeper.stays.rules.rooms import RoomState
from innkeeper.stays.rules.stays import BookingType, Part, StayStatus
from innkeeper.vault.sealing import Plain, seal_many
from tests.makers.pouring import pour

VACANT_EVERY, ARRIVALS = 8, 60


@dataclass(frozen=True, slots=True)
class Lodging:
    """A room and who lives there."""

    room: Room
    stay_id: UUID
    guest_id: UUID
    is_taken: bool


def numbered(table: int, number: int) -> UUID:
    """A UUIDv7 by table and number: rows of one table in order, no two alike."""
    return UUID(int=(0x01985000_0000 + number) << 80 | (0x7000 | table) << 64 | 0b10 << 62 | number)


def pour_stays(*, house: Property, rooms: Sequence[Room], on: date, past: int, at: datetime) -> list[Lodging]:
    """Seven rooms of eight lived in, 60 arrivals today, `past` stays gone by; answers who lives where."""
    lodgings = [
        Lodging(room, numbered(1, number), numbered(2, number), number % VACANT_EVERY != 0)
        for number, room in enumerate(rooms)
    ]
    count = len(lodgings) + ARRIVALS + past
    Guest.objects.bulk_create(_present_guests(house, len(lodgings) + ARRIVALS, at))
    pour(
        Guest(group_id=house.group_id, created_at=at, changed_at=at, name_masked="李**"),
        ({"id": numbered(2, number)} for number in range(len(lodgings) + ARRIVALS, count)),
    )
    template = Stay(
        property_id=house.pk,
        booking_type=BookingType.DIRECT.value,
        arrival_on=on,
        departure_on=on,
        departs_at=at,
        created_at=at,
        changed_at=at,
    )
    pour(template, _stays(lodgings, count, on=on, at=at))
    pour(
        StayGuest(part=Part.PRIMARY.value),
        ({"id": numbered(3, n), "stay_id": numbered(1, n), "guest_id": numbered(2, n)} for n in range(count)),
    )
    RoomStatus.objects.bulk_create(_status(house, one, number, at) for number, one in enumerate(lodgings))
    return lodgings


def _present_guests(house: Property, count: int, at: datetime) -> list[Guest]:
    """Those in house and arriving, with names really sealed, for the tolerant search opens them."""
    ids = [numbered(2, number) for number in range(count)]
    names = seal_many(
        [
            Plain(
                value=f"Guest {number} Whitcombe",
                field_id="guests.Guest.full_name",
                row_id=one,
                subject_id=one,
            )
            for number, one in enumerate(ids)
        ],
        scope_id=house.group_id,
    )
    return [
        Guest(
            id=one,
            group_id=house.group_id,
            full_name=name,
            name_masked="W*******",
            vip_level=5 if number % 40 == 1 else 0,
            created_at=at,
            changed_at=at,
        )
        for number, (one, name) in enumerate(zip(ids, names, strict=True))
    ]


def _stays(lodgings: Sequence[Lodging], count: int, *, on: date, at: datetime) -> Iterator[dict[str, Any]]:
    arriving = range(len(lodgings), len(lodgings) + ARRIVALS)
    for number in range(count):
        lodging = lodgings[number % len(lodgings)]
        row = {"id": numbered(1, number), "room_id": lodging.room.pk, "room_number": lodging.room.number}
        if number < len(lodgings) and lodging.is_taken:
            leaves = on + timedelta(days=number % 5)
            row |= {"status": StayStatus.IN_HOUSE.value, "departure_on": leaves, "checked_in_at": at}
        elif number in arriving:
            row |= {"status": StayStatus.EXPECTED.value, "departure_on": on + timedelta(days=2)}
        else:
            left = on - timedelta(days=1 + number // 100)
            row |= {"status": StayStatus.DEPARTED.value, "arrival_on": left, "departure_on": left}
        yield row


def _status(house: Property, lodging: Lodging, number: int, at: datetime) -> RoomStatus:
    vacant = RoomState.OUT_OF_ORDER if number % 64 == 0 else RoomState.VACANT_CLEAN
    return RoomStatus(
        property_id=house.pk,
        room_id=lodging.room.pk,
        room_number=lodging.room.number,
        floor=lodging.room.floor,
        state=(RoomState.OCCUPIED_CLEAN if lodging.is_taken else vacant).value,
        stay_id=lodging.stay_id if lodging.is_taken else None,
        dnd_since=at if number % 25 == 3 and lodging.is_taken else None,
        changed_at=at,
    )
