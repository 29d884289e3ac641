"""The error report (ERR-05): complaints that were entered late, are on no guest file, reached nobody, or were never looked at twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from innkeeper.cases.models import CaseGuest, Satisfaction, Task, title_shown
from innkeeper.cases.policy import visible_to
from innkeeper.handovers.models import SecondLook
from innkeeper.handovers.rules import Fault, Record, faults_of
from innkeeper.kernel.actors import Actor

SINCE = timedelta(days=7)
MOST = 500
NEGATIVE = (Satisfaction.ANGRY, Satisfaction.DISSATISFIED)
FAULT_WORDS = {
    Fault.ENTERED_LATE: _("entered late"),
    Fault.NOT_ON_FILE: _("on no guest file"),
    Fault.NOT_AT_DEPARTMENT: _("reached no department"),
    Fault.NOT_LOOKED_AT: _("no second look"),
}


@dataclass(frozen=True, slots=True)
class FaultyRecord:
    """One complaint whose record is late or incomplete."""

    case_id: UUID
    ref: str
    title: str
    room: str
    received_at: datetime
    created_at: datetime
    recorded_by_id: UUID
    faults: tuple[Fault, ...]
    is_looked_at: bool

    @property
    def words(self) -> list[str]:
        """The faults in the reader's words."""
        return [str(FAULT_WORDS[fault]) for fault in self.faults]


def within() -> timedelta:
    """How soon a complaint must be on file and with its department."""
    return timedelta(minutes=settings.RECORD_MINUTES)


def looked_within() -> timedelta:
    """How soon somebody else must have looked at the record."""
    return timedelta(hours=settings.SECOND_LOOK_HOURS)


def faulty_records(actor: Actor, property_id: UUID, *, at: datetime) -> list[FaultyRecord]:
    """The error report of the last seven days, newest first; cases the reader may not see stay out. Queries: 1."""
    looks = SecondLook.objects.filter(case_id=OuterRef("pk")).values("verdict")[:1]
    rows = (
        visible_to(actor)
        .filter(
            Q(kind="complaint") | Q(satisfaction__in=NEGATIVE),
            property_id=property_id,
            received_at__gte=at - SINCE,
            merged_into=None,
        )
        .annotate(
            has_guest=Exists(CaseGuest.objects.filter(case=OuterRef("pk"))),
            has_task=Exists(Task.objects.filter(case=OuterRef("pk"))),
            verdict=Subquery(looks),
        )
        .order_by("-received_at", "-pk")
    )
    columns = (
        "id", "ref", "title_redacted", "title_en", "room_number", "received_at", "created_at", "recorded_by_id", "is_anonymous",
        "handling_department", "owner_id", "has_guest", "has_task", "verdict",
    )  # fmt: skip
    found = []
    for row in rows.values(*columns)[:MOST]:
        faults = faults_of(_record(row), within=within(), looked_within=looked_within(), at=at)
        if faults:
            found.append(
                FaultyRecord(
                    row["id"],
                    row["ref"],
                    title_shown(row["title_redacted"], row["title_en"]),
                    row["room_number"],
                    row["received_at"],
                    row["created_at"],
                    row["recorded_by_id"],
                    faults,
                    bool(row["verdict"]),
                )
            )
    return found


def _record(row: dict[str, object]) -> Record:
    return Record(
        received_at=row["received_at"],  # type: ignore[arg-type]
        created_at=row["created_at"],  # type: ignore[arg-type]
        is_anonymous=bool(row["is_anonymous"]),
        has_guest=bool(row["has_guest"]),
        has_department=bool(row["handling_department"]),
        is_with_someone=bool(row["owner_id"] or row["has_task"]),
        verdict=str(row["verdict"] or ""),
    )


def fault_counts(records: list[FaultyRecord]) -> dict[Fault, int]:
    """How many records have each fault."""
    return {fault: sum(fault in one.faults for one in records) for fault in Fault}
