"""One played day: guests ask, the desk takes in, colleagues walk and do, the team solves, the worker sweeps."""

import random
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Task, TaskState
from innkeeper.cases.queries.lists import TaskLine, my_tasks
from innkeeper.clocks.queries import next_wake
from innkeeper.config import schedules
from innkeeper.config.demo.history import understood
from innkeeper.config.simulation import people
from innkeeper.config.simulation.agenda import Agenda, played
from innkeeper.config.simulation.handling import Handling
from innkeeper.config.simulation.incidents import Incidents
from innkeeper.config.simulation.living import Living
from innkeeper.config.simulation.people import Body
from innkeeper.config.simulation.plan import Brought
from innkeeper.config.simulation.rooms import RoomWork
from innkeeper.config.simulation.shifts import Shifts
from innkeeper.config.simulation.staff import Crew
from innkeeper.config.simulation.stage import Moment, Stage
from innkeeper.desk.actions import take_in
from innkeeper.incidents.actions.rooms import TELL_STEP
from innkeeper.incidents.models import FloorMessage
from innkeeper.incidents.queries.telling import untold_rooms
from innkeeper.kernel import clock
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InnkeeperError
from innkeeper.outbox.worker import Worker
from innkeeper.properties.models import Property
from innkeeper.stays.models import RoomStatus

ROUND, RING_AGAIN, LINE_TAKES = timedelta(seconds=30), timedelta(seconds=20), timedelta(seconds=40)
DESK = ("order_taker", "front_desk", "assistant_manager", "manager_on_duty")
TELEPHONE = ("order_taker",)
HANDS = ("room_attendant", "engineer", "waiter", "concierge", "security_guard", "butler", "front_desk")
SHIFT_CHECK, HEADS_WAIT = timedelta(minutes=5), timedelta(minutes=4)
WAIT_FOR_LIST = timedelta(minutes=2)


@dataclass
class Played:
    """What happened in the day so far, for the report: lines taken in and how long callers waited, refusals by reason."""

    taken_in: int = 0
    waits: list[float] = field(default_factory=list)
    tasks_done: int = 0
    refused: Counter[str] = field(default_factory=Counter)


class Day:
    """A hotel's day on the agenda. Everything that changes a row is one of the house's own actions."""

    def __init__(
        self,
        house: Property,
        brought: list[Brought],
        *,
        begins_at: datetime,
        ends_at: datetime,
        seed: int,
        speed: float,
        moments: Sequence[Moment] = (),
    ) -> None:
        self.house, self.begins_at, self.ends_at, self.now = house, begins_at, ends_at, begins_at
        self.dice = random.Random(seed)  # noqa: S311  a played day
        self.crew = Crew(house, begins_at=begins_at, ends_at=ends_at)
        self.agenda, self.told, self.calls = Agenda(speed), Played(), deque[Brought]()
        self.handling = Handling(self.crew, brought={}, spare=_spare(brought), attempt=self._try)
        self.worker = Worker(
            schedules=schedules.SCHEDULES, sweeps=schedules.SWEEPS, wake_at=schedules.wake_at, now=clock.now
        )
        for one in brought:
            self.agenda.put(one.at, lambda at, one=one: self._ring(one, at))  # type: ignore[misc]
        self.living = Living(self.crew, self.agenda, self.dice, self._try)
        self.living.plan(begins_at)
        self.rooms = RoomWork(self.crew, self.agenda, self.dice, self._try)
        self.incidents = Incidents(self.crew, self._try)
        self.shifts, self.going = Shifts(self.crew, self._try), set[UUID]()
        self.stage = Stage(self.crew, self.agenda, self.living, self.dice, self._try, begins_at)
        self.stage.plan(moments, begins_at=begins_at, ends_at=ends_at)
        self.agenda.put(begins_at, self._round)
        self.agenda.put(begins_at, self._change_shift)

    def play(self, stop: threading.Event, on_minute: Callable[[datetime], None]) -> Played:
        """Play to the end, or until told to stop; then work off what is due."""
        self.on_minute = on_minute
        with played(self.begins_at) as played_clock:
            self.agenda.run(played_clock, until=self.ends_at, stop=stop)
            self._work_off()
            self.now = played_clock.now()
        return self.told

    def _round(self, at: datetime) -> None:
        """Twice a minute everybody looks: the worker, the team, who has empty hands."""
        self._work_off()
        self._look_for_tasks(at)
        self.incidents.work(at)
        self.handling.work(at)
        self.rooms.work(at)
        self.on_minute(at)
        wake = next_wake()
        if wake is not None and at < wake < at + ROUND:
            self.agenda.put(wake, lambda _: self._work_off())
        self.agenda.put(at + ROUND, self._round)

    def _change_shift(self, at: datetime) -> None:
        self.handling.hand_over(at)
        self.shifts.take_books(at)
        for body, actor, task in self.shifts.take_tasks(at, going=self.going):
            self._walk(body, actor, task, at)
        self.agenda.put(at + SHIFT_CHECK, self._change_shift)

    def _work_off(self) -> None:
        while self.worker.step():
            pass

    def _ring(self, one: Brought, at: datetime) -> None:
        """A guest calls: whoever of the desk has a free hand takes the line in; else it rings again."""
        takers = self.crew.free(at, *DESK)
        if not takers:
            self.agenda.put(at + RING_AGAIN, lambda later: self._ring(one, later))
            return
        takers[0].free_at = at + LINE_TAKES
        self.told.waits.append((at - one.at).total_seconds())
        self._try(lambda: self._take_in(one, self.crew.actor(takers[0].staff_id, at), at))

    def _take_in(self, one: Brought, taker: Actor, at: datetime) -> None:
        one = self._from_somebody_here(one)
        heard = understood(self.house, one.line, heard_at=at)
        opened = take_in(actor=taker, property_id=self.house.pk, heard=heard, at=at)
        self.handling.brought[opened.id] = one
        self.told.taken_in += 1
        self._work_off()

    def _from_somebody_here(self, one: Brought) -> Brought:
        """A line of a room that was left meanwhile comes from another one that is lived in."""
        room, _space, rest = one.line.partition(" ")
        lived_in = RoomStatus.objects.filter(property_id=self.house.pk, stay_id__isnull=False)
        rooms = list(lived_in.order_by("room_number").values_list("room_number", flat=True))
        near = [other for other in rooms if other[:-2] == room[:-2]] or rooms
        return one if room in rooms else replace(one, line=f"{self.dice.choice(near)} {rest}")

    def _look_for_tasks(self, at: datetime) -> None:
        """Who has empty hands takes the task that is due first on the own list, as the phone shows it."""
        open_now = Task.objects.filter(property_id=self.house.pk, case__is_open=True, state=TaskState.OFFERED)
        offered = set(open_now.values_list("department", "post", "assignee_id"))
        for body in sorted(self.crew.free(at), key=lambda one: one.post not in HANDS):
            actor = self.crew.actor(body.staff_id, at)
            if not any(may_be_theirs(actor, *one) for one in offered):
                continue
            waiting = [task for task in my_tasks(actor) if self._is_for(body, task, at)]
            if actor.may("tasks.do") and waiting:
                first = min(waiting, key=lambda task: (task.due_at or self.ends_at, task.offered_at))
                self._go(body, actor, first, at)

    def _is_for(self, body: Body, task: TaskLine, at: datetime) -> bool:
        """Offered to them by name or post, or to the department: its hands go at once, its heads when nobody has gone."""
        if task.state != TaskState.OFFERED:
            return False
        if task.assignee_id == body.staff_id or task.post == body.post or body.post in HANDS:
            return True
        return body.post not in TELEPHONE and task.offered_at + HEADS_WAIT <= at

    def _go(self, body: Body, actor: Actor, task: TaskLine, at: datetime) -> None:
        """Notice and accept, then walk there."""
        if self._try(lambda: cases.accept_task(actor=actor, task_id=task.id, at=at)):
            self._walk(body, actor, task, at)

    def _walk(self, body: Body, actor: Actor, task: TaskLine, at: datetime) -> None:
        """Walk there, do it, note it: each at its own moment. What is done at a desk is done downstairs."""
        is_at_desk = task.department in people.AT_DESKS and task.post not in people.IN_PERSON
        is_upstairs = task.room.isdigit() and not is_at_desk
        floor = int(task.room[:-2]) if is_upstairs else people.LOBBY_FLOOR
        there = at + people.walk(body.floor, floor)
        takes = people.DESK_SECONDS if is_at_desk else people.WORK_SECONDS.get(task.department, people.BRINGS)
        if task.due_at is not None and task.due_at - task.offered_at <= people.AT_ONCE:
            takes = people.BEING_THERE
        done = there + people.spent(self.dice, takes)
        body.free_at, body.floor = done, floor
        self.going.add(task.id)
        self.agenda.put(there, lambda now: self._arrive(actor, task, now))
        self.agenda.put(done, lambda now: self._finish(actor, task, now))

    def _arrive(self, actor: Actor, task: TaskLine, at: datetime) -> None:
        if Task.objects.filter(pk=task.id, state=TaskState.ACCEPTED).exists():
            self._try(lambda: cases.arrive_at_task(actor=actor, task_id=task.id, at=at))

    def _finish(self, actor: Actor, task: TaskLine, at: datetime) -> None:
        def finish() -> None:
            if task.needs_evidence:
                cases.add_evidence(
                    actor=actor, case_id=task.case_id, task_id=task.id, content=people.photo(self.dice), at=at
                )
            brought = self.handling.brought.get(task.case_id)
            course: Any = brought.course if brought else {}
            result = course.get("done") or course.get("measure") or "做好了"
            cases.finish_task(actor=actor, task_id=task.id, result=result, at=at)
            self.told.tasks_done += 1

        self.going.discard(task.id)
        still = Task.objects.filter(pk=task.id, state__in=Task.OPEN)
        if still.exists() and not self._is_told(task):
            self.agenda.put(at + WAIT_FOR_LIST, lambda now: self._finish(actor, task, now))
        elif still.exists():
            self._try(finish)

    def _is_told(self, task: TaskLine) -> bool:
        """Who goes over the floors is done when the list is, and not before."""
        step = Task.objects.values_list("step", flat=True).get(pk=task.id)
        message = FloorMessage.objects.filter(incident__case_id=task.case_id).order_by("-drafted_at").first()
        return step != TELL_STEP or not untold_rooms(message)

    def _try(self, deed: Callable[[], object]) -> bool:
        """Do it; what the house refuses is counted by its code, as a colleague would be told."""
        try:
            deed()
        except InnkeeperError as refused:
            self.told.refused[f"{refused.code}: {refused}"] += 1
            return False
        return True


def may_be_theirs(actor: Actor, department: str, post: str, assignee_id: UUID | None) -> bool:
    """Whether such a task can stand on the actor's list: who has none need not look."""
    if assignee_id is not None:
        return assignee_id == actor.id
    return department in actor.departments and (not post or post in actor.posts)


def _spare(brought: list[Brought]) -> Brought:
    """What is found and done on complaints that stood before the day began."""
    return next(one for one in brought if "finding" in one.course)
