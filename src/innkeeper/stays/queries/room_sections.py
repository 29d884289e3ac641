"""What higher rooms of the house add to the page of a room: each registers its section once, at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from innkeeper.accounts.queries import Colleagues
from innkeeper.kernel.actors import Actor
from innkeeper.properties.models import Property

Fill = Callable[..., Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class RoomSection:
    """One section: the template and what fills it; `fill(actor=, house=, room=, at=, people=)`."""

    name: str
    template: str
    fill: Fill


_sections: dict[str, RoomSection] = {}


def register_room_section(section: RoomSection) -> None:
    """Make a section known; called in ready() of the app that owns it."""
    _sections[section.name] = section


def sections_of_room(
    *, actor: Actor, house: Property, room: str, at: datetime, people: Colleagues
) -> list[tuple[str, Mapping[str, Any]]]:
    """Each section's template with what fills it, in order of registration."""
    return [
        (one.template, one.fill(actor=actor, house=house, room=room, at=at, people=people))
        for one in _sections.values()
    ]
