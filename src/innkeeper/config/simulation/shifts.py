"""What a shift takes over from the last in a played day: the book of its post, and the tasks of who went home."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Task, TaskState
from innkeeper.cases.policy import visible_to
from innkeeper.cases.queries.lists import TaskLine, my_tasks
from innkeeper.config.simulation.handling import HANDED_ON, Attempt
from innkeeper.config.simulation.people import Body
from innkeeper.config.simulation.staff import Crew
from innkeeper.handovers.actions.handing_over import acknowledge
from innkeeper.handovers.models import Handover
from innkeeper.kernel.actors import Actor

BEGUN = (TaskState.ACCEPTED, TaskState.ARRIVED)


@dataclass
class Shifts:
    """Colleagues who begin: they read the book of their post, and go where somebody had been going."""

    crew: Crew
    attempt: Attempt

    def take_books(self, at: datetime) -> None:
        """Who is on duty in the post takes its book; who wrote it takes it only where nobody else can."""
        waiting = Handover.objects.filter(property_id=self.crew.house.pk, acknowledgement=None)
        for book in waiting.order_by("ended_at", "post"):
            here = sorted(
                self.crew.on(at, book.post), key=lambda body: str(body.staff_id) in book.given_by_ids
            )
            if here:
                actor = self.crew.actor(here[0].staff_id, at)
                self.attempt(lambda: acknowledge(actor=actor, handover_id=book.pk, at=at))  # noqa: B023  called at once

    def take_tasks(self, at: datetime, *, going: Collection[UUID]) -> Iterator[tuple[Body, Actor, TaskLine]]:
        """What somebody had begun who is not here any more, and what an alarm left for a post that nobody holds now: a
        free colleague of the department goes on with it.

        Who is `going` at the end of their turn still brings it to its end.
        """
        here = self.crew.on(at)
        begun = Q(state__in=BEGUN) & ~Q(assignee_id__in=[body.staff_id for body in here])
        waits = Q(state=TaskState.OFFERED, assignee_id=None, case__kind__in=HANDED_ON)
        waits &= ~Q(post__in=["", *(body.post for body in here)])
        left = Task.objects.filter(begun | waits, property_id=self.crew.house.pk, case__is_open=True)
        for task in left.exclude(pk__in=going).order_by("due_at"):
            for body in self.crew.free(at):
                actor = self.crew.actor(body.staff_id, at)
                if task.department in actor.departments and may_know(actor, task):
                    if self.attempt(lambda: cases.take_over_task(actor=actor, task_id=task.pk, at=at)):  # noqa: B023
                        yield from ((body, actor, line) for line in my_tasks(actor) if line.id == task.pk)
                    break


def may_know(actor: Actor, task: Task) -> bool:
    """Whether the colleague does tasks and may see the case of this one."""
    return actor.may("tasks.do") and visible_to(actor).filter(pk=task.case_id).exists()
