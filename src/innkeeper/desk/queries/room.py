"""What the desk adds to the page of a room: open cases, what repeats, who comes next, what the room met before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from innkeeper.accounts.queries import Colleagues
from innkeeper.cases.queries.house import open_by_room, repeats_of_room
from innkeeper.desk.queries.rows import case_row, words_for
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.properties.models import Property
from innkeeper.stays.queries import RoomSection, due_in_by_room


def fill_room(
    *, actor: Actor, house: Property, room: str, at: datetime, people: Colleagues
) -> Mapping[str, Any]:
    """Open cases and repeats of the room, and the guest due in today. Queries: 6 at most."""
    on = local_date(at, house.timezone)
    cases = open_by_room(actor, property_id=house.pk, rooms=[room]).get(room, [])
    words = words_for(cases, actor=actor, property_id=house.pk, at=at, people=people) if cases else None
    comes = due_in_by_room(house.pk, on, [room]).get(room)
    return {
        "cases": [case_row(one, words) for one in cases] if words else [],
        "repeats": repeats_of_room(actor, property_id=house.pk, room=room, at=at),
        "next": comes,
        "is_warned": comes is not None and bool(cases),
        "may_see_stay": actor.may("stays.see"),
    }


SECTION = RoomSection(name="desk", template="desk/_room_cases.html", fill=fill_room)
