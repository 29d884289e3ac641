"""One stay at the desk: who, which room and why, what is lent, what is open, what the departure still needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from innkeeper.accounts.queries import Colleagues
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases.queries.house import troubled_rooms
from innkeeper.cases.queries.lists import CaseLine
from innkeeper.cases.queries.past import cases_of_stay
from innkeeper.desk.queries.rows import case_row, words_for
from innkeeper.guests.queries import GuestLine, guest_lines, preferences_of_many
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.properties.models import Property
from innkeeper.properties.queries import room_type_name
from innkeeper.service_requests.models import NeedsAsked
from innkeeper.service_requests.queries import needs_of
from innkeeper.stays.models import BOOKING_WORDS, STATE_WORDS, STATUS_WORDS
from innkeeper.stays.queries import (
    CorrectionLine,
    Departure,
    LoanLine,
    MoveLine,
    Proposal,
    RoomTaskLine,
    StayCard,
    StayRecord,
    loans_of_stay,
    proposals_for,
    record_of_stay,
    stay_card,
    tasks_of_stay,
)
from innkeeper.stays.queries.record import RoomMark
from innkeeper.stays.rules.stays import BookingType, StayStatus
from innkeeper.web.parts import CaseRow


@dataclass(frozen=True, slots=True)
class StayPage:
    """Everything the desk sees and does for one stay."""

    card: StayCard
    room: RoomMark | None
    status_words: str
    state_words: str
    booking_words: str
    room_type: str
    guests: Sequence[GuestLine]
    wishes: Sequence[str]
    cases: Sequence[CaseRow]
    open_cases: Sequence[CaseLine]
    loans: Sequence[LoanLine]
    tasks: Sequence[RoomTaskLine]
    departure: Departure
    corrections: Sequence[CorrectionLine]
    moves: Sequence[MoveLine]
    people: Mapping[UUID, StaffLine]
    asked: NeedsAsked | None
    is_leaving_today: bool
    may_ask: bool
    may_edit: bool
    may_lend: bool

    @property
    def is_expected(self) -> bool:
        """Whether the guest is still to come."""
        return self.card.status is StayStatus.EXPECTED

    @property
    def is_in_house(self) -> bool:
        """Whether the guest lives here now."""
        return self.card.status is StayStatus.IN_HOUSE

    @property
    def is_departed(self) -> bool:
        """Whether the guest has left."""
        return self.card.status is StayStatus.DEPARTED

    @property
    def loans_out(self) -> list[LoanLine]:
        """What the guest still has."""
        return [one for one in self.loans if one.ended_at is None]


def stay_page(actor: Actor, house: Property, stay_id: UUID, *, at: datetime) -> StayPage:
    """The page of one stay. Queries: 12 at most; rooms that suit are fetched by themselves. Raises NotFound."""
    record = record_of_stay(stay_id, actor=actor)
    card, room = record.card, record.room
    cases = cases_of_stay(actor, stay_id=stay_id)
    words = words_for(cases, actor=actor, property_id=house.pk, at=at, people=Colleagues(_hands(record)))
    return StayPage(
        card=card,
        room=room,
        status_words=str(STATUS_WORDS[card.status]),
        state_words=str(STATE_WORDS[room.state]) if room else "",
        booking_words=str(BOOKING_WORDS[BookingType(card.booking_type)]),
        room_type=room_type_name(house.pk, card.room_type_code),
        guests=list(guest_lines(card.guest_ids, actor=actor).values()),
        wishes=[one for lines in preferences_of_many(card.guest_ids, each=5).values() for one in lines],
        cases=[case_row(one, words) for one in cases],
        open_cases=[one for one in cases if one.is_open],
        loans=loans_of_stay(stay_id),
        tasks=tasks_of_stay(actor, property_id=house.pk, stay_id=stay_id),
        departure=record.departure,
        corrections=record.corrections,
        moves=record.moves,
        people=words.people,
        asked=needs_of(stay_id) if card.status is StayStatus.IN_HOUSE else None,
        may_ask=actor.may("cases.take_in"),
        is_leaving_today=card.departure_on <= local_date(at, house.timezone),
        may_edit=actor.may("stays.edit"),
        may_lend=actor.may("stays.edit") or actor.may("tasks.do"),
    )


def rooms_that_suit(actor: Actor, stay_id: UUID, *, limit: int = 3) -> tuple[StayCard, list[Proposal]]:
    """Rooms that the guest could have instead, each with its reason; none for who moves nobody. Queries: 7."""
    card = stay_card(stay_id, actor=actor, has_moves=False)
    if not _is_moving(actor, card):
        return card, []
    troubled = troubled_rooms(actor, property_id=card.property_id)
    without = [card.room] if card.room else []
    return card, proposals_for(card.id, troubled=troubled, without=without, limit=limit)


def _is_moving(actor: Actor, card: StayCard) -> bool:
    return card.status in {StayStatus.EXPECTED, StayStatus.IN_HOUSE} and actor.may("stays.edit")


def _hands(record: StayRecord) -> set[UUID | None]:
    """Whoever did something to the stay."""
    departure = record.departure
    hands = {one.ticked_by for one in departure.details} | {departure.closed_by}
    return hands | {one.corrected_by for one in record.corrections} | {one.moved_by for one in record.moves}
