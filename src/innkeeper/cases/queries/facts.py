"""The facts of a case that its gates ask for: a fixed number of queries, flat in the length of its thread."""

from django.db.models import Q

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


def case_facts(case: Case) -> CaseFacts:
    """What the spine's checks may ask. Queries: 7. The row itself must be fresh."""
    open_tasks = Task.objects.filter(case=case, state__in=[*Task.OPEN, TaskState.CANNOT]).order_by(
        "offered_at"
    )
    approvals = list(
        Approval.objects.filter(case=case)
        .filter(Q(state=ApprovalState.ASKED) | Q(by_phone=True, ratified_at__isnull=True))
        .values_list("state", flat=True)
    )
    steps = ScriptStep.objects.filter(case=case, round=case.round).values_list("step", flat=True)
    stages = StageRecord.objects.filter(case=case, round=case.round, done_at__isnull=False)
    told = list(Transfer.objects.filter(case=case).values_list("guest_told_at", flat=True))
    return CaseFacts(
        kind=case.kind,
        stage=case.stage,
        priority=case.priority,
        category=case.category,
        taxonomy_code=case.taxonomy_code,
        is_anonymous=case.is_anonymous,
        has_contact=_has_contact(case),
        is_transferred=case.is_transferred,
        is_guest_told_of_transfer=bool(told) and all(told),
        is_held=case.is_held,
        has_owner=case.owner_id is not None,
        responded_at=case.responded_at,
        progress_told_at=case.progress_told_at,
        closed_at=case.closed_at,
        finding_count=Finding.objects.filter(case=case).count(),
        evidence_count=Evidence.objects.filter(case=case).count(),
        approvals_open=approvals.count(ApprovalState.ASKED),
        approvals_to_ratify=len(approvals) - approvals.count(ApprovalState.ASKED),
        script_steps_done=frozenset(steps),
        stages_done=frozenset(stages.values_list("stage", flat=True)),
        open_tasks=tuple(OpenTask(*row) for row in open_tasks.values_list("title_redacted", "department")),
        first_contact_id=case.first_contact_id,
    )


def _has_contact(case: Case) -> bool:
    """Whether there is a way to reach the guest: a contact given, or a room."""
    return case.contact is not None or bool(case.room_number) or case.stay_id is not None
