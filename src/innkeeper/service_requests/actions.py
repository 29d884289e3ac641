"""The only writers of service requests: asked for, and closed on the deliverer's word."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import GatesOpen, Intake, Job, OpenedCase
from innkeeper.cases.models import Case, Task, TaskState
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.kernel.actors import Actor
from innkeeper.service_requests.rules import DEFAULT_MINUTES

KIND = "service_request"
DELIVER = "deliver"


def request_service(*, actor: Actor, intake: Intake, at: datetime, title: str = "") -> OpenedCase:
    """Take a request in and give its department the one task, due by the code's norm.

    `title` is what the task says (default: the guest's words, redacted). Safe to repeat with an idempotency key.
    Raises: NotPermitted; InvalidInput naming the field. Queries: about 60.
    """
    return cases.open_case(
        actor=actor,
        intake=replace(intake, kind=KIND),
        at=at,
        then=lambda case: cases.offer(case, _job(case, title), actor=actor, at=at),
    )


def close_delivered(*, actor: Actor, case_id: UUID, at: datetime) -> bool:
    """Close a request whose last task is done, on the deliverer's word. False while something is left. Safe to repeat."""
    case = Case.objects.filter(pk=case_id, kind=KIND, is_open=True).first()
    if case is None:
        return False
    done = Task.objects.filter(case=case, state=TaskState.DONE).order_by("-done_at").first()
    try:
        cases.close_case(
            actor=actor, case_id=case_id, at=at, outcome=done.result_redacted[:200] if done else ""
        )
    except GatesOpen:
        return False
    return True


def _job(case: Case, title: str) -> Job:
    """The one task of the request, within the norm of its code."""
    code = code_named(case.property_id, case.taxonomy_code)
    minutes = int((code.norms or {}).get(DELIVER, DEFAULT_MINUTES)) if code else DEFAULT_MINUTES
    return Job(
        title=title or case.title_redacted,
        department=case.handling_department or "front_office",
        room_number=case.room_number,
        minutes=minutes,
        step=DELIVER,
    )
