"""The facts of a case that its gates ask for: a fixed number of queries, flat in the length of its thread."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateTimeField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from innkeeper.cases.models import (
    Approval,
    ApprovalState,
    Case,
    CaseGuest,
    CaseLink,
    Evidence,
    Finding,
    NamedStaff,
    RoomConsent,
    ScriptStep,
    StageRecord,
    Task,
    TaskState,
    ThreadRead,
    Transfer,
)
from innkeeper.cases.rules import CaseFacts, OpenTask
from innkeeper.statements import Hole, Loaded, Statement

TAKEN = (TaskState.ACCEPTED, TaskState.ARRIVED, TaskState.DONE)


@dataclass(frozen=True, slots=True)
class Mark:
    """Who did what of the course and when: a stage entered and left, a step ticked, the thread read so far."""

    what: str
    name: str
    begun_at: datetime
    due_at: datetime | None
    done_at: datetime | None
    by_id: UUID | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How much hangs on a case, in the order of the statement that counts it; and the case it was merged into."""

    findings: int
    evidence: int
    approvals: int
    approvals_asked: int
    unratified: int
    named: int
    unheard: int
    untold: int
    links: int
    consents: int
    guests: int
    merged: int
    merged_ref: str | None
    is_merged_hidden: bool | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What hangs on a case, read once for its gates, its rail and its page; stages and steps of this round by name."""

    facts: CaseFacts
    counts: Counts
    tasks: tuple[Task, ...]
    stages: dict[str, Mark]
    steps: dict[str, Mark]
    readings: tuple[Mark, ...]


def case_facts(case: Case) -> CaseFacts:
    """What the spine's checks may ask. Queries: 3. The row itself must be fresh."""
    return gathered(case).facts


def gathered(case: Case) -> Gathered:
    """The facts and the rows that they stand on. Queries: 3."""
    tasks = tuple(TASKS.all(case=case.pk))
    marks = [Mark(*row) for row in MARKS.rows(case=case.pk, turn=case.round)]
    stages = {one.name: one for one in marks if one.what == "stage"}
    steps = {one.name: one for one in marks if one.what == "step"}
    counts = Counts(*(COUNTS.row(case=case.pk) or ()))
    facts = CaseFacts(
        kind=case.kind,
        stage=case.stage,
        priority=case.priority,
        category=case.category,
        taxonomy_code=case.taxonomy_code,
        is_anonymous=case.is_anonymous,
        has_contact=_has_contact(case),
        is_transferred=case.is_transferred,
        is_guest_told_of_transfer=counts.untold == 0,
        is_held=case.is_held,
        has_owner=case.owner_id is not None,
        responded_at=case.responded_at,
        progress_told_at=case.progress_told_at,
        closed_at=case.closed_at,
        finding_count=counts.findings,
        evidence_count=counts.evidence,
        approvals_open=counts.approvals_asked,
        approvals_to_ratify=counts.unratified,
        script_steps_done=frozenset(steps),
        stages_done=frozenset(name for name, mark in stages.items() if mark.done_at),
        open_tasks=tuple(
            OpenTask(row.title, row.department)
            for row in tasks
            if row.is_open or row.state == TaskState.CANNOT
        ),
        tasks_taken=sum(row.state in TAKEN for row in tasks),
        first_contact_id=case.first_contact_id,
        named_count=counts.named,
        unheard_count=counts.unheard,
    )
    readings = sorted((one for one in marks if one.what == "read"), key=_done_at, reverse=True)
    return Gathered(facts, counts, tasks, stages, steps, tuple(readings))


def count_of(rows: QuerySet) -> Coalesce:  # type: ignore[type-arg]
    """The number of these rows that belong to the case of the outer query."""
    counted = rows.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _counts(*, case: Hole) -> QuerySet[Any, Any]:
    merged = Case.objects.filter(merged_into=OuterRef("pk")).order_by().values("merged_into")
    return Case.objects.filter(pk=case).values_list(
        count_of(Finding.objects.all()),
        count_of(Evidence.objects.all()),
        count_of(Approval.objects.all()),
        count_of(Approval.objects.filter(state=ApprovalState.ASKED, acted_at=None)),
        count_of(
            Approval.objects.filter(Q(by_phone=True) | Q(acted_at__isnull=False), ratified_at=None).exclude(
                state=ApprovalState.REFUSED
            )
        ),
        count_of(NamedStaff.objects.all()),
        count_of(NamedStaff.objects.filter(hearings__isnull=True)),
        count_of(Transfer.objects.filter(guest_told_at=None)),
        count_of(CaseLink.objects.filter(undone_at=None)),
        count_of(RoomConsent.objects.all()),
        count_of(CaseGuest.objects.all()),
        Coalesce(Subquery(merged.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
        "merged_into__ref",
        "merged_into__is_restricted",
    )


COUNTS = Statement(_counts, case=UUIDField())


TASKS = Loaded(
    lambda *, case: Task.objects.filter(case=case).order_by("offered_at", "pk"), Task, case=UUIDField()
)


def _marks(*, case: Hole, turn: Hole) -> QuerySet[Any, Any]:
    """Stages and steps of this round and who has read, of three tables of one shape."""
    never = Cast(Value(None), DateTimeField())
    stages = StageRecord.objects.filter(case=case, round=turn).values_list(
        Value("stage"), "stage", "entered_at", "due_at", "done_at", "done_by_id"
    )
    steps = ScriptStep.objects.filter(case=case, round=turn).values_list(
        Value("step"), "step", "done_at", never, "done_at", "done_by_id"
    )
    readings = ThreadRead.objects.filter(case=case).values_list(
        Value("read"), Value(""), "upto_at", never, "read_at", "staff_id"
    )
    return stages.union(steps, readings, all=True)


MARKS = Statement(_marks, case=UUIDField(), turn=IntegerField())


def _done_at(mark: Mark) -> float:
    return mark.done_at.timestamp() if mark.done_at else 0.0


def _has_contact(case: Case) -> bool:
    """Whether there is a way to reach the guest: a contact given, or a room."""
    return case.contact is not None or bool(case.room_number) or case.stay_id is not None
