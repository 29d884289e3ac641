"""What an erasure touches across the house: the file, and beside it the stays and cases that stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext_lazy

from innkeeper.accounts.queries import staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases.queries.past import cases_of_guest
from innkeeper.guests.queries import ErasureFile, erasure_file
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
