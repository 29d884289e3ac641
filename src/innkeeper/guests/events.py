"""What has happened to guest files."""

from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from innkeeper.kernel.events import Event
from innkeeper.kernel.text import marked as _


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestRegistered(Event):
    """A guest file was opened."""

    name: ClassVar[str] = "guests.GuestRegistered"
    guest_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestChanged(Event):
    """Items of a guest file were changed; `fields` names them, blank separated."""

    name: ClassVar[str] = "guests.GuestChanged"
    guest_id: UUID
    fields: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceNoted(Event):
    """A preference was added to a guest file."""

    name: ClassVar[str] = "guests.PreferenceNoted"
    guest_id: UUID
    preference_id: UUID
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestErased(Event):
    """A guest file was erased: its keys are gone."""

    name: ClassVar[str] = "guests.GuestErased"
    guest_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestSearchesUnusual(Event):
    """One person searched the archive more often in an hour than the house thinks usual."""

    name: ClassVar[str] = "guests.GuestSearchesUnusual"
    staff_id: UUID
    searches: int


NOTICE_TEXTS: Final = {
    "guests.searches_unusual": _("%(count)s searches of the guest archive by one colleague within an hour."),
    "guests.erasure_due": _("A noted erasure is due: nothing holds the file any more, but a case is open."),
}
