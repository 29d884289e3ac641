"""The lists behind the figures of the house, each row with what the desk must know; one log entry for the list."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from innkeeper.cases.queries.house import open_by_room, open_by_stay, outcome_words, past_of_guests
from innkeeper.cases.queries.lists import CaseLine
from innkeeper.desk.queries import marks
from innkeeper.desk.queries.marks import Mark
from innkeeper.guests.queries import GuestLine, preferences_of_many
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.properties.models import Property
from innkeeper.service_requests.queries import stays_not_asked
from innkeeper.stays.actions import read_list
from innkeeper.stays.queries import (
    FigureRow,
    LoanLine,
    RoomCard,
    RoomTaskLine,
    amenities_for,
    cards_for_rooms,
    loans_out,
)
from innkeeper.stays.queries.figures import ARRIVED
from innkeeper.stays.rules.rooms import OFF_SALE
from innkeeper.stays.rules.stays import StayStatus
from innkeeper.web.templatetags.parts import day as day_name
from innkeeper.web.templatetags.parts import hour

TITLES = {
    "in-house": gettext_lazy("In house"),
    "due-in": gettext_lazy("Due in"),
    "not-asked": pgettext_lazy("list", "Not asked yet"),
    "due-out": pgettext_lazy("list", "Due out"),
    "due-out-left": gettext_lazy("Due out, still here"),
    "vip": gettext_lazy("VIP"),
    "out-of-order": gettext_lazy("Out of order"),
    "do-not-disturb": gettext_lazy("Do not disturb"),
}
OF_DEPARTURE = frozenset({"due-out", "due-out-left", "in-house"})
OF_ARRIVAL = frozenset({"due-in", "vip"})
NOT_ASKED = "not-asked"
OF_ASKING = OF_ARRIVAL | {"in-house", NOT_ASKED}


@dataclass(frozen=True, slots=True)
class HouseRow:
    """One line of a list of the house."""

    room: str
    room_href: str
    stay_href: str
    guests: Sequence[GuestLine]
    arrival: str
    departure: str
    marks: Sequence[Mark]
    past: Sequence[Mark] = ()
    wishes: Sequence[str] = ()
    rooms_href: str = ""
    is_gone: bool = False
    asking_href: str = ""


@dataclass(frozen=True, slots=True)
class HouseList:
    """A list with its title and rows; the number of rows is the figure. `not_asked`: who moved in and was not asked."""

    figure: str
    title: str
    rows: Sequence[HouseRow]
    meet_count: int
    not_asked: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """What was looked up for all rows at once."""

    by_stay: Mapping[UUID, list[CaseLine]]
    by_room: Mapping[str, list[CaseLine]]
    loans: Mapping[UUID, list[LoanLine]]
    amenities: Mapping[UUID, list[RoomTaskLine]]
    past: Mapping[UUID, list[CaseLine]]
    wishes: Mapping[UUID, list[str]]
    cards: Mapping[str, RoomCard]
    not_asked: Collection[UUID]
    on: date


def house_list(actor: Actor, house: Property, figure: str, *, at: datetime) -> HouseList:
    """The list. Queries: 12 at most. Better rooms for arrivals whose room is blocked are fetched by themselves."""
    on = local_date(at, house.timezone)
    not_asked = stays_not_asked(house.pk, on) if figure in OF_ASKING else set()
    read, only = (ARRIVED, not_asked) if figure == NOT_ASKED else (figure, None)
    rows = read_list(actor=actor, property_id=house.pk, figure=read, on=on, at=at, only=only)
    known = _look_up(actor, house.pk, figure, rows, on, not_asked)
    shown = [_row(row, figure, known) for row in rows]
    if figure in OF_ARRIVAL:
        shown = _with_better_rooms(rows, shown, known)
    return HouseList(
        figure=figure,
        title=str(TITLES[figure]),
        rows=shown,
        meet_count=sum(bool(known.by_stay.get(row.stay_id)) for row in rows if row.stay_id),
        not_asked=len(not_asked),
    )


def _look_up(
    actor: Actor,
    property_id: UUID,
    figure: str,
    rows: Sequence[FigureRow],
    on: date,
    not_asked: Collection[UUID],
) -> _Known:
    stays = [row.stay_id for row in rows if row.stay_id]
    rooms = {row.room for row in rows if row.room}
    arriving = figure in OF_ARRIVAL
    guests = (
        [guest.id for row in rows for guest in row.guests] if arriving and actor.may("guests.see") else []
    )
    return _Known(
        by_stay=open_by_stay(actor, stay_ids=stays),
        by_room=open_by_room(actor, property_id=property_id, rooms=rooms) if figure != "in-house" else {},
        loans=loans_out(stays),
        amenities=amenities_for(stays) if arriving else {},
        past=past_of_guests(actor, guest_ids=guests),
        wishes=preferences_of_many(guests),
        cards=cards_for_rooms(property_id, rooms) if arriving else {},
        not_asked=not_asked,
        on=on,
    )


def _row(row: FigureRow, figure: str, known: _Known) -> HouseRow:
    is_gone = row.status is StayStatus.DEPARTED
    guests = [guest.id for guest in row.guests]
    return HouseRow(
        room=row.room,
        room_href=reverse("stays:room", args=[row.room]) if row.room else "",
        stay_href=reverse("desk:stay", args=[row.stay_id]) if row.stay_id else "",
        guests=row.guests,
        arrival=_when(row.arrival_on, row.arrives_at, known.on),
        departure=_when(row.departure_on, row.departs_at, known.on),
        marks=_marks(row, figure, known),
        past=[_past(one) for guest in guests for one in known.past.get(guest, ())],
        wishes=[one for guest in guests for one in known.wishes.get(guest, ())],
        is_gone=is_gone,
        asking_href=reverse("desk:no_needs", args=[row.stay_id]) if figure == NOT_ASKED else "",
    )


def _marks(row: FigureRow, figure: str, known: _Known) -> list[Mark]:
    found: list[Mark] = []
    own = known.by_stay.get(row.stay_id, []) if row.stay_id else []
    if row.status is StayStatus.EXPECTED:
        card = known.cards.get(row.room)
        found += marks.room_readiness(
            row.room, card.state if card else None, inspected_at=card.inspected_at if card else None
        )
        found += marks.open_defects(known.by_room.get(row.room, []))
        found += marks.amenities(known.amenities.get(row.stay_id, [])) if row.stay_id else []
        return found
    if figure in OF_DEPARTURE or row.departure_on == known.on:
        found += marks.meet_at_desk(own)
    found += marks.loans_out(known.loans.get(row.stay_id, [])) if row.stay_id else []
    found += marks.not_asked() if row.stay_id in known.not_asked and figure != NOT_ASKED else []
    found += marks.sign_on_door(row.dnd_since, row.quiet_until)
    if row.state in OFF_SALE:
        found.append(Mark(row.reason or _("no reason given"), "brass"))
        until = row.back_on
        found.append(Mark(_("back on %(on)s") % {"on": day_name(until)} if until else _("no day yet")))
    return found


def _when(day: date | None, at: datetime | None, today: date) -> str:
    """The hour for today, else the day."""
    if day is None:
        return ""
    return hour(at) if day == today and at is not None else day_name(day)


def _past(line: CaseLine) -> Mark:
    return Mark(f"{line.title} · {outcome_words(line)}", href=reverse("cases:case", args=[line.ref]))


def _with_better_rooms(rows: Sequence[FigureRow], shown: list[HouseRow], known: _Known) -> list[HouseRow]:
    """Arrivals whose room is blocked get another one proposed, with its reason (day 14:30)."""
    answer = []
    for row, line in zip(rows, shown, strict=True):
        is_asked = row.stay_id and row.status is StayStatus.EXPECTED and _is_blocked(row, known)
        href = reverse("desk:stay_rooms", args=[row.stay_id]) if is_asked else ""
        answer.append(replace(line, rooms_href=href))
    return answer


def _is_blocked(row: FigureRow, known: _Known) -> bool:
    card = known.cards.get(row.room)
    return bool(row.room) and (
        bool(known.by_room.get(row.room)) or (card is not None and card.state in OFF_SALE)
    )
