"""Taking over at night what nobody on duty holds: one press, logged with from whom and why."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import manned, posts_of
from innkeeper.cases import policy
from innkeeper.cases.actions.change import changing, playbook_for, tell
from innkeeper.cases.actions.handling import give_case, notice_about
from innkeeper.cases.models import Case, Task, TaskState
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound, NotPermitted, WrongState
from innkeeper.notices import actions as notices

WHY = "nobody_on_duty"


def take_over_task(*, actor: Actor, task_id: UUID, at: datetime) -> None:
    """Take a task whose post or holder is off duty into one's own hands; the former holder is told.

    Who is on duty may, whatever the department. Raises: NotFound; NotPermitted off duty, or where somebody
    on duty holds it; WrongState for one that is over.
    """
    seen = Task.objects.filter(pk=task_id, case__in=policy.visible_to(actor)).first()
    if seen is None:
        raise NotFound(_("There is no such task."))
    posts, departments, people = manned(seen.property_id, at)
    _insist_on_duty(actor, people)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=seen.case_id)
        task = Task.objects.select_for_update().get(pk=task_id)
        if task.state not in Task.OPEN:
            raise WrongState(_("This task is over."))
        is_manned = task.post in posts if task.post else task.department in departments
        if task.assignee_id in people or (task.assignee_id is None and is_manned):
            raise NotPermitted(_("Somebody on duty has this in hand. Ask them."))
        before = task.assignee_id
        task.assignee_id, task.state = actor.id, TaskState.ACCEPTED
        task.accepted_at = at
        task.edit_version += 1
        task.save()
        facts = {"task": str(task.pk), **_facts(before, task.post or task.department, actor)}
        tell(case, actor=actor, verb="task_taken_over", at=at, facts=facts)
        if before is not None:
            about = notice_about(case, "task_taken_over", at=at)
            notices.notify(actor=actor, staff_ids=[before], **about)


def take_over_case(*, actor: Actor, case_id: UUID, at: datetime) -> None:
    """Take a case whose owner is off duty, or whose post nobody holds now, in the owner's post.

    Raises: NotFound; NotPermitted off duty, for one whom the case names, where somebody on duty holds it, or outside
    its team while one of the team is on duty (CASE-35).
    """
    seen = policy.case_for(actor, pk=case_id)
    posts, _departments, people = manned(seen.property_id, at)
    with changing(actor=actor, case_id=case_id, verb="take", at=at) as case:
        _insist_on_duty(actor, people)
        policy.insist_unnamed(case, actor.id)
        if not policy.is_left(case, posts=posts, people=people):
            raise NotPermitted(_("Somebody on duty has this in hand. Ask them."))
        held = posts_of(case.property_id, actor.id, at=at) | actor.posts
        if not policy.may_stand_in(playbook_for(case), held=held, manned=posts):
            raise NotPermitted(_("Only the complaint team owns such a case."))
        before = case.owner_id
        give_case(case, actor.id, case.owner_post, actor=actor, reason="", at=at)
        facts = _facts(before, case.owner_post, actor)
        tell(case, actor=actor, verb="case_taken_over", at=at, facts=facts)
        if before is not None:
            notices.notify(actor=actor, staff_ids=[before], **notice_about(case, "case_taken_over", at=at))


def _insist_on_duty(actor: Actor, people: Collection[UUID]) -> None:
    if not actor.may("tasks.do") or actor.id not in people:
        raise NotPermitted(_("Taking over is for who is on duty now."))


def _facts(before: UUID | None, post: str, actor: Actor) -> dict[str, str]:
    return {"from": str(before or ""), "from_post": post, "to": str(actor.id), "why": WHY}
