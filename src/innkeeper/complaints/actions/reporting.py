"""The complaint comes in: the script kept in order, the departments set to work, the assistant manager on the spot."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Intake, Job, OpenedCase
from innkeeper.cases.models import Case, Task
from innkeeper.complaints.rules import EMERGENCY, script_gap
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.shipped import shipped_file
from innkeeper.properties.models import Department

STEP = "split"


def report_complaint(
    *, actor: Actor, intake: Intake, at: datetime, then: Callable[[Case], object] | None = None
) -> OpenedCase:
    """Take a complaint in; where danger calls for it, the departments get their tasks at once.

    `then` adds what the desk's story asks for inside the same transaction (who goes to the room, REQ-08).
    Raises: InvalidInput for a script step that was left out before a later one (CASE-03), and as `open_case` does.
    Source: CASE-01, CASE-02, CASE-03, CASE-30.
    """
    gap = script_gap(intake.script_steps)
    if gap is not None:
        text = _("The script goes in order: tick %(step)s first.") % {"step": step_title(gap)}
        raise InvalidInput(text, fields={"script_steps": text})

    def first_steps(case: Case) -> None:
        _in_danger(case, actor=actor, at=at)
        if then is not None:
            then(case)

    return cases.open_case(actor=actor, intake=intake, at=at, then=first_steps)


def split_tasks(*, actor: Actor, case_id: UUID, at: datetime) -> int:
    """Give each department that the code names its one task with a deadline; how many. Safe to repeat (CASE-30).

    Raises: NotPermitted for another than the handler; NotFound.
    """
    with cases.changing(actor=actor, case_id=case_id, verb="task", at=at) as case:
        return _offered(case, actor=actor, at=at)


def note_presence(*, actor: Actor, case_id: UUID, at: datetime) -> None:
    """The assistant manager is with the guest: the errand to go there is done. Raises: NotPermitted for another than the
    handler."""
    with cases.changing(actor=actor, case_id=case_id, verb="step", at=at) as case:
        step, post = cases.MANAGER_VISIT
        cases.emit(case, "arrived", actor=actor, at=at)
        cases.finish_step(case, step, post=post, actor=actor, at=at)
        cases.tell(case, actor=actor, verb="manager_present", at=at)


def step_title(step: str) -> str:
    """The name of a script step in the reader's language."""
    titles = {
        "listen": _("Listen and show understanding"),
        "ask_specifics": _("Ask for the specifics"),
        "calm": _("Calm"),
        "apologise": _("Apologise"),
        "explain_first": _("Say what happens next"),
    }
    return titles.get(step, step)


def _in_danger(case: Case, *, actor: Actor, at: datetime) -> None:
    """An emergency sets the departments to work in the transaction that takes it in."""
    if case.priority == EMERGENCY:
        _offered(case, actor=actor, at=at)


def _offered(case: Case, *, actor: Actor, at: datetime) -> int:
    """The tasks of the code's template that the case has not yet been given."""
    if Task.objects.filter(case=case, step=STEP).exists():
        return 0
    here = set(Department.objects.filter(property_id=case.property_id).values_list("code", flat=True))
    tasks = [task for task in task_templates().get(case.taxonomy_code, ()) if task["department"] in here]
    for task in tasks:
        job = Job(
            title=cases.Both(task["zh"], task["en"]),
            department=task["department"],
            minutes=task["minutes"],
            step=STEP,
        )
        cases.offer(case, job, actor=actor, at=at)
    return len(tasks)


def departments_to_set(case_id: UUID, code: str) -> bool:
    """Whether the code names departments that have not been given their tasks on the case. Queries: 0 or 1."""
    return bool(task_templates().get(code)) and not Task.objects.filter(case_id=case_id, step=STEP).exists()


@cache
def task_templates() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """The tasks that each taxonomy code sets, one per department."""
    body = shipped_file("innkeeper.cases", "data", "taxonomy.yaml")
    return {row["code"]: tuple(row.get("tasks", ())) for row in body["codes"]}
