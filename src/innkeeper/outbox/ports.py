"""The port through which messages leave: what a channel promises about repeats, and how it fails."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Promise(StrEnum):
    """What happens when a message whose fate is unknown is sent again."""

    IDEMPOTENT = "idempotent"
    READ_BACK = "read_back"
    AT_MOST_ONCE = "at_most_once"


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves. `id` stays the same for every attempt; the body lives only as long as the call."""

    id: UUID
    address: str
    body: bytes = field(repr=False)
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


class Port(Protocol):
    """A channel to the outside."""

    @property
    def name(self) -> str:
        """The channel's code."""

    @property
    def promise(self) -> Promise:
        """What it promises about repeats."""

    def send(self, message: Message) -> str:
        """Send it; the receiver's receipt. Raises Refused, NotReached or Unsure."""

    def find(self, message_id: UUID) -> str | None:
        """The receipt of a message that arrived, None when it did not; asked of READ_BACK ports only."""


class DeliveryFailed(Exception):
    """A message that did not certainly arrive. `code` is safe to keep."""

    code = "failed"

    def __init__(self, code: str = "") -> None:
        super().__init__(code or self.code)
        self.code = code or type(self).code


class NotReached(DeliveryFailed):
    """Certainly not delivered; another attempt is safe."""

    code = "not_reached"


class Refused(DeliveryFailed):
    """The receiver will never take it; no attempt helps."""

    code = "refused"


class Unsure(DeliveryFailed):
    """It may have arrived (the connection broke after it was sent)."""

    code = "unsure"
