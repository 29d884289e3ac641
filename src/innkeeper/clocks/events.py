"""Facts that clocks announce."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from innkeeper.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdReached(Event):
    """A clock has used `share` percent of its target: the post of `level` is to be told. `step` counts the repeats."""

    name: ClassVar[str] = "clocks.ThresholdReached"
    clock_id: UUID
    owner_kind: str
    owner_id: UUID
    clock_name: str
    level: int
    share: int
    round: int
    step: int
    due_at: str

    @property
    def topic(self) -> str:
        """By whose clock it is: who answers for cases does not wake for the time of a message."""
        return f"{self.name}:{self.owner_kind}"
