"""What the desk adds to the page of a room: open cases, what repeats, who comes next, what the room met before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from innkeeper.cases.queries.house import open_by_room, repeats_in
from innkeeper.desk.queries.rows import case_row, words_for
from innkeeper.kernel.actors import Actor
from innkeeper.properties.queries import property_of
from innkeeper.stays.queries import RoomSection, due_in_by_room


def fill_room(*, actor: Actor, property_id: UUID, room: str, at: datetime) -> Mapping[str, Any]:
    """Open cases and repeats of the room, and the guest due in today. Queries: 7 at most."""
    on = at.astimezone(ZoneInfo(property_of(property_id).timezone)).date()
    cases = open_by_room(actor, property_id=property_id, rooms=[room]).get(room, [])
    words = words_for(cases, actor=actor, property_id=property_id, at=at) if cases else None
    comes = due_in_by_room(property_id, on, [room]).get(room)
    return {
        "cases": [case_row(one, words) for one in cases] if words else [],
        "repeats": repeats_in(actor, property_id=property_id, at=at, rooms=[room]),
        "next": comes,
        "is_warned": comes is not None and bool(cases),
        "may_see_stay": actor.may("stays.see"),
    }


SECTION = RoomSection(name="desk", template="desk/_room_cases.html", fill=fill_room)
