"""What has happened in the live house."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from innkeeper.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StayExpected(Event):
    """A booking was taken."""

    name: ClassVar[str] = "stays.StayExpected"
    stay_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestCheckedIn(Event):
    """A guest has moved in."""

    name: ClassVar[str] = "stays.GuestCheckedIn"
    stay_id: UUID
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestCheckedOut(Event):
    """A guest has left."""

    name: ClassVar[str] = "stays.GuestCheckedOut"
    stay_id: UUID
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomMoved(Event):
    """A guest has moved from one room to another."""

    name: ClassVar[str] = "stays.RoomMoved"
    stay_id: UUID
    from_room: str
    to_room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartureChanged(Event):
    """A stay was extended, cut short, or given a late check-out."""

    name: ClassVar[str] = "stays.DepartureChanged"
    stay_id: UUID
    room: str
    departs_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StayEnded(Event):
    """A booking came to nothing: cancelled, or the guest did not come. `status` says which."""

    name: ClassVar[str] = "stays.StayEnded"
    stay_id: UUID
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StayReinstated(Event):
    """A booking that had come to nothing is expected again."""

    name: ClassVar[str] = "stays.StayReinstated"
    stay_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomStateChanged(Event):
    """A room's state was changed by hand."""

    name: ClassVar[str] = "stays.RoomStateChanged"
    room: str
    was: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFlagChanged(Event):
    """A room's flag was set or cleared."""

    name: ClassVar[str] = "stays.RoomFlagChanged"
    room: str
    flag: str
    is_set: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StaysImported(Event):
    """A stays file was taken in to its end."""

    name: ClassVar[str] = "stays.StaysImported"
    run_id: UUID
    rows: int
    bad: int
