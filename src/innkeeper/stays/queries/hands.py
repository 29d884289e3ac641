"""To whom work in a room can be given: who is on duty, with what they have in hand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import on_duty_now
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound
from innkeeper.properties.queries import departments_under
from innkeeper.stays import policy
from innkeeper.stays.models import TASK_WORDS, RoomTask
from innkeeper.stays.rules.tasks import DAILY, TaskKind, TaskState
from innkeeper.web.templatetags.parts import two


@dataclass(frozen=True, slots=True)
class Hand:
    """A colleague on duty, in their post, with how many open tasks in rooms."""

    id: UUID
    name: str
    post: str
    count: int
    has_it: bool


@dataclass(frozen=True, slots=True)
class Going:
    """One going to a room: what is done there, and to whom it can be given."""

    task_id: UUID
    room: str
    words: tuple[str, ...]
    hands: tuple[Hand, ...]


def same_going(task: RoomTask) -> QuerySet[RoomTask]:
    """The task, with the open tasks of the day that the same hand does in the same room by the same time."""
    if TaskKind(task.kind) not in DAILY:
        return RoomTask.objects.filter(pk=task.pk)
    daily = [one.value for one in DAILY]
    together = Q(room_id=task.room_id, owner_id=task.owner_id, due_at=task.due_at, kind__in=daily)
    return RoomTask.objects.filter(together, state=TaskState.OPEN.value).order_by("pk")


def going_to_give(actor: Actor, task_id: UUID, *, at: datetime) -> Going:
    """The going of a task and who of its department is on duty, least busy first; where nobody is, everybody on duty.

    Raises NotFound. Queries: 5.
    """
    task = policy.tasks_visible_to(actor).filter(pk=task_id, state=TaskState.OPEN.value).first()
    if task is None:
        raise NotFound(_("There is no such task."))
    kinds = [one.kind for one in same_going(task)]
    below = departments_under(task.property_id, task.department)
    turns = list(
        on_duty_now(task.property_id, at)
        .select_related("staff", "post__department")
        .order_by("staff__staff_number")
    )
    own = [one for one in turns if one.post.department.code in below]
    in_hand = RoomTask.objects.filter(property_id=task.property_id, state=TaskState.OPEN.value)
    counts = dict(in_hand.values_list("owner_id").annotate(n=Count("pk")).order_by())
    hands = {
        one.staff_id: Hand(
            id=one.staff_id,
            name=one.staff.shown_name,
            post=two(one.post),
            count=counts.get(one.staff_id, 0),
            has_it=one.staff_id == task.owner_id,
        )
        for one in own or turns
    }
    by_load = sorted(hands.values(), key=lambda one: (one.has_it, one.count, one.name))
    return Going(
        task.pk, task.room_number, tuple(str(TASK_WORDS[TaskKind(one)]) for one in kinds), tuple(by_load)
    )
