"""One going to a room from my work or the board: take its tasks, end them, or give them to another, with one tap."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import on_duty_now
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.notices import actions as notices
from innkeeper.outbox import actions as outbox
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.actions.tasks import ensure_team, finish_task
from innkeeper.stays.models import RoomTask
from innkeeper.stays.queries.hands import same_going
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


def hand_over_tasks(*, actor: Actor, task_id: UUID, staff_id: UUID, at: datetime) -> list[RoomTask]:
    """Give a task, with what is done in the same going to the room, to a colleague who is on duty; both are told.

    Who assigns work may. Twice is once. Raises NotPermitted, NotFound, WrongState (ended already), InvalidInput for
    nobody on duty. Source: STAY-09.
    """
    policy.ensure(actor, policy.GIVES_WORK)
    with transaction.atomic():
        task = policy.tasks_visible_to(actor).select_for_update().filter(pk=task_id).first()
        if task is None:
            raise NotFound(_("There is no such task."))
        if task.state != TaskState.OPEN:
            raise WrongState(_("This task has ended already."))
        if not on_duty_now(task.property_id, at).filter(staff_id=staff_id).exists():
            text = _("Choose a colleague who is on duty.")
            raise InvalidInput(text, fields={"staff": text})
        before, going = task.owner_id, list(same_going(task).select_for_update())
        if before == staff_id:
            return going
        for one in going:
            one.owner_id = staff_id
            one.save(update_fields=["owner_id"])
        _tell_hands(actor, going, before=before, staff_id=staff_id, at=at)
    return going


def _tell_hands(
    actor: Actor, going: list[RoomTask], *, before: UUID | None, staff_id: UUID, at: datetime
) -> None:
    first = going[0]
    room = rows.held_room(first.property_id, first.room_number, at=at)
    facts = {
        "tasks": [str(one.pk) for one in going],
        "from": str(before or ""),
        "to": str(staff_id),
    }
    rows.log(actor, "rooms.task_handed_over", room, at=at, facts=facts)
    for person, key in ((staff_id, "rooms.task_yours"), (before, "rooms.task_given_on")):
        notices.notify(
            actor=actor,
            staff_ids=[person] if person else [],
            property_id=first.property_id,
            kind="room_task",
            object_kind="room",
            object_id=first.room_id,
            at=at,
            text_key=key,
            room=first.room_number,
        )
    given = events.RoomTaskHandedOver(
        property_id=first.property_id, task_id=first.pk, kind=first.kind, room=first.room_number
    )
    outbox.record(given, at=at)


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
