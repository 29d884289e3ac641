"""A small problem solved on the spot: one line, kept and counted, closed in the same breath (REQ-10)."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Intake, OpenedCase
from innkeeper.cases.models import Case, Priority, Task
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import InvalidInput
from innkeeper.service_requests.actions.asking import KIND, PLAIN, detail_of, job_of
from innkeeper.service_requests.actions.delivering import HOUSE, close_delivered
from innkeeper.service_requests.rules import DELIVER


def solve_on_spot(*, actor: Actor, intake: Intake, at: datetime) -> OpenedCase:
    """Keep a small problem that is solved already, so that it counts in its theme's trend (REQ-10).

    Nobody is sent and nobody is called; who solved it is the one who did the task. Raises: NotPermitted; InvalidInput,
    also for an emergency: that is nothing small, and the guest's word is wanted (CASE-08).
    Safe to repeat with an idempotency key.
    """
    if intake.priority == Priority.EMERGENCY:
        text = _("An emergency is nothing small. Take it in, then write down what was done at once.")
        raise InvalidInput(text, fields={"priority": text})
    opened = cases.open_case(
        actor=actor,
        intake=replace(intake, kind=KIND),
        at=at,
        then=lambda case: _offered_to(case, actor=actor, at=at),
    )
    task = Task.objects.filter(case_id=opened.id, step=DELIVER, state__in=[*Task.OPEN]).first()
    if task is not None:
        cases.finish_task(actor=actor, task_id=task.pk, at=at)
        close_delivered(actor=system(HOUSE), case_id=opened.id, at=at)
    return opened


def _offered_to(case: Case, *, actor: Actor, at: datetime) -> None:
    """The task in the hands of who solved it: nobody else is told."""
    code = code_named(case.property_id, case.taxonomy_code) if case.taxonomy_code else None
    detail = detail_of(case, PLAIN, code)
    detail.is_solved_on_spot = True
    detail.save(update_fields=["is_solved_on_spot"])
    cases.offer(case, replace(job_of(case, code), assignee_id=actor.id, post=""), actor=actor, at=at)
