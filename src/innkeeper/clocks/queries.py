"""What screens and the worker ask of clocks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, UUIDField

from innkeeper.clocks.models import ClockHappening, ClockRun
from innkeeper.clocks.rules import CALENDAR_KINDS, Outcome, Wait
from innkeeper.clocks.rules import waits_of as story_waits
from innkeeper.statements import Hole, Holes, Several, Statement

COLUMNS = (
    "id", "owner_id", "name", "round", "started_at", "due_at", "next_at", "paused_at", "stopped_at", "outcome",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock as lists show it. `due_at` is None while it waits."""

    id: UUID
    owner_id: UUID
    name: str
    round: int
    started_at: datetime
    due_at: datetime | None
    next_at: datetime | None
    is_paused: bool
    stopped_at: datetime | None
    outcome: str

    def is_overdue(self, at: datetime) -> bool:
        """Whether it should have been stopped by now."""
        return self.stopped_at is None and self.due_at is not None and self.due_at < at


def next_wake() -> datetime | None:
    """When the next announcement is due, or None: the worker sleeps until then. Queries: 1, an index's first row."""
    soonest = ClockRun.objects.filter(next_at__isnull=False).order_by("next_at", "id")
    return soonest.values_list("next_at", flat=True).first()


def open_clocks(owner_ids: Collection[UUID]) -> dict[UUID, list[ClockLine]]:
    """The open clocks of many owners, due first, waiting ones last. Queries: 1."""
    lines: dict[UUID, list[ClockLine]] = {}
    for line in _lines(STILL_OPEN.rows(owners=owner_ids)):
        lines.setdefault(line.owner_id, []).append(line)
    for found in lines.values():
        found.sort(key=lambda line: (line.due_at is None, line.due_at or line.started_at))
    return lines


def _still_open(*, owners: Holes) -> QuerySet[Any, Any]:
    found = ClockRun.objects.still_open().filter(owner_id__in=owners)
    return found.order_by("due_at", "id").values_list(*COLUMNS)


STILL_OPEN = Statement(_still_open, owners=Several(UUIDField()))


def clocks_of(owner_id: UUID) -> list[ClockLine]:
    """Every run of one owner in the order of its start. Queries: 1."""
    return _lines(RUNS.rows(owner=owner_id))


def _runs(*, owner: Hole) -> QuerySet[Any, Any]:
    return ClockRun.objects.filter(owner_id=owner).order_by("started_at", "id").values_list(*COLUMNS)


RUNS = Statement(_runs, owner=UUIDField())


def runs_by_id(run_ids: Collection[UUID]) -> list[ClockRun]:
    """These runs, whoever has them by now and whether they run or not. Queries: 1."""
    return list(ClockRun.objects.filter(pk__in=run_ids).order_by("pk"))


def ended_as_merged(owner_id: UUID) -> list[ClockRun]:
    """The newest run of each of an owner's clocks, where it ended since another one's was due before it. Queries: 1."""
    runs = ClockRun.objects.of(owner_id).order_by(F("stopped_at").asc(nulls_last=True), "id")
    newest = {run.name: run for run in runs}
    return [run for run in newest.values() if run.outcome == Outcome.MERGED]


def waits_of(run_id: UUID, *, until: datetime) -> tuple[Wait, ...]:
    """When a run waited, as told by what happened to it up to `until`. Queries: 1."""
    happened = ClockHappening.objects.filter(run_id=run_id, at__lte=until).order_by("number")
    return story_waits([one.as_value for one in happened])


def open_runs(owner_ids: Collection[UUID]) -> list[ClockRun]:
    """The open clocks of many owners as rows, to reckon with. Queries: 1."""
    return list(ClockRun.objects.still_open().filter(owner_id__in=list(owner_ids)).order_by("due_at", "id"))


def open_by_calendar(property_id: UUID, *, limit: int) -> list[ClockRun]:
    """The hotel's open clocks that a calendar measures, due first. Queries: 1."""
    open_runs_here = ClockRun.objects.still_open().filter(
        property_id=property_id, target_kind__in=CALENDAR_KINDS
    )
    return list(open_runs_here.order_by("due_at", "id")[:limit])


def _lines(rows: Iterable[tuple[Any, ...]]) -> list[ClockLine]:
    """The columns of a line and no others: a run's ladder is long."""
    return [_line(dict(zip(COLUMNS, row, strict=True))) for row in rows]


def _line(row: dict[str, Any]) -> ClockLine:
    return ClockLine(is_paused=row.pop("paused_at") is not None, **row)
