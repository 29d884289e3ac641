"""Rooms and arrivals as a book shows them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, DateTimeField, F, OuterRef, Q, Subquery, Value

from innkeeper.guests.models import Guest
from innkeeper.handovers.rules import Entry, Section, dnd_stood_at_two
from innkeeper.properties.models import Property
from innkeeper.stays.models import LoanedItem, RoomStatus, StayGuest
from innkeeper.stays.rules.rooms import RoomState
from innkeeper.stays.rules.stays import StayStatus

COLUMNS = ("is_loan", "id", "room_number", "what", "text", "until_on", "sign_at", "since", "number")
CLOSED = (RoomState.OUT_OF_ORDER.value, RoomState.OUT_OF_SERVICE.value)


def room_entries(house: Property, *, at: datetime, has_loans: bool = False) -> list[Entry]:
    """Rooms with do-not-disturb through the last 14:00, and rooms off sale; if asked, what guests have borrowed and not
    brought back. By room. Queries: 1.
    """
    marked = RoomStatus.objects.filter(Q(state__in=CLOSED) | Q(dnd_since__isnull=False), property_id=house.pk)
    rows = marked.annotate(
        is_loan=Value(0), what=F("state"), text=F("reason"), until_on=F("back_on"), sign_at=F("dnd_since"),
        since=F("changed_at"), number=Value(0),
    ).values_list(*COLUMNS)  # fmt: skip
    if has_loans:
        out = LoanedItem.objects.filter(property_id=house.pk, ended_at=None).annotate(
            is_loan=Value(1), what=F("item"), text=Value(""), until_on=Value(None, output_field=DateField()),
            sign_at=Value(None, output_field=DateTimeField()), since=F("lent_at"), number=F("count"),
        )  # fmt: skip
        rows = rows.union(out.values_list(*COLUMNS), all=True)
    return [entry for row in sorted(rows, key=_by_room) for entry in _entries(row, house, at=at)]


def _by_room(row: tuple[Any, ...]) -> tuple[int, str, datetime]:
    return len(row[2]), row[2], row[7]


def _entries(row: tuple[Any, ...], house: Property, *, at: datetime) -> list[Entry]:
    is_loan, pk, room, what, text, until_on, sign_at, since, number = row
    same: dict[str, Any] = {"id": str(pk), "room": room}
    if is_loan:
        return [Entry(section=Section.LOANS, kind=what, number=number, since=since, **same)]
    found = []
    if what in CLOSED:
        code = until_on.isoformat() if until_on else ""
        found.append(
            Entry(section=Section.OUT_OF_ORDER, text=text, kind=what, code=code, since=since, **same)
        )
    if sign_at and dnd_stood_at_two(sign_at, at=at, timezone=house.timezone):
        found.append(Entry(section=Section.DND, since=sign_at, **same))
    return found


def vip_entries(property_id: UUID, *, from_on: date, until_on: date) -> list[Entry]:
    """VIP guests who are expected on these days, with the time they said. Names stay in the file. Queries: 1."""
    level = Guest.objects.filter(pk=OuterRef("guest_id")).values("vip_level")[:1]
    parts = StayGuest.objects.filter(
        stay__property_id=property_id,
        stay__status=StayStatus.EXPECTED.value,
        stay__arrival_on__gte=from_on,
        stay__arrival_on__lte=until_on,
        guest_id__in=Guest.objects.filter(vip_level__gt=0).values("id"),
    )
    rows = parts.values_list(
        "stay_id", "guest_id", "stay__room_number", "stay__arrives_at", "stay__arrival_on", Subquery(level)
    )
    return [
        Entry(
            section=Section.VIPS,
            id=str(stay_id),
            room=room,
            kind=str(guest_id),
            code=arrival_on.isoformat(),
            number=vip_level or 0,
            due_at=arrives_at,
        )
        for stay_id, guest_id, room, arrives_at, arrival_on, vip_level in rows
    ]
