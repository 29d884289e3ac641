"""The story: a guest asked for a wake-up call or a taxi, and somebody wrote it into the book as well: it is done once."""

from datetime import datetime
from uuid import UUID

from innkeeper.handovers.actions import finish_line
from innkeeper.handovers.queries.lines import done_line, open_lines_for
from innkeeper.handovers.rules import SAME_WITHIN
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job
from innkeeper.service_requests.actions import deliver_at_hour
from innkeeper.service_requests.queries import errand_of_task

ROBOT = "workflows.call_in_book_is_call_asked_for"


@job("workflows.book_call_done", priority=3)
def line_done(*, line_id: UUID, state: str, at: datetime) -> None:
    """For handovers.LineChanged: the room was rung, so the guest's request is done, by who rang."""
    line = done_line(line_id) if state == "done" else None
    if line is None or not line.room:
        return
    deliver_at_hour(
        actor=system(ROBOT, property_id=line.property_id),
        property_id=line.property_id,
        code=line.code,
        room=line.room,
        hour=line.hour,
        within=SAME_WITHIN,
        done_by_id=line.done_by_id,
        at=at,
    )


@job("workflows.asked_call_done", priority=3)
def task_done(*, task_id: UUID, at: datetime) -> None:
    """For cases.TaskDone: the request is done, so nobody rings the room again from the book."""
    errand = errand_of_task(task_id)
    if errand is None:
        return
    for line_id in open_lines_for(errand.property_id, code=errand.code, room=errand.room, hour=errand.hour):
        finish_line(actor=system(ROBOT, property_id=errand.property_id), line_id=line_id, at=at)
