"""What an event is: a fact in the past tense that holds ids and codes only."""

from dataclasses import dataclass, fields
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every app's events. `name` is "app.PastTense"; fields are UUID, str, int, bool or None: never personal."""

    name: ClassVar[str] = ""
    property_id: UUID | None

    @property
    def topic(self) -> str:
        """What jobs subscribe to: the name, and for facts about several kinds of things the kind behind a colon."""
        return self.name

    def facts(self) -> dict[str, str | int | bool | None]:
        """The fields as JSON takes them."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: str(value) if isinstance(value, UUID) else value for name, value in values}
