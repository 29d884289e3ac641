"""The figures of the house and the lists behind them: one condition for both, so that they agree."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateField,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
)
from django.db.models.functions import Coalesce

from innkeeper.guests.models import Guest
from innkeeper.guests.queries import GuestLine, guest_lines
from innkeeper.kernel.actors import Actor
from innkeeper.properties.models import Property
from innkeeper.statements import Hole, Statement
from innkeeper.stays.models import RoomStatus, Stay, StayGuest
from innkeeper.stays.queries.cards import ordered_parts
from innkeeper.stays.queries.rack import Floor
from innkeeper.stays.rules.rooms import Flag, RoomState
from innkeeper.stays.rules.stays import StayStatus, eve_of

IN_HOUSE, EXPECTED, DEPARTED = (
    StayStatus.IN_HOUSE.value,
    StayStatus.EXPECTED.value,
    StayStatus.DEPARTED.value,
)
ROOM_FIGURES = {
    "out-of-order": Q(state=RoomState.OUT_OF_ORDER.value),
    "do-not-disturb": Q(dnd_since__isnull=False),
}
STAY_FIGURES = ("in-house", "due-in", "due-out", "due-out-left", "vip")
FIGURES = (*STAY_FIGURES, *ROOM_FIGURES)
ARRIVED = "arrived"
"""A list without a figure: who has moved in today or the night before."""
COUNTED_STAYS = ("in-house", "due-in", "due-out-left", "gone", "vip")


@dataclass(frozen=True, slots=True)
class HouseFigures:
    """The house in numbers. `due_out` counts all who leave today, `due_out_left` those still to leave."""

    in_house: int
    due_in: int
    due_out: int
    due_out_left: int
    vip: int
    out_of_order: int
    do_not_disturb: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A line of the list behind a figure: the room, and whose stay it is, if anybody's."""

    room: str
    floor: int | None
    state: RoomState | None
    stay_id: UUID | None
    status: StayStatus | None
    guests: tuple[GuestLine, ...]
    arrival_on: date | None
    departure_on: date | None
    arrives_at: datetime | None
    departs_at: datetime | None
    dnd_since: datetime | None
    quiet_until: datetime | None
    reason: str
    back_on: date | None


def house_figures(property_id: UUID, on: date, *, floors: Sequence[Floor] | None = None) -> HouseFigures:
    """The figures of the hotel's day `on` (local). Queries: 2, 1 where the rack is at hand."""
    in_house, due_in, left, gone, vip = COUNTED.row(house=property_id, on=on, eve=eve_of(on)) or (0,) * len(
        COUNTED_STAYS
    )
    rooms = _rooms_counted(property_id) if floors is None else _rooms_on(floors)
    return HouseFigures(
        in_house=in_house, due_in=due_in, due_out=left + gone, due_out_left=left, vip=vip, **rooms
    )


def _counted(*, house: Hole, on: Hole, eve: Hole) -> QuerySet[Any, Any]:
    """The stays of the day by every condition, each found in its own index."""
    stays = Stay.objects.filter(property_id=OuterRef("pk")).order_by().values("property_id")
    conditions = _stay_conditions(on, eve)
    counts = (
        Subquery(
            stays.filter(conditions[name]).annotate(n=Count("pk")).values("n"), output_field=IntegerField()
        )
        for name in COUNTED_STAYS
    )
    return Property.objects.filter(pk=house).values_list(*(Coalesce(one, 0) for one in counts))


COUNTED = Statement(_counted, house=UUIDField(), on=DateField(), eve=DateField())


def _named(figure: str) -> str:
    return figure.replace("-", "_")


def _rooms_counted(property_id: UUID) -> dict[str, int]:
    figures = {_named(name): Count("id", filter=where) for name, where in ROOM_FIGURES.items()}
    return RoomStatus.objects.filter(property_id=property_id).aggregate(**figures)


def _rooms_on(floors: Sequence[Floor]) -> dict[str, int]:
    cells = [cell for floor in floors for cell in floor.cells]
    return {
        "out_of_order": sum(cell.state is RoomState.OUT_OF_ORDER for cell in cells),
        "do_not_disturb": sum(Flag.DND in cell.flags for cell in cells),
    }


def figure_list(
    *, property_id: UUID, figure: str, on: date, actor: Actor, only: Collection[UUID] | None = None
) -> list[FigureRow]:
    """The rows that the figure counts, by room; of those stays `only`. Queries: 4 at most.

    Raises KeyError for an unknown figure.
    """
    if figure in ROOM_FIGURES:
        return _room_rows(property_id, ROOM_FIGURES[figure], actor=actor)
    conditions = _stay_conditions(on, eve_of(on)) | {ARRIVED: arrived_by(on)}
    stays = _stays_of_the_day(property_id, on).filter(conditions[figure])
    if only is not None:
        stays = stays.filter(pk__in=only)
    found = list(stays.prefetch_related("guests").order_by("room_number", "arrives_at", "id"))
    statuses = {
        row.stay_id: row
        for row in RoomStatus.objects.filter(property_id=property_id, stay_id__in=[s.id for s in found])
    }
    lines = _lines(found, actor=actor)
    return [_row(statuses.get(stay.id), stay, lines) for stay in found]


def arrived_by(on: date) -> Q:
    """Stays of guests in house who came on this day or the night before: what a night desk still has in hand."""
    return Q(status=IN_HOUSE, arrival_on__gte=eve_of(on))


def expected_on(on: Any, eve: Any) -> Q:
    """Stays of guests who are still to come on the day `on`, `eve` the day before."""
    return Q(status=EXPECTED, arrival_on__gte=eve, arrival_on__lte=on)


def _stays_of_the_day(property_id: Any, on: Any) -> QuerySet[Stay]:
    """Stays that any figure of the day can count: three index ranges, however long the history."""
    return Stay.objects.filter(
        Q(status=IN_HOUSE) | expected_on(on, eve_of(on)) | Q(status=DEPARTED, departure_on=on),
        property_id=property_id,
    )


def _stay_conditions(on: Any, eve: Any) -> dict[str, Q]:
    leaves, gone = Q(status=IN_HOUSE, departure_on__lte=on), Q(status=DEPARTED, departure_on=on)
    vip = StayGuest.objects.filter(
        stay_id=OuterRef("pk"), guest_id__in=Guest.objects.filter(vip_level__gt=0).values("id")
    )
    return {
        "in-house": Q(status=IN_HOUSE),
        "due-in": expected_on(on, eve),
        "due-out": leaves | gone,
        "due-out-left": leaves,
        "gone": gone,
        "vip": (Q(status=IN_HOUSE) | expected_on(on, eve)) & Q(Exists(vip)),
    }


def _room_rows(property_id: UUID, condition: Q, *, actor: Actor) -> list[FigureRow]:
    statuses = list(
        RoomStatus.objects.filter(condition, property_id=property_id).order_by("floor", "room_number")
    )
    stay_ids = [status.stay_id for status in statuses if status.stay_id]
    stays = {stay.id: stay for stay in Stay.objects.filter(pk__in=stay_ids).prefetch_related("guests")}
    lines = _lines(list(stays.values()), actor=actor)
    return [_row(status, stays.get(status.stay_id), lines) for status in statuses]  # type: ignore[arg-type]


def _lines(stays: list[Stay], *, actor: Actor) -> dict[UUID, GuestLine]:
    return guest_lines({part.guest_id for stay in stays for part in stay.guests.all()}, actor=actor)


def _row(status: RoomStatus | None, stay: Stay | None, lines: dict[UUID, GuestLine]) -> FigureRow:
    guests = [lines[p.guest_id] for p in ordered_parts(stay) if p.guest_id in lines] if stay else []
    return FigureRow(
        room=status.room_number if status else (stay.room_number if stay else ""),
        floor=status.floor if status else None,
        state=RoomState(status.state) if status else None,
        stay_id=stay.id if stay else None,
        status=StayStatus(stay.status) if stay else None,
        guests=tuple(guests),
        arrival_on=stay.arrival_on if stay else None,
        departure_on=stay.departure_on if stay else None,
        arrives_at=stay.arrives_at if stay else None,
        departs_at=stay.departs_at if stay else None,
        dnd_since=status.dnd_since if status else None,
        quiet_until=status.quiet_until if status else None,
        reason=status.reason if status else "",
        back_on=status.back_on if status else None,
    )
