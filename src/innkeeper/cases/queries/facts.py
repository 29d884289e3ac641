"""The facts of a case that its gates ask for: a fixed number of queries, flat in the length of its thread."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from innkeeper.cases.models import (
    Approval,
    ApprovalState,
    Case,
    Evidence,
    Finding,
    ScriptStep,
    StageRecord,
    Task,
    TaskState,
    Transfer,
)
from innkeeper.cases.rules import CaseFacts, OpenTask


@dataclass(frozen=True, slots=True)
class Gathered:
    """What hangs on a case, read once for its gates, its rail and its page."""

    facts: CaseFacts
    tasks: tuple[Task, ...]
    stages: tuple[StageRecord, ...]
    steps: tuple[ScriptStep, ...]


def case_facts(case: Case) -> CaseFacts:
    """What the spine's checks may ask. Queries: 4. The row itself must be fresh."""
    return gathered(case).facts


def gathered(case: Case) -> Gathered:
    """The facts and the rows that they stand on. Queries: 4."""
    tasks = tuple(Task.objects.filter(case=case).order_by("offered_at", "pk"))
    stages = tuple(StageRecord.objects.filter(case=case).order_by("round", "entered_at", "pk"))
    steps = tuple(ScriptStep.objects.filter(case=case, round=case.round).order_by("done_at", "pk"))
    counts = _counts(case)
    facts = CaseFacts(
        kind=case.kind,
        stage=case.stage,
        priority=case.priority,
        category=case.category,
        taxonomy_code=case.taxonomy_code,
        is_anonymous=case.is_anonymous,
        has_contact=_has_contact(case),
        is_transferred=case.is_transferred,
        is_guest_told_of_transfer=counts["n_untold"] == 0,
        is_held=case.is_held,
        has_owner=case.owner_id is not None,
        responded_at=case.responded_at,
        progress_told_at=case.progress_told_at,
        closed_at=case.closed_at,
        finding_count=counts["n_findings"],
        evidence_count=counts["n_evidence"],
        approvals_open=counts["n_asked"],
        approvals_to_ratify=counts["n_unratified"],
        script_steps_done=frozenset(row.step for row in steps),
        stages_done=frozenset(row.stage for row in stages if row.done_at and row.round == case.round),
        open_tasks=tuple(
            OpenTask(row.title_redacted, row.department)
            for row in tasks
            if row.is_open or row.state == TaskState.CANNOT
        ),
        first_contact_id=case.first_contact_id,
    )
    return Gathered(facts, tasks, stages, steps)


def _counts(case: Case) -> dict[str, int]:
    """How much hangs on the case, counted in one query."""
    counted = Case.objects.filter(pk=case.pk).values(
        n_findings=_count(Finding.objects.all()),
        n_evidence=_count(Evidence.objects.all()),
        n_asked=_count(Approval.objects.filter(state=ApprovalState.ASKED)),
        n_unratified=_count(
            Approval.objects.filter(Q(by_phone=True, ratified_at=None) & ~Q(state=ApprovalState.REFUSED))
        ),
        n_untold=_count(Transfer.objects.filter(guest_told_at=None)),
    )[0]
    return {name: int(str(number)) for name, number in counted.items()}


def _count(rows: QuerySet) -> Coalesce:  # type: ignore[type-arg]
    """The number of rows of the outer case."""
    counted = rows.filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _has_contact(case: Case) -> bool:
    """Whether there is a way to reach the guest: a contact given, or a room."""
    return case.contact is not None or bool(case.room_number) or case.stay_id is not None
