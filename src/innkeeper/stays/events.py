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


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomAllocated(Event):
    """A room is meant for a guest who is still to come."""

    name: ClassVar[str] = "stays.RoomAllocated"
    stay_id: UUID
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLent(Event):
    """Something was lent to a guest."""

    name: ClassVar[str] = "stays.ItemLent"
    stay_id: UUID
    loan_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanEnded(Event):
    """A loaned item is back, paid for or waived."""

    name: ClassVar[str] = "stays.LoanEnded"
    stay_id: UUID
    loan_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTaskGiven(Event):
    """Somebody asked for work in a room."""

    name: ClassVar[str] = "stays.RoomTaskGiven"
    task_id: UUID
    kind: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTaskAccepted(Event):
    """Somebody has taken work in a room."""

    name: ClassVar[str] = "stays.RoomTaskAccepted"
    task_id: UUID
    kind: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTaskHandedOver(Event):
    """Work in a room was given to another colleague."""

    name: ClassVar[str] = "stays.RoomTaskHandedOver"
    task_id: UUID
    kind: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomTaskEnded(Event):
    """Work in a room was done or left out."""

    name: ClassVar[str] = "stays.RoomTaskEnded"
    task_id: UUID
    kind: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StayCorrected(Event):
    """A wrong detail of a stay was put right."""

    name: ClassVar[str] = "stays.StayCorrected"
    stay_id: UUID
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRecordClosed(Event):
    """The record of a stay was closed with nothing left open."""

    name: ClassVar[str] = "stays.StayRecordClosed"
    stay_id: UUID
