"""The story: work that a room waits for (a rush, an inspection, an amenity) has a clock, and its lateness is told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from innkeeper.clocks.actions import start_clock, stop_clock
from innkeeper.clocks.actions.runs import ClockAlreadyRunning
from innkeeper.clocks.rules import FixedTime
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job
from innkeeper.stays.actions import warn_of_task
from innkeeper.stays.queries import task_times

KIND, CLOCK = "room_task", "room_task"
ROBOT = "workflows.room_task_has_clock"


@job("workflows.room_task_starts_clock", priority=3)
def start(*, task_id: UUID, at: datetime) -> None:
    """For stays.RoomTaskGiven: its clock runs from the true start to its due time; again changes nothing."""
    task = task_times(task_id)
    if task is None or not task.is_open:
        return
    seconds = max(60, int((task.due_at - task.given_at).total_seconds()))
    with transaction.atomic():
        try:
            start_clock(
                actor=system(ROBOT),
                owner_kind=KIND,
                owner_id=task_id,
                property_id=task.property_id,
                name=CLOCK,
                target=FixedTime(seconds),
                at=task.given_at,
            )
        except ClockAlreadyRunning:
            return


@job("workflows.room_task_stops_clock", priority=3)
def stop(*, task_id: UUID, at: datetime) -> None:
    """For stays.RoomTaskEnded: its clock stops."""
    with transaction.atomic():
        stop_clock(owner_id=task_id, name=CLOCK, at=at, actor=system(ROBOT))


@job("workflows.room_task_is_late", priority=1)
def late(*, owner_kind: str, owner_id: UUID, share: int, level: int, at: datetime) -> None:
    """For clocks.ThresholdReached: the floor supervisor hears of a late room task, further up the housekeeper."""
    if owner_kind == KIND and share >= 100:
        warn_of_task(actor=system(ROBOT), task_id=owner_id, level=level, at=at)
