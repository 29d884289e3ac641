"""Cases that stand for an hour, a wake-up call or a taxi, as the books and papers of the shift list them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from innkeeper.cases.models import Case, Hold, Task


@dataclass(frozen=True, slots=True)
class TimedCase:
    """One case and its hour: until when it waits or waited, else by when its task is due."""

    id: UUID
    ref: str
    title: str
    room: str
    code: str
    received_at: datetime
    hour: datetime | None


def timed_cases(property_id: UUID, codes: Collection[str], *, step: str, most: int) -> list[TimedCase]:
    """The cases of these codes whose work, the task of `step`, is still to come or to be done. Queries: 1.

    One that went up in another stands here as before: the guest was promised the hour, whatever became of the matter.
    A restricted case stands in no list of another room.
    """
    mine = Case.objects.filter(property_id=property_id, is_restricted=False, taxonomy_code__in=codes)
    by_itself = _timed(mine.filter(is_open=True), Q(case=OuterRef("pk")), step=step)
    gone_up = _timed(mine.filter(merged_into__isnull=False), Q(given_on_id=OuterRef("pk")), step=step)
    given = Task.objects.filter(given_on_id=OuterRef("pk"), step=step)
    by_itself = by_itself.filter(Q(is_held=True) | Q(due__isnull=False))
    gone_up = gone_up.filter(Q(~Exists(given), is_held=True) | Q(due__isnull=False))
    columns = [
        rows.values_list(
            "pk", "ref", "title_redacted", "room_number", "taxonomy_code", "received_at", "until", "due"
        )
        for rows in (by_itself, gone_up)
    ]
    found: Any = columns[0].union(columns[1], all=True).order_by("received_at")[:most]
    return [TimedCase(*(*row[:6], row[6] or row[7])) for row in found]


def _timed(rows: QuerySet[Any], whose: Q, *, step: str) -> QuerySet[Any, Any]:
    """With until when the case waits or waited, and by when its open task is due."""
    held = Hold.objects.filter(case=OuterRef("pk"), until_at__isnull=False).order_by("-since")
    work = Task.objects.filter(whose, step=step, state__in=[*Task.OPEN]).order_by("offered_at")
    timed: QuerySet[Any, Any] = rows.annotate(
        until=Subquery(held.values("until_at")[:1]), due=Subquery(work.values("due_at")[:1])
    )
    return timed
