"""What a shift takes over from the last in a played day: the book of its post, and the tasks of who went home."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Task, TaskState
from innkeeper.cases.queries.lists import TaskLine, my_tasks
from innkeeper.config.simulation.handling import Attempt
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
        """What somebody had begun who is not here any more: a free colleague of the department goes on with it.

        Who is `going` at the end of their turn still brings it to its end.
        """
        here = [body.staff_id for body in self.crew.on(at)]
        left = Task.objects.filter(property_id=self.crew.house.pk, case__is_open=True, state__in=BEGUN)
        for task in left.exclude(assignee_id__in=here).exclude(pk__in=going).order_by("due_at"):
            for body in self.crew.free(at):
                actor = self.crew.actor(body.staff_id, at)
                if task.department in actor.departments and actor.may("tasks.do"):
                    if self.attempt(lambda: cases.take_over_task(actor=actor, task_id=task.pk, at=at)):  # noqa: B023
                        yield from ((body, actor, line) for line in my_tasks(actor) if line.id == task.pk)
                    break
