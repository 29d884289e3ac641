"""What an erasure touches across the house: the file, and beside it the stays and cases that stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import pgettext_lazy

from innkeeper.accounts.queries import staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases.queries.past import cases_of_guest, open_cases_of_guests
from innkeeper.guests.queries import ErasureFile, GuestLine, erasure_file, guests_noted_for_erasure
from innkeeper.guests.views import ITEM_WORDS
from innkeeper.kernel.actors import Actor
from innkeeper.stays.queries import stays_of_guest

HOLD_WORDS = {
    "dispute": pgettext_lazy("hold", "an open dispute"),
    "stay": pgettext_lazy("hold", "a stay that is not over"),
}


@dataclass(frozen=True, slots=True)
class ErasureView:
    """The file, the words of what would go, the counts of what stays, and who asked so far."""

    file: ErasureFile
    items: tuple[str, ...]
    holds: tuple[str, ...]
    stays: int
    cases: int
    open_cases: int
    people: Mapping[UUID, StaffLine]

    @property
    def is_held(self) -> bool:
        """Whether the file cannot be erased now."""
        return bool(self.holds) or self.file.is_held_open


def erasure_view(actor: Actor, property_id: UUID, guest_id: UUID) -> ErasureView:
    """The view. Queries: 12 at most. Raises NotPermitted, NotFound."""
    file = erasure_file(actor=actor, guest_id=guest_id, property_id=property_id)
    cases = cases_of_guest(actor, guest_id=guest_id)
    return ErasureView(
        file=file,
        items=tuple(str(ITEM_WORDS[name]) for name in file.items),
        holds=tuple(str(HOLD_WORDS.get(name, name)) for name in file.holds),
        stays=len(stays_of_guest(guest_id, actor=actor)),
        cases=len(cases),
        open_cases=sum(one.is_open for one in cases),
        people=staff_lines({one.asked_by for one in file.requests}),
    )


@dataclass(frozen=True, slots=True)
class NotedLine:
    """One erasure that waits: of whose file, asked by whom, what held it until when, and since when it is due."""

    guest: GuestLine
    at: datetime
    asked_by: StaffLine | None
    holds: tuple[str, ...]
    until_on: date | None
    due_at: datetime | None
    open_cases: int


def noted_erasure_lines(actor: Actor, property_id: UUID) -> list[NotedLine]:
    """The noted erasures, what is due first. Queries: 5. Raises NotPermitted."""
    noted = guests_noted_for_erasure(actor=actor, property_id=property_id)
    cases = open_cases_of_guests([guest.id for guest, _one in noted])
    people = staff_lines({one.asked_by for _guest, one in noted})
    lines = [
        NotedLine(
            guest=guest,
            at=one.at,
            asked_by=people.get(one.asked_by),
            holds=tuple(str(HOLD_WORDS.get(name, name)) for name in one.holds.split()),
            until_on=one.until_on,
            due_at=one.due_at,
            open_cases=cases.get(guest.id, 0),
        )
        for guest, one in noted
    ]
    return sorted(lines, key=lambda line: (line.due_at is None, line.at))
