"""Cases that stand for an hour, a wake-up call or a taxi, as the books and papers of the shift list them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

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
    """The open cases of these codes whose work, the task of `step`, is still to come or to be done. Queries: 1.

    A restricted case stands in no list of another room.
    """
    held = Hold.objects.filter(case=OuterRef("pk"), until_at__isnull=False).order_by("-since")
    work = Task.objects.filter(case=OuterRef("pk"), step=step, state__in=[*Task.OPEN]).order_by("offered_at")
    rows = Case.objects.filter(
        property_id=property_id, is_open=True, is_restricted=False, taxonomy_code__in=codes
    ).annotate(until=Subquery(held.values("until_at")[:1]), due=Subquery(work.values("due_at")[:1]))
    columns = rows.filter(Q(is_held=True) | Q(due__isnull=False)).values_list(
        "pk", "ref", "title_redacted", "room_number", "taxonomy_code", "received_at", "until", "due"
    )
    return [TimedCase(*row[:6], hour=row[6] or row[7]) for row in columns.order_by("received_at")[:most]]
