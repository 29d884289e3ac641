"""The board of a department: its open tasks, and at night those that nobody on duty holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from innkeeper.accounts.queries import manned
from innkeeper.cases import policy
from innkeeper.cases.models import Task, TaskState
from innkeeper.cases.queries.lists import MINE, NOWHERE, TASK_COLUMNS, TaskLine
from innkeeper.kernel.actors import Actor

ORPHANS = 20
CANNOT_WAIT = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class DepartmentTasks:
    """The open tasks as one person sees them: theirs, free ones, colleagues' ones, and those nobody on duty holds."""

    mine: tuple[TaskLine, ...]
    offered: tuple[TaskLine, ...]
    others: tuple[TaskLine, ...]
    orphans: tuple[TaskLine, ...]


def department_tasks(actor: Actor, *, at: datetime) -> DepartmentTasks:
    """Everything open of the actor's department, due first; restricted cases only by need to know. Queries: 3.

    What nobody on duty holds is shown to everybody on duty, but not what can wait for whose work it is.
    """
    house = actor.property_id or NOWHERE
    seen = policy.visible_to(actor).filter(is_open=True).values("pk")
    still = Task.objects.filter(property_id=house, state__in=[*Task.OPEN], case__in=seen)
    own = Q(assignee_id=actor.id) | Q(department__in=actor.departments)
    rows = [TaskLine(*row) for row in still.filter(own).order_by("due_at").values_list(*TASK_COLUMNS)[:MINE]]
    posts, departments, people = manned(house, at)
    orphans: list[TaskLine] = []
    if actor.id in people:
        free = Q(assignee_id=None, post="") & ~Q(department__in=departments)
        free |= Q(assignee_id=None) & ~Q(post="") & ~Q(post__in=posts)
        left = ~Q(assignee_id=None) & ~Q(assignee_id__in=people)
        soon = Q(due_at=None) | Q(due_at__lte=at + CANNOT_WAIT)
        lost = still.filter(soon, free | left).exclude(assignee_id=actor.id).order_by("due_at")
        orphans = [TaskLine(*row) for row in lost.values_list(*TASK_COLUMNS)[:ORPHANS]]
    gone = {line.id for line in orphans}
    mine = tuple(line for line in rows if line.assignee_id == actor.id)
    here = [line for line in rows if line.assignee_id != actor.id and line.id not in gone]
    offered = tuple(line for line in here if line.assignee_id is None and line.state == TaskState.OFFERED)
    others = tuple(line for line in here if line not in offered)
    return DepartmentTasks(mine=mine, offered=offered, others=others, orphans=tuple(orphans))
