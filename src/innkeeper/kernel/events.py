"""What an event is: a fact in the past tense that holds ids and codes only."""

from dataclasses import asdict, dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of every app's events. `name` is "app.PastTense"; fields are UUID, str, int, bool or None: never personal."""

    name: ClassVar[str] = ""
    property_id: UUID | None

    def facts(self) -> dict[str, str | int | bool | None]:
        """The fields as JSON takes them."""
        return {key: str(value) if isinstance(value, UUID) else value for key, value in asdict(self).items()}
