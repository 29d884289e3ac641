"""The board of a department: its open tasks, and at night those that nobody on duty holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet

from innkeeper.accounts.queries import on_duty_now
from innkeeper.cases import policy
from innkeeper.cases.models import Task, TaskState
from innkeeper.cases.queries.lists import MINE, NOWHERE, TASK_COLUMNS, TaskLine
from innkeeper.kernel.actors import Actor
from innkeeper.statements import Asker, Constant, Hole, Question, Rows, Statement, together

ORPHANS = 20
CANNOT_WAIT = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class DepartmentTasks:
    """The open tasks as one person sees them: theirs, free ones, colleagues' ones, and those nobody on duty holds."""

    mine: tuple[TaskLine, ...]
    offered: tuple[TaskLine, ...]
    others: tuple[TaskLine, ...]
    orphans: tuple[TaskLine, ...]


def department_tasks(actor: Actor, *, at: datetime) -> Question[DepartmentTasks]:
    """Everything open of the actor's department, due first; restricted cases only by need to know. Queries: 2.

    What nobody on duty holds is shown to everybody on duty, but not what can wait for whose work it is.
    """
    theirs = OF_DEPARTMENT.filled(actor=actor)
    lost = NOBODYS.filled(actor=actor, at=at, soon=at + CANNOT_WAIT)
    return together(theirs, lost).then(lambda found: _as_seen(actor, *found))


def _as_seen(actor: Actor, theirs: Rows, lost: Rows) -> DepartmentTasks:
    rows, orphans = [TaskLine(*row) for row in theirs], [TaskLine(*row) for row in lost]
    gone = {line.id for line in orphans}
    mine = tuple(line for line in rows if line.assignee_id == actor.id)
    here = [line for line in rows if line.assignee_id != actor.id and line.id not in gone]
    offered = tuple(line for line in here if line.assignee_id is None and line.state == TaskState.OFFERED)
    others = tuple(line for line in here if line not in offered)
    return DepartmentTasks(mine=mine, offered=offered, others=others, orphans=tuple(orphans))


def _still_open(actor: Actor) -> QuerySet[Task]:
    """The open tasks of the hotel whose case the actor may know."""
    seen = policy.visible_to(actor).filter(is_open=True).values("pk")
    states = [Constant(state) for state in Task.OPEN]
    here = Task.objects.filter(property_id=actor.property_id or NOWHERE, state__in=states, case__in=seen)
    return here.order_by("due_at")


def _of_department(*, actor: Actor) -> QuerySet[Any, Any]:
    own = Q(assignee_id=actor.id) | Q(department__in=actor.departments)
    return _still_open(actor).filter(own).values_list(*TASK_COLUMNS)[:MINE]


def _nobodys(*, actor: Actor, at: Hole, soon: Hole) -> QuerySet[Any, Any]:
    """What nobody on duty holds: of an unmanned department or post, or a colleague's who has gone. Only for who is on duty."""
    now = on_duty_now(actor.property_id or NOWHERE, at)
    empty_department = Q(~Exists(now.filter(post__department__code=OuterRef("department"))), post="")
    empty_post = Q(~Q(post=""), ~Exists(now.filter(post__code=OuterRef("post"))))
    free = Q(empty_department | empty_post, assignee_id=None)
    left = Q(~Q(assignee_id=None), ~Exists(now.filter(staff_id=OuterRef("assignee_id"))))
    lost = _still_open(actor).filter(Q(due_at=None) | Q(due_at__lte=soon), free | left)
    lost = lost.filter(Exists(now.filter(staff_id=actor.id))).exclude(assignee_id=actor.id)
    return lost.values_list(*TASK_COLUMNS)[:ORPHANS]


OF_DEPARTMENT = Statement(_of_department, actor=Asker())
NOBODYS = Statement(_nobodys, actor=Asker(), at=DateTimeField(), soon=DateTimeField())
