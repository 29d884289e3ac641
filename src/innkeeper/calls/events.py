"""What has happened at the phone card."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from innkeeper.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLeft(Event):
    """A caller left a message, and it waits for who may open it."""

    name: ClassVar[str] = "calls.MessageLeft"
    message_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSettled(Event):
    """A message was passed on or is not wanted: its words may go."""

    name: ClassVar[str] = "calls.MessageSettled"
    message_id: UUID
