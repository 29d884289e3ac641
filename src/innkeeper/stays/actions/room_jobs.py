"""One going to a room from my work or the board: take its tasks, or end them, with one tap."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import on_duty_now
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.outbox import actions as outbox
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.actions.tasks import ensure_team, finish_task
from innkeeper.stays.models import RoomTask
from innkeeper.stays.rules.tasks import TaskState

MOST = 8


def accept_tasks(*, actor: Actor, task_ids: Collection[UUID], at: datetime) -> list[RoomTask]:
    """Take tasks that nobody holds, or who holds them has gone home; one's own stay one's own.

    Raises NotPermitted, NotFound, InvalidInput, WrongState (ended, or a colleague was faster).
    """
    with transaction.atomic():
        tasks = _held(actor, task_ids)
        held = {one.owner_id for one in tasks if one.owner_id not in (None, actor.id)}
        if held and on_duty_now(tasks[0].property_id, at).filter(staff_id__in=held).exists():
            raise WrongState(_("A colleague has taken this already."))
        for task in tasks:
            if task.owner_id != actor.id:
                _take(actor, task, at=at)
    return tasks


def finish_tasks(*, actor: Actor, task_ids: Collection[UUID], at: datetime) -> list[RoomTask]:
    """The work of one going is done; what ended meanwhile stays as it ended.

    Raises NotPermitted, NotFound, InvalidInput, WrongState (all ended already, or nobody may enter now).
    """
    with transaction.atomic():
        return [finish_task(actor=actor, task_id=task.pk, at=at) for task in _held(actor, task_ids)]


def _held(actor: Actor, task_ids: Collection[UUID]) -> list[RoomTask]:
    """Those of the tasks that are still open, locked. Raises NotPermitted, NotFound, InvalidInput, WrongState."""
    policy.ensure(actor, *policy.ROOM_KEEPERS)
    if not 0 < len(task_ids) <= MOST:
        raise InvalidInput(_("Choose tasks of one room."), fields={"tasks": _("Tasks of one room.")})
    seen = policy.tasks_visible_to(actor).select_for_update().filter(pk__in=task_ids)
    tasks = list(seen.order_by("pk"))
    if len(tasks) < len(set(task_ids)):
        raise NotFound(_("There is no such task."))
    if len({one.room_id for one in tasks}) > 1:
        raise InvalidInput(_("Choose tasks of one room."), fields={"tasks": _("Tasks of one room.")})
    for task in tasks:
        ensure_team(actor, task)
    still = [one for one in tasks if one.state == TaskState.OPEN]
    if not still:
        raise WrongState(_("This task has ended already."))
    return still


def _take(actor: Actor, task: RoomTask, *, at: datetime) -> None:
    task.owner_id = actor.id
    task.save(update_fields=["owner_id"])
    room = rows.held_room(task.property_id, task.room_number, at=at)
    rows.log(actor, "rooms.task_accepted", room, at=at, facts={"task": str(task.pk), "task_kind": task.kind})
    taken = events.RoomTaskAccepted(
        property_id=task.property_id, task_id=task.pk, kind=task.kind, room=task.room_number
    )
    outbox.record(taken, at=at)
