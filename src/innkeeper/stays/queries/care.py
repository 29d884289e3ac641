"""What is done around stays, for screens: loans out, tasks of rooms."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from innkeeper.kernel.actors import Actor
from innkeeper.stays import policy
from innkeeper.stays.models import (
    LOAN_END_WORDS,
    LOAN_WORDS,
    TASK_WORDS,
    LoanedItem,
    RoomStatus,
    RoomTask,
)
from innkeeper.stays.rules.departures import Loan, LoanEnd
from innkeeper.stays.rules.tasks import TaskKind, TaskState, must_wait

SHOWN = 20
HURRIED = frozenset({TaskKind.RUSH, TaskKind.INSPECTION, TaskKind.AMENITY})


@dataclass(frozen=True, slots=True)
class LoanLine:
    """Something lent, as screens name it: "Umbrella ×2"."""

    id: UUID
    stay_id: UUID
    room: str
    words: str
    lent_by: UUID
    lent_at: datetime
    ended_words: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoomTaskLine:
    """One task in a room. `waits` says that nobody may enter for it now."""

    id: UUID
    room: str
    floor: int
    kind: TaskKind
    words: str
    note: str
    department: str
    post: str
    owner_id: UUID | None
    given_at: datetime
    due_at: datetime
    state: TaskState
    done_by: UUID | None
    done_at: datetime | None
    left_out_why: str
    waits: bool = False
    dnd_since: datetime | None = None
    quiet_until: datetime | None = None

    def is_late(self, at: datetime) -> bool:
        """Whether it should be done by now and could have been."""
        return self.state is TaskState.OPEN and not self.waits and self.due_at < at


def loans_out(stay_ids: Collection[UUID]) -> dict[UUID, list[LoanLine]]:
    """What is still out, by stay. Queries: 1, none for no stays."""
    if not stay_ids:
        return {}
    found: dict[UUID, list[LoanLine]] = {}
    for loan in LoanedItem.objects.filter(stay_id__in=stay_ids, ended_at=None).order_by("lent_at"):
        found.setdefault(loan.stay_id, []).append(_loan_line(loan))
    return found


def loans_of_stay(stay_id: UUID) -> list[LoanLine]:
    """Everything lent to a stay, what is out first. Queries: 1."""
    loans = LoanedItem.objects.filter(stay_id=stay_id).order_by("ended_at", "lent_at")
    lines = [_loan_line(loan) for loan in loans]
    return sorted(lines, key=lambda one: one.ended_at is not None)


def stay_of_loan(actor: Actor, loan_id: UUID) -> UUID | None:
    """Whose loan it is, for who may see the stay. Queries: 1."""
    loans = LoanedItem.objects.filter(pk=loan_id, stay__in=policy.visible_to(actor))
    return loans.values_list("stay_id", flat=True).first()


def tasks_of_room(actor: Actor, *, property_id: UUID, room: str, on: date) -> list[RoomTaskLine]:
    """What is open in a room and what was done there today, due first. Queries: 1."""
    still = Q(state=TaskState.OPEN.value) | Q(on=on)
    tasks = policy.tasks_visible_to(actor).filter(still, property_id=property_id, room_number=room)
    return _lines(tasks.order_by("due_at", "kind")[:SHOWN], property_id)


def tasks_of_stay(actor: Actor, *, property_id: UUID, stay_id: UUID) -> list[RoomTaskLine]:
    """Amenities, inspections and rushes of one stay. Queries: 1."""
    asked = [TaskKind.AMENITY.value, TaskKind.INSPECTION.value, TaskKind.RUSH.value]
    tasks = policy.tasks_visible_to(actor).filter(stay_id=stay_id, kind__in=asked)
    return _lines(tasks.order_by("-given_at")[:SHOWN], property_id)


def tasks_of_team(actor: Actor, *, property_id: UUID, at: datetime, limit: int = 400) -> list[RoomTaskLine]:
    """The open tasks of the actor's departments, mine and nobody's first where I work on floors. Queries: 1."""
    tasks = policy.tasks_visible_to(actor).filter(property_id=property_id, state=TaskState.OPEN.value)
    if not actor.may("stays.edit"):
        tasks = tasks.filter(department__in=actor.departments).filter(Q(owner_id=actor.id) | Q(owner_id=None))
    return _lines(tasks.order_by("due_at", "floor", "room_number")[:limit], property_id)


def amenities_for(stay_ids: Collection[UUID]) -> dict[UUID, list[RoomTaskLine]]:
    """The amenity orders by stay. Queries: 1, none for no stays."""
    if not stay_ids:
        return {}
    found: dict[UUID, list[RoomTaskLine]] = {}
    orders = RoomTask.objects.filter(stay_id__in=stay_ids, kind=TaskKind.AMENITY.value)
    for task in orders.exclude(state=TaskState.LEFT_OUT.value).order_by("due_at"):
        if task.stay_id:
            found.setdefault(task.stay_id, []).append(_line(task))
    return found


@dataclass(frozen=True, slots=True)
class TaskTimes:
    """When a task was given and is due, and whether it is still to be done."""

    property_id: UUID
    given_at: datetime
    due_at: datetime
    is_open: bool


def task_times(task_id: UUID) -> TaskTimes | None:
    """The times of a task; None for one that is not there. Queries: 1."""
    task = RoomTask.objects.filter(pk=task_id).first()
    if task is None:
        return None
    return TaskTimes(task.property_id, task.given_at, task.due_at, task.state == TaskState.OPEN)


def _loan_line(loan: LoanedItem) -> LoanLine:
    words = loan.note if loan.item == Loan.OTHER else str(LOAN_WORDS[Loan(loan.item)])
    return LoanLine(
        id=loan.id,
        stay_id=loan.stay_id,
        room=loan.room_number,
        words=f"{words} ×{loan.count}" if loan.count > 1 else words,
        lent_by=loan.lent_by,
        lent_at=loan.lent_at,
        ended_words=str(LOAN_END_WORDS[LoanEnd(loan.ended_as)]) if loan.ended_as else "",
        ended_at=loan.ended_at,
    )


def _lines(tasks: QuerySet[RoomTask], property_id: UUID) -> list[RoomTaskLine]:
    room = RoomStatus.objects.filter(property_id=property_id, room_id=OuterRef("room_id"))
    found = tasks.annotate(
        dnd_since=Subquery(room.values("dnd_since")[:1]), quiet_until=Subquery(room.values("quiet_until")[:1])
    )
    return [_line(task) for task in found]


def _line(task: RoomTask) -> RoomTaskLine:
    kind, state = TaskKind(task.kind), TaskState(task.state)
    dnd, quiet = getattr(task, "dnd_since", None), getattr(task, "quiet_until", None)
    return RoomTaskLine(
        id=task.id,
        room=task.room_number,
        floor=task.floor,
        kind=kind,
        words=str(TASK_WORDS[kind]),
        note=task.note,
        department=task.department,
        post=task.post,
        owner_id=task.owner_id,
        given_at=task.given_at,
        due_at=task.due_at,
        state=state,
        done_by=task.done_by,
        done_at=task.done_at,
        left_out_why=task.left_out_why,
        waits=state is TaskState.OPEN and must_wait(kind, dnd_since=dnd, quiet_until=None, at=task.given_at),
        dnd_since=dnd,
        quiet_until=quiet,
    )
