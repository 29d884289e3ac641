"""Facts of notices that start jobs."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from innkeeper.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeGiven(Event):
    """A notice that should ring somewhere was written."""

    name: ClassVar[str] = "notices.NoticeGiven"
    notice_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmUnreached(Event):
    """An alarm found nobody on duty; the house's groups and phones are to hear it."""

    name: ClassVar[str] = "notices.AlarmUnreached"
    unreached_id: UUID
