"""Facts that disputes announce: ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from innkeeper.cases.events import CaseEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeOpened(CaseEvent):
    """A dispute was opened from a case."""

    name: ClassVar[str] = "disputes.DisputeOpened"
    origin_case_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeEnded(CaseEvent):
    """A dispute was settled, decided or withdrawn; its terms run."""

    name: ClassVar[str] = "disputes.DisputeEnded"
    end: str
