"""Facts that the outbox itself records."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from innkeeper.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDied(Event):
    """A job was given up after its last attempt; someone must look."""

    name: ClassVar[str] = "outbox.JobDied"
    job_id: UUID
    job_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDoubtful(Event):
    """A message may or may not have arrived, and may not be sent twice: check by hand."""

    name: ClassVar[str] = "outbox.DeliveryDoubtful"
    delivery_id: UUID
    port: str
