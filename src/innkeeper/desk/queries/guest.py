"""The one guest view (PROF-13): the file, stays, problems and their outcome, who looked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from innkeeper.accounts.queries import Colleagues
from innkeeper.accounts.rules import StaffLine
from innkeeper.audit.queries import Line, who_opened
from innkeeper.cases.queries.past import cases_of_guest
from innkeeper.desk.queries.rows import case_row, words_for
from innkeeper.kernel.actors import Actor
from innkeeper.stays.queries import StayCard, stays_of_guest
from innkeeper.web.parts import CaseRow

LOOKS = 12


@dataclass(frozen=True, slots=True)
class GuestView:
    """Everything one reader may see of one guest."""

    stays: Sequence[StayCard]
    cases: Sequence[CaseRow]
    open_count: int
    looks: Sequence[Line]
    people: Mapping[UUID, StaffLine]


def guest_view(actor: Actor, property_id: UUID, guest_id: UUID, *, at: datetime) -> GuestView:
    """The view. Queries: 9 at most. Raises NotFound, NotPermitted."""
    lines = cases_of_guest(actor, guest_id=guest_id)
    looks = (
        who_opened(guest_id, limit=LOOKS).lines if actor.may("guests.edit") or actor.may("audit.see") else []
    )
    people = Colleagues(one.actor_id for one in looks)
    words = words_for(lines, actor=actor, property_id=property_id, at=at, people=people)
    return GuestView(
        stays=stays_of_guest(guest_id, actor=actor),
        cases=[case_row(one, words) for one in lines],
        open_count=sum(one.is_open for one in lines),
        looks=looks,
        people=words.people,
    )
