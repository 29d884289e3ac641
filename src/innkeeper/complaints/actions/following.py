"""The guest of a complaint moves to another room: who comes to them goes there; what the room suffers stays with it."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.complaints.rules import goes_to_guest
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted


def follow_guest(*, actor: Actor, stay_id: UUID, room_number: str, at: datetime) -> int:
    """Each open task of the stay's complaints goes with the guest or stays with the room it is about; how many went.

    Whoever has one, or whose post is to take one, is told the door. The complaint itself keeps the room that it is of.
    Safe to repeat. The house alone. Raises: NotPermitted. Source: CASE-30.
    """
    if not actor.is_system:
        raise NotPermitted(_("Your post does not allow this."))
    rows = Case.objects.filter(stay_id=stay_id, kind="complaint", closed_at=None).order_by("pk")
    went = 0
    for case_id in list(rows.values_list("pk", flat=True)):
        with cases.changing(actor=actor, case_id=case_id, verb="task", at=at, is_open_needed=False) as case:
            going = cases.carry_tasks(case, room_number, of=partial(_is_for_guest, case))
            if going:
                _tell(case, going, room_number, actor=actor, at=at)
            went += len(going)
    return went


def _is_for_guest(case: Case, task: Task) -> bool:
    return goes_to_guest(department=task.department, post=task.post, step=task.step, nature=case.nature)


def _tell(case: Case, going: list[Task], room_number: str, *, actor: Actor, at: datetime) -> None:
    key = "complaints.guest_moved"
    cases.tell_carriers(case, going, room_number, text_key=key, verb="tasks_follow", actor=actor, at=at)
    about = cases.notice_about(case, "moved", at=at) | {"text_key": key, "room": room_number}
    for post in sorted({task.post for task in going if task.post and not task.assignee_id}):
        cases.tell_post(case, post, actor=actor, at=at, about=about)
