"""Open cases as the house board counts them: by department and by room. The lists behind them use the same terms."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from innkeeper.cases.models import Case
from innkeeper.cases.policy import in_house
from innkeeper.cases.queries.lists import of_the_shift
from innkeeper.clocks.queries import ClockLine, open_clocks
from innkeeper.kernel.actors import Actor

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


@dataclass(frozen=True, slots=True)
class RoomFigures:
    """Open and late cases of one room."""

    open: int
    late: int


def _open(actor: Actor, property_id: UUID) -> QuerySet[Case]:
    """Every open case of the hotel; restricted ones count, their words do not show."""
    return of_the_shift(in_house(actor)).filter(property_id=property_id, is_open=True)


def figures_by_department(actor: Actor, property_id: UUID, *, at: datetime) -> dict[str, OpenFigures]:
    """Open cases by handling department; "" for those that have none yet. Queries: 1."""
    late, soon = Q(next_due_at__lt=at), Q(next_due_at__gte=at, next_due_at__lte=at + SOON)
    counted = (
        _open(actor, property_id)
        .values("handling_department")
        .annotate(
            all=Count("id"),
            late=Count("id", filter=late),
            soon=Count("id", filter=soon),
            held=Count("id", filter=Q(is_held=True) & ~late & ~soon),
            next=Min("next_due_at"),
        )
        .order_by("next")
    )
    return {
        row["handling_department"]: OpenFigures(
            row["all"], row["late"], row["soon"], row["held"], row["next"]
        )
        for row in counted
    }


def whole(by_department: Mapping[str, OpenFigures]) -> OpenFigures:
    """The house's figures as the sum of its departments, so that they cannot disagree."""
    parts = list(by_department.values())
    due = [part.next_due_at for part in parts if part.next_due_at]
    return OpenFigures(
        sum(part.open for part in parts),
        sum(part.late for part in parts),
        sum(part.soon for part in parts),
        sum(part.held for part in parts),
        min(due, default=None),
    )


def figures_by_room(actor: Actor, property_id: UUID, *, at: datetime) -> dict[str, RoomFigures]:
    """Open cases by room number; "" for public areas. Queries: 1."""
    counted = (
        _open(actor, property_id)
        .values("room_number")
        .annotate(all=Count("id"), late=Count("id", filter=Q(next_due_at__lt=at)))
        .order_by()
    )
    return {row["room_number"]: RoomFigures(row["all"], row["late"]) for row in counted}


def first_clocks(owner_ids: Collection[UUID]) -> dict[UUID, ClockLine]:
    """The open clock of each owner that is due first. Queries: 1."""
    return {owner: lines[0] for owner, lines in open_clocks(owner_ids).items() if lines}
