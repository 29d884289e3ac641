"""Rooms and arrivals as a book shows them."""

from datetime import date, datetime
from uuid import UUID

from innkeeper.guests.models import Guest
from innkeeper.handovers.rules import Entry, Section, dnd_stood_at_two
from innkeeper.properties.models import Property
from innkeeper.stays.models import LoanedItem, RoomStatus, StayGuest
from innkeeper.stays.rules.rooms import RoomState
from innkeeper.stays.rules.stays import StayStatus

MOST_LOANS = 80
CLOSED = (RoomState.OUT_OF_ORDER.value, RoomState.OUT_OF_SERVICE.value)


def room_entries(house: Property, *, at: datetime) -> list[Entry]:
    """Rooms with do-not-disturb through the last 14:00, and rooms off sale. Queries: 1."""
    rooms = RoomStatus.objects.filter(property_id=house.pk).order_by("floor", "room_number")
    found = []
    columns = ("id", "room_number", "state", "reason", "back_on", "dnd_since", "changed_at")
    for pk, room, state, reason, back_on, dnd_since, changed_at in rooms.values_list(*columns):
        if state in CLOSED:
            found.append(
                Entry(
                    section=Section.OUT_OF_ORDER,
                    id=str(pk),
                    room=room,
                    text=reason,
                    kind=state,
                    code=back_on.isoformat() if back_on else "",
                    since=changed_at,
                )
            )
        if dnd_since and dnd_stood_at_two(dnd_since, at=at, timezone=house.timezone):
            found.append(Entry(section=Section.DND, id=str(pk), room=room, since=dnd_since))
    return found


def vip_entries(property_id: UUID, *, from_on: date, until_on: date) -> list[Entry]:
    """VIP guests who are expected on these days, with the time they said. Names stay in the file. Queries: 2."""
    parts = StayGuest.objects.filter(
        stay__property_id=property_id,
        stay__status=StayStatus.EXPECTED.value,
        stay__arrival_on__gte=from_on,
        stay__arrival_on__lte=until_on,
        guest_id__in=Guest.objects.filter(vip_level__gt=0).values("id"),
    )
    rows = list(
        parts.values_list("stay_id", "guest_id", "stay__room_number", "stay__arrives_at", "stay__arrival_on")
    )
    levels = dict(Guest.objects.filter(pk__in=[row[1] for row in rows]).values_list("pk", "vip_level"))
    return [
        Entry(
            section=Section.VIPS,
            id=str(stay_id),
            room=room,
            kind=str(guest_id),
            code=arrival_on.isoformat(),
            number=levels.get(guest_id, 0),
            due_at=arrives_at,
        )
        for stay_id, guest_id, room, arrives_at, arrival_on in rows
    ]


def loan_entries(property_id: UUID) -> list[Entry]:
    """What guests have borrowed and not brought back, by room. Queries: 1."""
    rows = LoanedItem.objects.filter(property_id=property_id, ended_at=None).order_by(
        "room_number", "lent_at"
    )
    return [
        Entry(
            section=Section.LOANS,
            id=str(row.pk),
            room=row.room_number,
            kind=row.item,
            number=row.count,
            since=row.lent_at,
        )
        for row in rows[:MOST_LOANS]
    ]
