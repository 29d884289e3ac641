"""Facts that the shift announces: ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from innkeeper.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChanged(Event):
    """A line of a book was written, tried, done or taken back."""

    name: ClassVar[str] = "handovers.LineChanged"
    line_id: UUID
    post: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverFilled(Event):
    """A shift has ended and its book stands for the next one."""

    name: ClassVar[str] = "handovers.HandoverFilled"
    handover_id: UUID
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverAcknowledged(Event):
    """The next shift has taken the book over."""

    name: ClassVar[str] = "handovers.HandoverAcknowledged"
    handover_id: UUID
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpWanted(Event):
    """An entry of the manager-on-duty log asks a department for something."""

    name: ClassVar[str] = "handovers.FollowUpWanted"
    entry_id: UUID
    department: str
