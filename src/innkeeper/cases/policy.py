"""Who may see and do what on a case. Unseen is 404; seen but not allowed is 403 and leaves an audit entry."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, Exists, OuterRef, Q, QuerySet, UUIDField
from django.utils.translation import gettext as _

from innkeeper.cases.models import Approval, ApprovalState, Case, NamedStaff, NeedToKnow, Task
from innkeeper.cases.playbooks import Playbook
from innkeeper.kernel.actors import Actor, ActorKind
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.statements import Asker, Loaded

PERMISSIONS = {
    "take_in": "cases.take_in",
    "classify": "cases.classify",
    "assign": "cases.assign",
    "note": "cases.see",
    "read": "cases.see",
    "contact": "cases.take_in",
    "evidence": "cases.see",
    "close": "cases.close",
    "reopen": "cases.take_in",
    "restrict": "cases.see_restricted",
    "approve": "cases.approve",
}
LOOKUP = {
    "pk": UUIDField(),
    "ref": CharField(),
    "kind": CharField(),
    "tasks": UUIDField(),
    "is_open": BooleanField(),
}
"""By what a case is looked up."""
HIGHEST_POST = "general_manager"
NEVER_FIRST: set[str] = set()
"""Subjects of approvals for which doing it first is nothing: `never_first`."""
HANDLER_VERBS = frozenset(
    {
        "progress",
        "transfer",
        "finding",
        "hold",
        "release",
        "resolve",
        "advance",
        "step",
        "task",
        "ask",
        "link",
        "close",
    }
)


def in_house(actor: Actor) -> QuerySet[Case]:
    """Every case of the actor's hotels, restricted ones with them: only for neutral lines and for the system."""
    if actor.is_system:
        here = Case.objects.all()
        return here if actor.property_id is None else here.filter(property_id=actor.property_id)
    if not (actor.may("cases.see") or actor.may("tasks.do")):
        return Case.objects.none()
    places = actor.property_ids or ({actor.property_id} if actor.property_id else frozenset())
    return Case.objects.filter(property_id__in=places)


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases that the actor may open: those of their hotels; restricted ones only by need to know.

    Whom a case names never sees it, whatever list they stand on (CASE-16): naming makes it restricted.
    Who only does tasks sees the cases of their own tasks and department.
    """
    cases = in_house(actor)
    if actor.is_system:
        return cases
    knows = Exists(NeedToKnow.objects.filter(case=OuterRef("pk"), staff_id=actor.id))
    named = Exists(NamedStaff.objects.filter(case=OuterRef("pk"), staff_id=actor.id))
    cases = cases.filter(Q(is_restricted=False) | (knows & ~named))
    if actor.may("cases.see"):
        return cases
    mine = Exists(
        Task.objects.filter(case=OuterRef("pk")).filter(
            Q(assignee_id=actor.id) | Q(department__in=actor.departments)
        )
    )
    return cases.filter(mine)


def case_for(actor: Actor, **lookup: Any) -> Case:
    """The one case that the actor looks up, by the fields of `LOOKUP`. Queries: 1.

    Raises NotFound, also for one that may not be seen.
    """
    return there(_looked_up(*sorted(lookup)).first(actor=actor, **lookup))


def there(found: Case | None) -> Case:
    """The case that was looked up. Raises NotFound for none."""
    if found is None:
        raise NotFound(_("There is no such case."))
    return found


@cache
def _looked_up(*names: str) -> Loaded[Case]:
    """The statement of a look-up by these fields."""
    fields: dict[str, Any] = {name: LOOKUP[name] for name in names}

    def made(*, actor: Actor, **lookup: Any) -> QuerySet[Case]:
        return visible_to(actor).filter(**lookup).order_by("pk")[:1]

    return Loaded(made, Case, "playbook", actor=Asker(), **fields)


def insist(actor: Actor, verb: str, case: Case, *, is_open_needed: bool = True) -> None:
    """Let the verb pass or refuse it. Only the assigned handler handles (CASE-04). Raises NotPermitted."""
    if actor.is_system:
        return
    needed = PERMISSIONS.get(verb, "cases.handle")
    if not actor.may(needed):
        raise NotPermitted(_("Your post does not allow this."))
    if verb in HANDLER_VERBS and not is_handler(actor, case):
        raise NotPermitted(_("Only the assigned handler acts on this case. Hand it over first."))


def is_handler(actor: Actor, case: Case) -> bool:
    """Whether the actor is the one who handles the case now."""
    return case.owner_id is not None and case.owner_id == actor.id


def is_left(case: Case, *, posts: Collection[str], people: Collection[UUID]) -> bool:
    """Whether nobody on duty holds the case: its owner is off duty, or nobody stands at its post now."""
    return case.owner_id not in people if case.owner_id is not None else case.owner_post not in posts


def may_stand_in(playbook: Playbook, *, held: Collection[str], manned: Collection[str]) -> bool:
    """Whether a holder of these posts may own such a case: of its team (CASE-35); in the work of the shift also who is
    there while nobody of the team is.
    """
    team = set(playbook.routing.team)
    if not team or team & set(held):
        return True
    return playbook.is_shift_work and not team & set(manned)


def is_named(case_id: UUID, staff_id: UUID) -> bool:
    """Whether the case names this colleague. Queries: 1."""
    return NamedStaff.objects.filter(case_id=case_id, staff_id=staff_id).exists()


def insist_unnamed(case: Case, staff_id: UUID) -> None:
    """Whom the case names may not look into it (CASE-16). Queries: 1. Raises NotPermitted."""
    if is_named(case.pk, staff_id):
        raise NotPermitted(_("A colleague whom the case names may not handle it."))


def insist_task(actor: Actor, task: Task) -> None:
    """A task is for its assignee, or while it is only offered for its department. Raises NotPermitted."""
    if actor.is_system:
        return
    if not actor.may("tasks.do"):
        raise NotPermitted(_("Your post does not allow this."))
    if task.assignee_id == actor.id or (task.assignee_id is None and _is_of_team(actor, task)):
        return
    raise NotPermitted(_("This task is somebody else's. Ask to have it reassigned."))


def insist_approver(actor: Actor, approval: Approval) -> None:
    """An approval is given by its post or the highest one, never by who asked. Raises NotPermitted."""
    if approval.asked_by_id == actor.id and actor.kind is ActorKind.PERSON:
        raise NotPermitted(_("Who asks for an approval cannot give it."))
    is_theirs = approval.post in actor.posts or HIGHEST_POST in actor.posts
    if not actor.is_system and not (actor.may("cases.approve") and is_theirs):
        raise NotPermitted(_("This approval is for another post."))


def may_ratify(actor: Actor, approval: Approval, *, at: datetime) -> bool:
    """Whether a yes by phone is the actor's to confirm or deny: who gave it; once it is late, the highest post.

    Never who asked for it, entered it or heard it.
    """
    if not approval.by_phone:
        return False
    if approval.decided_by_id == actor.id:
        return True
    is_late = approval.ratify_by_at is not None and approval.ratify_by_at < at
    parties = {approval.asked_by_id, approval.recorded_by_id, approval.heard_by_id}
    return is_late and HIGHEST_POST in actor.posts and actor.id not in parties


def may_do_task(actor: Actor, task: Task) -> bool:
    """Whether the task may be the actor's: what `insist_task` lets pass."""
    try:
        insist_task(actor, task)
    except NotPermitted:
        return False
    return True


def never_first(subject: str) -> None:
    """Say that nothing can be done before an approval of this subject is given. Once, when the app that asks it starts."""
    NEVER_FIRST.add(subject)


def may_act_first(actor: Actor, approval: Approval) -> bool:
    """Whether the actor may do now what the approval was asked for: the handler, where doing it first is possible at all."""
    is_open = approval.state == ApprovalState.ASKED and approval.acted_at is None
    return is_open and approval.subject not in NEVER_FIRST and is_handler(actor, approval.case)


def may_approve(actor: Actor, approval: Approval) -> bool:
    """Whether the actor may decide the approval: what `insist_approver` lets pass."""
    try:
        insist_approver(actor, approval)
    except NotPermitted:
        return False
    return True


def _is_of_team(actor: Actor, task: Task) -> bool:
    """The department's own people; at night, whoever takes cases in or assigns them stands in (day of the hotel, 02:00)."""
    if actor.may("cases.assign") or actor.may("cases.take_in"):
        return True
    return task.department in actor.departments and (not task.post or task.post in actor.posts)
