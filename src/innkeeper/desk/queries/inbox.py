"""The inbox for its page: rows without a word opened, and one message opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from innkeeper.cases.queries.lists import CaseLine, cases_by_id
from innkeeper.cases.queries.past import open_cases_of_rooms
from innkeeper.inbox import actions
from innkeeper.inbox.actions.receiving import ANSWER_SECONDS
from innkeeper.inbox.models import Message, Placement, Process
from innkeeper.inbox.queries import history, inbox
from innkeeper.kernel.actors import Actor
from innkeeper.web.parts import ClockFace, clock_face


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One message in the list."""

    message: Message
    clock: ClockFace | None
    case: CaseLine | None = None


@dataclass(frozen=True, slots=True)
class InboxPage:
    """The list, and which one it is."""

    rows: Sequence[InboxRow]
    is_sorted: bool
    unread: int


@dataclass(frozen=True, slots=True, repr=False)
class MessagePage:
    """One message as it was written, where it may go, where it has stood."""

    message: Message
    text: str
    sender: str
    clock: ClockFace | None
    open_cases: Sequence[CaseLine]
    placements: Sequence[tuple[Placement, str]]
    files: int
    is_unsorted: bool


def inbox_page(actor: Actor, *, is_sorted: bool, at: datetime) -> InboxPage:
    """The messages of the actor's hotel. Queries: 2."""
    messages = inbox(actor, is_sorted=is_sorted)
    cases = {one.id: one for one in cases_by_id(actor, [row.case_id for row in messages if row.case_id])}
    rows = [
        InboxRow(row, _clock(row, at=at), cases.get(row.case_id) if row.case_id else None) for row in messages
    ]
    return InboxPage(rows, is_sorted, sum(row.first_read_at is None for row in messages))


def message_page(actor: Actor, message_id: UUID, *, at: datetime) -> MessagePage:
    """One message, opened through the log. Raises NotFound. Queries: 10 at most."""
    text, sender = actions.open_message(actor=actor, message_id=message_id, at=at)
    message = actions.message_for(actor, message_id)
    rooms = [message.room_number] if message.room_number else []
    placed = history(message)
    refs = {one.id: one.ref for one in cases_by_id(actor, [row.case_id for row in placed if row.case_id])}
    assert actor.property_id is not None
    return MessagePage(
        message=message,
        text=text,
        sender=sender,
        clock=_clock(message, at=at),
        open_cases=open_cases_of_rooms(actor, property_id=actor.property_id, rooms=rooms) if rooms else (),
        placements=[(row, refs.get(row.case_id, "") if row.case_id else "") for row in placed],
        files=message.attachments.count(),
        is_unsorted=message.process == Process.UNSORTED,
    )


def _clock(message: Message, *, at: datetime) -> ClockFace | None:
    """The first answer: ten minutes from when it came in."""
    if message.process == Process.NOTHING:
        return None
    due_at = message.entered_at + timedelta(seconds=ANSWER_SECONDS)
    return clock_face(now=at, started_at=message.entered_at, due_at=due_at, stopped_at=message.answered_at)
