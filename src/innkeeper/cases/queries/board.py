"""Open cases as the house board counts them: by department and by room. The lists behind them use the same terms."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, Min, Q, QuerySet, UUIDField

from innkeeper.cases.policy import in_house
from innkeeper.cases.queries.lists import of_the_shift
from innkeeper.clocks.queries import ClockLine, open_clocks
from innkeeper.kernel.actors import Actor
from innkeeper.statements import Asker, Hole, Statement

SOON = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class OpenFigures:
    """Open cases of one department (or of the house): late, due within ten minutes, on hold, all."""

    open: int
    late: int
    soon: int
    held: int
    next_due_at: datetime | None

    @property
    def calm(self) -> int:
        """Those in time."""
        return self.open - self.late - self.soon - self.held


NOTHING = OpenFigures(0, 0, 0, 0, None)


@dataclass(frozen=True, slots=True)
class HouseOpen:
    """The open cases of a hotel, counted once: by handling department ("" for none yet), by room ("" for public areas)."""

    whole: OpenFigures
    by_department: dict[str, OpenFigures]
    by_room: dict[str, OpenFigures]


def open_by_place(actor: Actor, property_id: UUID, *, at: datetime) -> HouseOpen:
    """Every open case of the hotel; restricted ones count, but under no room and no department. Queries: 1.

    Departments stand by their next due time. All three views sum the same rows, so they cannot disagree.
    """
    rows = OPEN.rows(actor=actor, house=property_id, at=at, soon=at + SOON)
    departments = _summed(("" if row[2] else row[0], row[3:]) for row in rows)
    rooms = _summed(("" if row[2] else row[1], row[3:]) for row in rows)
    whole = _summed(("", row[3:]) for row in rows)
    return HouseOpen(
        whole=whole.get("", NOTHING),
        by_department=dict(sorted(departments.items(), key=lambda one: _first_due(one[1]))),
        by_room=rooms,
    )


def _summed(rows: Iterable[tuple[str, tuple[Any, ...]]]) -> dict[str, OpenFigures]:
    """The sums of the figures by name. Written plainly: a board of a busy house adds up thousands of them."""
    sums: dict[str, list[Any]] = {}
    for name, (open_, late, soon, held, due_at) in rows:
        found = sums.get(name)
        if found is None:
            sums[name] = [open_, late, soon, held, due_at]
            continue
        found[0] += open_
        found[1] += late
        found[2] += soon
        found[3] += held
        if due_at is not None and (found[4] is None or due_at < found[4]):
            found[4] = due_at
    return {name: OpenFigures(*found) for name, found in sums.items()}


def _open(*, actor: Actor, house: Hole, at: Hole, soon: Hole) -> QuerySet[Any, Any]:
    is_late, is_soon = Q(next_due_at__lt=at), Q(next_due_at__gte=at, next_due_at__lte=soon)
    is_neither = Q(next_due_at__gt=soon) | Q(next_due_at=None)
    return (
        of_the_shift(in_house(actor))
        .filter(property_id=house, is_open=True)
        .order_by()
        .values_list("handling_department", "room_number", "is_restricted")
        .annotate(
            all=Count("property_id"),
            late=Count("property_id", filter=is_late),
            soon=Count("property_id", filter=is_soon),
            held=Count("property_id", filter=Q(is_held=True) & is_neither),
            next=Min("next_due_at"),
        )
    )


OPEN = Statement(_open, actor=Asker(), house=UUIDField(), at=DateTimeField(), soon=DateTimeField())


def _first_due(figures: OpenFigures) -> tuple[bool, datetime | None]:
    return (figures.next_due_at is None, figures.next_due_at)


def first_clocks(owner_ids: Collection[UUID]) -> dict[UUID, ClockLine]:
    """The open clock of each owner that is due first. Queries: 1."""
    return {owner: lines[0] for owner, lines in open_clocks(owner_ids).items() if lines}
