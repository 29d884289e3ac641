"""Room tasks that one person has in hand or may take: what hurries by itself, the tasks of the day room by room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery, UUIDField

from innkeeper.accounts.queries import on_duty_now
from innkeeper.kernel.actors import Actor
from innkeeper.statements import Asker, Hole, Question, Statement
from innkeeper.stays import policy
from innkeeper.stays.models import TASK_WORDS, RoomStatus
from innkeeper.stays.rules.tasks import DAILY, TaskKind, TaskState, must_wait

MOST = 400
ORDER = {kind: place for place, kind in enumerate(TaskKind)}
COLUMNS = ("id", "room_number", "kind", "note", "owner_id", "given_at", "due_at")


@dataclass(frozen=True, slots=True)
class RoomJob:
    """What is done in one going to one room: one task that hurries, or the tasks of the day that are due together."""

    ids: tuple[UUID, ...]
    room: str
    kinds: tuple[TaskKind, ...]
    note: str
    owner_id: UUID | None
    given_at: datetime
    due_at: datetime
    dnd_since: datetime | None
    quiet_until: datetime | None
    waits: bool

    @property
    def words(self) -> tuple[str, ...]:
        """What is to be done, in the reader's language."""
        return tuple(str(TASK_WORDS[one]) for one in self.kinds)

    def is_late(self, at: datetime) -> bool:
        """Whether it should be done by now and could have been."""
        return not self.waits and self.due_at < at


def jobs_in_hand(actor: Actor, *, property_id: UUID, at: datetime) -> Question[list[RoomJob]]:
    """What the actor holds, and what waits for their post, due first. Queries: 1."""
    return IN_HAND.filled(actor=actor, house=property_id, at=at).then(partial(_jobs, at=at))


def jobs_of_department(actor: Actor, *, property_id: UUID, at: datetime) -> Question[list[RoomJob]]:
    """What the actor holds, and what nobody of their departments holds yet, due first. Queries: 1."""
    return OF_DEPARTMENT.filled(actor=actor, house=property_id, at=at).then(partial(_jobs, at=at))


def _open(actor: Actor, house: Hole, at: Hole, free: Q) -> QuerySet[Any, Any]:
    """What the actor holds, and what nobody holds who is on duty: who went home left it to the next shift."""
    held = Q(owner_id__in=on_duty_now(house, at).values("staff_id"))
    mine = Q(owner_id=actor.id) | ((Q(owner_id=None) | ~held) & Q(department__in=actor.departments) & free)
    tasks = policy.tasks_visible_to(actor).filter(mine, property_id=house, state=TaskState.OPEN.value)
    room = RoomStatus.objects.filter(room_id=OuterRef("room_id"))
    marked = tasks.annotate(
        dnd_since=Subquery(room.values("dnd_since")[:1]), quiet_until=Subquery(room.values("quiet_until")[:1])
    )
    by_due = marked.order_by("due_at", "floor", "room_number")
    return by_due.values_list(*COLUMNS, "dnd_since", "quiet_until")[:MOST]


def _in_hand(*, actor: Actor, house: Hole, at: Hole) -> QuerySet[Any, Any]:
    return _open(actor, house, at, Q(post__in=actor.posts))


def _of_department(*, actor: Actor, house: Hole, at: Hole) -> QuerySet[Any, Any]:
    return _open(actor, house, at, Q())


IN_HAND, OF_DEPARTMENT = (
    Statement(made, actor=Asker(), house=UUIDField(), at=DateTimeField())
    for made in (_in_hand, _of_department)
)


def _jobs(rows: Iterable[tuple[Any, ...]], at: datetime) -> list[RoomJob]:
    together: dict[tuple[object, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        task_id, number, kind, _note, owner_id, _given_at, due_at, *_marks = row
        is_daily = TaskKind(kind) in DAILY
        together.setdefault((number, owner_id, due_at) if is_daily else (task_id,), []).append(row)
    return [_job(rows, at) for rows in together.values()]


def _job(rows: Iterable[tuple[object, ...]], at: datetime) -> RoomJob:
    ids, numbers, kinds, notes, owners, given, due, dnd, quiet = zip(*rows, strict=True)
    of_kind = tuple(sorted(map(TaskKind, kinds), key=ORDER.__getitem__))
    return RoomJob(
        ids=ids,
        room=numbers[0],
        kinds=of_kind,
        note=notes[0],
        owner_id=owners[0],
        given_at=min(given),
        due_at=due[0],
        dnd_since=dnd[0],
        quiet_until=quiet[0],
        waits=all(must_wait(one, dnd_since=dnd[0], quiet_until=quiet[0], at=at) for one in of_kind),
    )
