"""The story: a caller left a message, and every shift finds it in the book until somebody has settled it."""

from datetime import datetime
from uuid import UUID

from innkeeper.calls.queries import message_waits
from innkeeper.handovers.actions import add_caller_line, finish_line
from innkeeper.handovers.queries.lines import is_open_line
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job

ROBOT = "workflows.caller_message_in_book"


@job("workflows.message_into_book")
def message_left(*, property_id: UUID, message_id: UUID, at: datetime) -> None:
    """For calls.MessageLeft: it stands in the book, unless it was settled meanwhile."""
    if message_waits(message_id):
        robot = system(ROBOT, property_id=property_id)
        add_caller_line(actor=robot, property_id=property_id, message_id=message_id, at=at)


@job("workflows.message_out_of_book")
def message_settled(*, property_id: UUID, message_id: UUID, at: datetime) -> None:
    """For calls.MessageSettled: the next shift need not know of it."""
    if is_open_line(message_id):
        finish_line(actor=system(ROBOT, property_id=property_id), line_id=message_id, at=at)
