"""Work in rooms: the tasks of the day, a rush, an inspection, an amenity order; done, or left out with its reason."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import on_duty
from innkeeper.audit import actions as audit
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.notices import actions as notices
from innkeeper.outbox import actions as outbox
from innkeeper.properties.queries import property_of
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.models import RoomStatus, RoomTask, Stay
from innkeeper.stays.queries.wishes import wishes_of
from innkeeper.stays.rules.rooms import OCCUPIED
from innkeeper.stays.rules.stays import StayStatus
from innkeeper.stays.rules.tasks import (
    DAILY,
    Planned,
    TaskKind,
    TaskState,
    due_after_quiet,
    may_plan,
    must_wait,
    owner_of_floor,
    plan_of_day,
)

ATTENDANT, SUPERVISOR = "room_attendant", "floor_supervisor"
CLEANING_TAKES = timedelta(hours=2)
LEADERS = {
    "housekeeping": (SUPERVISOR, "executive_housekeeper"),
    "food_beverage": ("fb_manager", "fb_manager"),
}


def plan_day(*, actor: Actor, property_id: UUID, at: datetime) -> int:
    """Give every occupied room that does not leave today its tasks of the day (STAY-09); how many were made.

    Safe to repeat at any time of the day: what is there stays as it is. Before the day begins and in the evening it makes nothing.
    A guest who asked not to be disturbed before a time gets a later due time, and nothing is late when it is given.
    Queries: 3, and 3 for each time at which something falls due; flat in the rooms.
    """
    zone = property_of(property_id).timezone
    if not may_plan(at, zone):
        return 0
    on = local_date(at, zone)
    rooms = _rooms_to_keep(property_id, on)
    known = set(
        RoomTask.objects.filter(property_id=property_id, on=on, kind__in=DAILY).values_list("room_id", "kind")
    )
    fresh = _planned(property_id, rooms, on=on, zone=zone, actor=actor, at=at)
    fresh = [task for task in fresh if (task.room_id, task.kind) not in known]
    if not fresh:
        return 0
    with transaction.atomic():
        RoomTask.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
        audit.record(
            actor=actor,
            verb="rooms.day_planned",
            kind="house",
            object_id=property_id,
            property_id=property_id,
            at=at,
            facts={"on": on.isoformat(), "tasks": len(fresh)},
        )
    return len(fresh)


def _rooms_to_keep(property_id: UUID, on: date) -> list[tuple[RoomStatus, Stay]]:
    """The rooms whose guests stay another night, by floor. Queries: 2."""
    stays = {
        stay.id: stay
        for stay in Stay.objects.filter(
            property_id=property_id, status=StayStatus.IN_HOUSE.value, departure_on__gt=on
        )
    }
    statuses = RoomStatus.objects.filter(property_id=property_id, state__in=[one.value for one in OCCUPIED])
    return [
        (status, stays[status.stay_id])
        for status in statuses.order_by("floor", "room_number")
        if status.stay_id in stays
    ]


def _planned(
    property_id: UUID,
    rooms: Collection[tuple[RoomStatus, Stay]],
    *,
    on: date,
    zone: str,
    actor: Actor,
    at: datetime,
) -> list[RoomTask]:
    every = wishes_of(property_id).linen_every_days
    planned = [
        (status, stay, task, _due(task, status, at=at))
        for status, stay in rooms
        for task in plan_of_day(on=on, arrival_on=stay.arrival_on, linen_every_days=every, zone=zone)
    ]
    people = {due_at: _hands(property_id, due_at, at=at) for due_at in {one[3] for one in planned}}
    floors = sorted({status.floor for status, _stay in rooms})
    return [
        RoomTask(
            property_id=property_id,
            room_id=status.room_id,
            room_number=status.room_number,
            floor=status.floor,
            stay_id=stay.id,
            kind=task.kind.value,
            on=on,
            department="housekeeping",
            post=ATTENDANT,
            owner_id=owner_of_floor(status.floor, floors, people[due_at]),
            due_at=due_at,
            given_by=actor.id,
            given_at=at,
        )
        for status, stay, task, due_at in planned
    ]


def _due(task: Planned, room: RoomStatus, *, at: datetime) -> datetime:
    """Nothing is late when it is given, nor before the guest may be disturbed."""
    due_at = task.due_at if task.due_at > at else at + CLEANING_TAKES
    return due_after_quiet(due_at, room.quiet_until, grace=CLEANING_TAKES)


def _hands(property_id: UUID, due_at: datetime, *, at: datetime) -> list[UUID]:
    """The attendants who are here when it falls due, for the day is planned while the night is still on duty; where the
    roster names none, those who are here now. Queries: 3 or 6."""
    for moment in (due_at - timedelta(minutes=1), at):
        here = [line.id for line in on_duty(property_id, ATTENDANT, moment) if line.post_code == ATTENDANT]
        if here:
            return here
    return []


def give_task(
    *,
    actor: Actor,
    room: RoomStatus,
    kind: TaskKind,
    at: datetime,
    due_at: datetime,
    note: str = "",
    department: str = "housekeeping",
    post: str = ATTENDANT,
    stay_id: UUID | None = None,
) -> RoomTask:
    """Write one task, its notice to the post on duty and its event, inside the caller's transaction."""
    zone = property_of(room.property_id).timezone
    task = RoomTask.objects.create(
        property_id=room.property_id,
        room_id=room.room_id,
        room_number=room.room_number,
        floor=room.floor,
        stay_id=stay_id or room.stay_id,
        kind=kind.value,
        on=local_date(at, zone),
        note=note,
        department=department,
        post=post,
        due_at=due_at,
        given_by=actor.id,
        given_at=at,
    )
    notices.notify_post(
        actor=actor,
        post_code=post,
        property_id=room.property_id,
        kind="room_task",
        object_kind="room",
        object_id=room.room_id,
        at=at,
        text_key=f"rooms.task_{kind.value}",
        room=room.room_number,
    )
    facts = {"task": str(task.pk), "task_kind": kind.value, "room": room.room_number}
    rows.log(actor, "rooms.task_given", room, at=at, facts=facts)
    given = events.RoomTaskGiven(
        property_id=room.property_id, task_id=task.pk, kind=kind.value, room=room.room_number
    )
    outbox.record(given, at=at)
    return task


def order_amenity(
    *, actor: Actor, stay_id: UUID, room_number: str, what: str, due_at: datetime, at: datetime
) -> RoomTask:
    """Have something brought to the room before a guest arrives, or while one stays: fruit, a card, tea.

    Raises NotPermitted, NotFound, WrongState (the stay is over), InvalidInput (nothing said, due in the past).
    """
    policy.ensure(actor, "stays.edit")
    rows.insist_thinkable(due_at=due_at)
    said = rows.short_words(what, limit=80, field="what")
    wrong = {} if said else {"what": _("What is to be brought.")}
    if due_at <= at:
        wrong["due_at"] = _("A time that lies ahead.")
    if wrong:
        raise InvalidInput(_("The order is not complete."), fields=wrong)
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        if stay.status not in {StayStatus.EXPECTED, StayStatus.IN_HOUSE}:
            raise WrongState(_("This stay is over."))
        room = rows.held_room(stay.property_id, room_number.strip() or stay.room_number, at=at)
        return give_task(
            actor=actor,
            room=room,
            kind=TaskKind.AMENITY,
            at=at,
            due_at=due_at,
            note=said,
            department="food_beverage",
            post="waiter",
            stay_id=stay.id,
        )


def finish_task(*, actor: Actor, task_id: UUID, at: datetime) -> RoomTask:
    """The work is done. Raises NotPermitted, NotFound, WrongState (ended already, or nobody may enter now)."""
    return _end(actor, task_id, TaskState.DONE, at=at)


def leave_out_task(*, actor: Actor, task_id: UUID, why: str, at: datetime) -> RoomTask:
    """The work is not done today, and why: the sign hung out, the guest wanted none.

    Raises NotPermitted, NotFound, WrongState, InvalidInput (no reason).
    """
    said = rows.short_words(why, limit=60, field="why")
    if not said:
        raise InvalidInput(_("Say why it is left out."), fields={"why": _("The reason.")})
    return _end(actor, task_id, TaskState.LEFT_OUT, why=said, at=at)


def _end(actor: Actor, task_id: UUID, state: TaskState, *, at: datetime, why: str = "") -> RoomTask:
    policy.ensure(actor, *policy.ROOM_KEEPERS)
    with transaction.atomic():
        task = policy.tasks_visible_to(actor).select_for_update().filter(pk=task_id).first()
        if task is None:
            raise NotFound(_("There is no such task."))
        ensure_team(actor, task)
        if task.state != TaskState.OPEN:
            raise WrongState(_("This task has ended already."))
        room = rows.held_room(task.property_id, task.room_number, at=at)
        waits = must_wait(TaskKind(task.kind), dnd_since=room.dnd_since, quiet_until=room.quiet_until, at=at)
        if state is TaskState.DONE and waits:
            raise WrongState(
                _("Room %(room)s does not want to be disturbed. Clear the mark first, or leave the task out.")
                % {"room": room.room_number}
            )
        _ended(actor, task, room, state, why=why, at=at)
    return task


def end_tasks_of_room(actor: Actor, room: RoomStatus, kinds: Collection[TaskKind], *, at: datetime) -> None:
    """What a new state of the room shows to be done is done, inside the caller's transaction."""
    still = RoomTask.objects.select_for_update().filter(
        room_id=room.room_id, state=TaskState.OPEN.value, kind__in=[one.value for one in kinds]
    )
    for task in still:
        _ended(actor, task, room, TaskState.DONE, why="", at=at)


def leave_out_tasks_of_room(
    actor: Actor, room: RoomStatus, kinds: Collection[TaskKind], *, why: str, at: datetime
) -> None:
    """What nobody shall do in the room any more is left out, inside the caller's transaction."""
    still = RoomTask.objects.select_for_update().filter(
        room_id=room.room_id, state=TaskState.OPEN.value, kind__in=[one.value for one in kinds]
    )
    for task in still:
        _ended(actor, task, room, TaskState.LEFT_OUT, why=why, at=at)


def carry_orders(stay_id: UUID, room: RoomStatus) -> None:
    """What was ordered for the guest is brought to the room they moved to, inside the caller's transaction."""
    orders = RoomTask.objects.filter(stay_id=stay_id, kind=TaskKind.AMENITY.value, state=TaskState.OPEN.value)
    orders.update(room_id=room.room_id, room_number=room.room_number)


def warn_of_task(*, actor: Actor, task_id: UUID, level: int, at: datetime) -> bool:
    """Tell who leads the team that a room task is late, each level once; whether somebody was told now."""
    with transaction.atomic():
        task = RoomTask.objects.select_for_update().filter(pk=task_id, state=TaskState.OPEN.value).first()
        if task is None or level <= task.warned_level:
            return False
        task.warned_level = level
        task.save(update_fields=["warned_level"])
        first, then = LEADERS.get(task.department, LEADERS["housekeeping"])
        notices.notify_post(
            actor=actor,
            post_code=first if level <= 1 else then,
            property_id=task.property_id,
            kind="room_task",
            level="burn",
            object_kind="room",
            object_id=task.room_id,
            at=at,
            text_key="rooms.task_late",
            room=task.room_number,
        )
    return True


def _ended(
    actor: Actor, task: RoomTask, room: RoomStatus, state: TaskState, *, why: str, at: datetime
) -> None:
    task.state, task.done_by, task.done_at, task.left_out_why = state.value, actor.id, at, why
    task.save()
    facts = {"task": str(task.pk), "task_kind": task.kind, "state": state.value}
    rows.log(actor, "rooms.task_ended", room, at=at, facts=facts)
    ended = events.RoomTaskEnded(
        property_id=task.property_id, task_id=task.pk, kind=task.kind, room=task.room_number
    )
    outbox.record(ended, at=at)


def ensure_team(actor: Actor, task: RoomTask) -> None:
    """Who does a task: the department it was given to, or who leads rooms. Raises NotPermitted."""
    if actor.is_system or actor.may("stays.edit") or task.department in actor.departments:
        return
    raise NotPermitted(_("This task is another department's."))
