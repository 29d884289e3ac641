"""What is done in rooms in a played day: who left and who stays is cleaned for, looked at, released, brought what was ordered."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from innkeeper.config.simulation import people
from innkeeper.config.simulation.agenda import Agenda
from innkeeper.config.simulation.handling import Attempt
from innkeeper.config.simulation.people import Body
from innkeeper.config.simulation.staff import Crew
from innkeeper.kernel.actors import Actor
from innkeeper.stays import actions as stays
from innkeeper.stays.models import RoomStatus, RoomTask
from innkeeper.stays.queries import jobs_of_department
from innkeeper.stays.queries.care import HURRIED
from innkeeper.stays.queries.rounds import RoomJob
from innkeeper.stays.rules.rooms import RoomState
from innkeeper.stays.rules.tasks import TaskKind, TaskState

ATTENDANT, SUPERVISOR, WAITER = "room_attendant", "floor_supervisor", "waiter"
SECONDS = {
    TaskKind.INSPECTION: (120, 420),
    TaskKind.RUSH: (1200, 1800),
    TaskKind.CLEANING: (780, 1560),
    TaskKind.AIR: (60, 180),
    TaskKind.AMENITY: (180, 480),
}
DEPARTURE, LOOK = (1320, 2160), (120, 360)
"""A room whose guest has left takes half an hour; the supervisor's look before it is given out a few minutes."""
LOOK_EVERY = timedelta(minutes=2)
DEPARTURES_FROM, GIVEN_UP_FROM = time(11), time(17)
SIGN = "门口一直挂请勿打扰"


@dataclass
class RoomWork:
    """The floors: each with empty hands goes to what waits longest; a guest's wish comes between and is done first."""

    crew: Crew
    agenda: Agenda
    dice: random.Random
    attempt: Attempt
    in_hand: set[str] = field(default_factory=set)
    next_look: datetime | None = None

    def work(self, at: datetime) -> None:
        """Every other minute everybody of the floors and of room service looks for the next room."""
        if self.next_look is not None and at < self.next_look:
            return
        self.next_look = at + LOOK_EVERY
        for body in self.crew.free(at, ATTENDANT, WAITER, SUPERVISOR):
            if not body.room_in_hand:
                self._look(body, self.crew.actor(body.staff_id, at), at)

    def _look(self, body: Body, actor: Actor, at: datetime) -> None:
        if body.post == SUPERVISOR:
            self._release(body, actor, at)
            return
        jobs = [job for job in self._jobs(actor, at) if job.room not in self.in_hand]
        hurried = [job for job in jobs if job.kinds[0] in HURRIED]
        daily = [job for job in jobs if job.kinds[0] not in HURRIED and self._may_begin(body, at)]
        dirty = self._dirty() if body.post == ATTENDANT and self._may_begin(body, at) else []
        if hurried:
            self._do(body, actor, hurried[0], at)
        elif dirty and (self._hour(at) >= DEPARTURES_FROM or not daily):
            self._turn(body, dirty[0], at)
        elif daily:
            self._do(body, actor, daily[0], at)

    def _jobs(self, actor: Actor, at: datetime) -> Iterator[RoomJob]:
        """What the colleague may take, due first; what nobody may enter for waits, and in the evening is left out."""
        for job in jobs_of_department(actor, property_id=self.crew.house.pk, at=at).answer():
            if not job.waits:
                yield job
            elif self._hour(at) >= GIVEN_UP_FROM:
                for task_id in job.ids:
                    leave = partial(stays.leave_out_task, actor=actor, task_id=task_id, why=SIGN, at=at)
                    self.attempt(leave)

    def _do(self, body: Body, actor: Actor, job: RoomJob, at: datetime) -> None:
        """Take it, walk there, do it; the short errand keeps the hands full, cleaning may be broken off for a wish."""
        if not self.attempt(lambda: stays.accept_tasks(actor=actor, task_ids=job.ids, at=at)):
            return
        kind = TaskKind.CLEANING if TaskKind.CLEANING in job.kinds else job.kinds[0]
        ends = self._gone_to(body, job.room, SECONDS.get(kind, SECONDS[TaskKind.CLEANING]), at)
        if kind in HURRIED and kind is not TaskKind.RUSH:
            body.free_at = ends
        self.agenda.put(ends, partial(self._done, body, job))

    def _done(self, body: Body, job: RoomJob, at: datetime) -> None:
        if self._is_held_up(body, at, partial(self._done, body, job)):
            return
        still = RoomTask.objects.filter(pk__in=job.ids, state=TaskState.OPEN.value).exists()
        actor = self.crew.actor(body.staff_id, at)
        if TaskKind.RUSH in job.kinds:
            self._clean(actor, job.room, at)
        elif still:
            self.attempt(lambda: stays.finish_tasks(actor=actor, task_ids=job.ids, at=at))
        self._put_down(body)

    def _turn(self, body: Body, room: str, at: datetime) -> None:
        ends = self._gone_to(body, room, DEPARTURE, at)
        self.agenda.put(ends, partial(self._turned, body))

    def _turned(self, body: Body, at: datetime) -> None:
        if self._is_held_up(body, at, partial(self._turned, body)):
            return
        self._clean(self.crew.actor(body.staff_id, at), body.room_in_hand, at)
        self._put_down(body)

    def _release(self, body: Body, actor: Actor, at: datetime) -> None:
        """The supervisor looks at a clean room and releases it."""
        clean = RoomStatus.objects.filter(
            property_id=self.crew.house.pk, state=RoomState.VACANT_CLEAN.value, cleaned_by__isnull=False
        ).exclude(room_number__in=self.in_hand)
        room = clean.order_by("changed_at").values_list("room_number", flat=True).first()
        if room is None:
            return
        body.free_at = self._gone_to(body, room, LOOK, at)
        self.agenda.put(body.free_at, partial(self._released, body))

    def _released(self, body: Body, at: datetime) -> None:
        room = RoomStatus.objects.get(property_id=self.crew.house.pk, room_number=body.room_in_hand)
        if room.state == RoomState.VACANT_CLEAN:
            self._set(self.crew.actor(body.staff_id, at), room.room_number, RoomState.VACANT_INSPECTED, at)
        self._put_down(body)

    def _clean(self, actor: Actor, room: str, at: datetime) -> None:
        now = RoomStatus.objects.get(property_id=self.crew.house.pk, room_number=room)
        if now.state == RoomState.VACANT_DIRTY:
            self._set(actor, room, RoomState.VACANT_CLEAN, at)

    def _set(self, actor: Actor, room: str, state: RoomState, at: datetime) -> None:
        given = {"actor": actor, "property_id": self.crew.house.pk, "room_number": room, "state": state}
        self.attempt(lambda: stays.set_room_state(**given, at=at))  # type: ignore[arg-type]

    def _gone_to(self, body: Body, room: str, seconds: tuple[int, int], at: datetime) -> datetime:
        """The colleague walks there with the room in hand; when the work is done."""
        floor = int(room[:-2])
        ends = at + people.walk(body.floor, floor) + people.spent(self.dice, seconds)
        body.floor, body.room_in_hand = floor, room
        self.in_hand.add(room)
        return ends

    def _is_held_up(self, body: Body, at: datetime, deed: partial[None]) -> bool:
        """A guest's wish or the break came between: the room is finished after it."""
        if body.is_free(at) or at >= body.on_until:
            return False
        rest_ends = body.break_at + people.BREAK
        is_resting = body.break_at <= at < rest_ends
        self.agenda.put(max(body.free_at, rest_ends if is_resting else at) + timedelta(minutes=5), deed)
        return True

    def _put_down(self, body: Body) -> None:
        self.in_hand.discard(body.room_in_hand)
        body.room_in_hand = ""

    def _dirty(self) -> list[str]:
        rooms = RoomStatus.objects.filter(
            property_id=self.crew.house.pk, state=RoomState.VACANT_DIRTY.value
        ).exclude(room_number__in=self.in_hand)
        return list(rooms.order_by("changed_at").values_list("room_number", flat=True)[:1])

    def _may_begin(self, body: Body, at: datetime) -> bool:
        """Nobody begins a room that the shift's end would break off, nor cleans one at night."""
        return at + timedelta(minutes=20) <= body.on_until and time(7) <= self._hour(at) < time(22)

    def _hour(self, at: datetime) -> time:
        return at.astimezone(ZoneInfo(self.crew.house.timezone)).time()
