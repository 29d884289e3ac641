"""A request turns out to be another department's: its task goes there, unless somebody has taken it already."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Job
from innkeeper.cases.models import Case, Task, TaskState
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.service_requests.actions.asking import KIND, job_of
from innkeeper.service_requests.models import PlannedTask
from innkeeper.service_requests.rules import DELIVER


def reroute(*, actor: Actor, case_id: UUID, at: datetime) -> bool:
    """Give what nobody has taken to the department of the code as it stands now, with its norm; whether it went elsewhere.

    What is planned for an hour is planned there. Safe to repeat. The house alone. Raises: NotPermitted. Source: CASE-30.
    """
    if not actor.is_system:
        raise NotPermitted(_("Your post does not allow this."))
    if not Case.objects.filter(pk=case_id, kind=KIND, is_open=True).exists():
        return False
    with cases.changing(actor=actor, case_id=case_id, verb="task", at=at) as case:
        code = code_named(case.property_id, case.taxonomy_code) if case.taxonomy_code else None
        job = job_of(case, code)
        elsewhere = ~Q(department=job.department, post=job.post)
        waiting = PlannedTask.objects.filter(elsewhere, case=case, step=DELIVER, task=None, dropped_at=None)
        moved = waiting.update(department=job.department, post=job.post, minutes=job.minutes or 0)
        given = Task.objects.filter(
            elsewhere,
            case=case,
            step=DELIVER,
            assignee_id=None,
            state__in=[TaskState.OFFERED, TaskState.CANNOT],
        )
        if given.exists():
            _given_there(case, job, actor=actor, at=at)
            moved += 1
    return bool(moved)


def _given_there(case: Case, job: Job, *, actor: Actor, at: datetime) -> None:
    """The new department has its task before the old one loses it: the request is never without one."""
    old = list(Task.objects.filter(case=case, step=DELIVER, state__in=[*Task.OPEN, TaskState.CANNOT]))
    cases.offer(case, job, actor=actor, at=at)
    for task in old:
        if task.assignee_id is None:
            of = {"step": DELIVER, "department": task.department, "post": task.post}
            cases.drop_tasks(case, of, reason=_("Another department's work"), actor=actor, at=at)
