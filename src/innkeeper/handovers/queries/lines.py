"""Reads of single lines of the books, for stories that go on elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from innkeeper.handovers import rules
from innkeeper.handovers.models import BookLine
from innkeeper.handovers.rules import LineKind, LineState


@dataclass(frozen=True, slots=True)
class DoneLine:
    """A call of the book that was made: for which room and hour, under which code a guest asks for it, by whom."""

    property_id: UUID
    code: str
    room: str
    hour: datetime
    done_by_id: UUID
    ended_at: datetime


def done_line(line_id: UUID) -> DoneLine | None:
    """The line, if it is done and of a kind that guests ask for at an hour. Queries: 1."""
    row = BookLine.objects.filter(pk=line_id, state=LineState.DONE.value).defer("text").first()
    code = rules.CODE_OF.get(LineKind(row.kind)) if row else None
    if row is None or code is None or row.due_at is None or row.ended_by_id is None or row.ended_at is None:
        return None
    return DoneLine(row.property_id, code, row.room_number, row.due_at, row.ended_by_id, row.ended_at)


def is_open_line(line_id: UUID) -> bool:
    """Whether the line stands in a book. Queries: 1."""
    return BookLine.objects.filter(pk=line_id, state=LineState.OPEN.value).exists()


def open_lines_for(property_id: UUID, *, code: str, room: str, hour: datetime) -> list[UUID]:
    """The open lines that are the same call as this request of a guest. Queries: 0 or 1."""
    kind = rules.KIND_OF.get(code)
    if kind is None or not room:
        return []
    rows = BookLine.objects.filter(
        property_id=property_id,
        state=LineState.OPEN.value,
        kind=kind.value,
        room_number=room,
        due_at__range=(hour - rules.SAME_WITHIN, hour + rules.SAME_WITHIN),
    )
    return list(rows.values_list("pk", flat=True))
