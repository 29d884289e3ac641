"""One stay at the desk: who, which room and why, what is lent, what is open, what the departure still needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from innkeeper.accounts.queries import staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases.queries.house import troubled_rooms
from innkeeper.cases.queries.lists import CaseLine
from innkeeper.cases.queries.past import cases_of_stay
from innkeeper.desk.queries.rows import case_row, words_for
from innkeeper.guests.queries import GuestLine, guest_lines, preferences_of_many
from innkeeper.kernel.actors import Actor
from innkeeper.properties.models import Property
from innkeeper.stays.models import BOOKING_WORDS, STATE_WORDS, STATUS_WORDS
from innkeeper.stays.queries import (
    CorrectionLine,
    Departure,
    LoanLine,
    MoveLine,
    Proposal,
    RoomCard,
    RoomTaskLine,
    StayCard,
    cards_for_rooms,
    corrections_of,
    departure_of,
    loans_of_stay,
    moves_of,
    proposals_for,
    stay_card,
    tasks_of_stay,
)
from innkeeper.stays.rules.rooms import READY
from innkeeper.stays.rules.stays import BookingType, StayStatus
from innkeeper.web.parts import CaseRow


@dataclass(frozen=True, slots=True)
class StayPage:
    """Everything the desk sees and does for one stay."""

    card: StayCard
    room: RoomCard | None
    status_words: str
    state_words: str
    booking_words: str
    guests: Sequence[GuestLine]
    wishes: Sequence[str]
    cases: Sequence[CaseRow]
    open_cases: Sequence[CaseLine]
    loans: Sequence[LoanLine]
    tasks: Sequence[RoomTaskLine]
    departure: Departure
    corrections: Sequence[CorrectionLine]
    moves: Sequence[MoveLine]
    proposals: Sequence[Proposal]
    people: Mapping[UUID, StaffLine]
    is_leaving_today: bool
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
    def is_room_ready(self) -> bool:
        """Whether the room meant for the guest can be given out now."""
        return self.room is not None and self.room.state in READY

    @property
    def loans_out(self) -> list[LoanLine]:
        """What the guest still has."""
        return [one for one in self.loans if one.ended_at is None]


def stay_page(actor: Actor, house: Property, stay_id: UUID, *, at: datetime) -> StayPage:
    """The page of one stay. Queries: 32 at most. Raises NotFound."""
    card = stay_card(stay_id, actor=actor)
    cases = cases_of_stay(actor, stay_id=stay_id)
    rooms = cards_for_rooms(house.pk, [card.room]) if card.room else {}
    words = words_for(cases, actor=actor, property_id=house.pk, at=at)
    departure, corrections, moves = (
        departure_of(property_id=house.pk, stay_id=stay_id),
        corrections_of(stay_id),
        moves_of(stay_id),
    )
    room = rooms.get(card.room)
    is_moving = card.status in {StayStatus.EXPECTED, StayStatus.IN_HOUSE} and actor.may("stays.edit")
    return StayPage(
        card=card,
        room=room,
        status_words=str(STATUS_WORDS[card.status]),
        state_words=str(STATE_WORDS[room.state]) if room else "",
        booking_words=str(BOOKING_WORDS[BookingType(card.booking_type)]),
        guests=list(guest_lines(card.guest_ids, actor=actor).values()),
        wishes=[one for lines in preferences_of_many(card.guest_ids, each=5).values() for one in lines],
        cases=[case_row(one, words) for one in cases],
        open_cases=[one for one in cases if one.is_open],
        loans=loans_of_stay(stay_id),
        tasks=tasks_of_stay(actor, property_id=house.pk, stay_id=stay_id),
        departure=departure,
        corrections=corrections,
        moves=moves,
        proposals=_proposals(actor, house.pk, card) if is_moving else (),
        people=staff_lines(_hands(departure, corrections, moves)),
        is_leaving_today=card.departure_on <= at.astimezone(ZoneInfo(house.timezone)).date(),
        may_edit=actor.may("stays.edit"),
        may_lend=actor.may("stays.edit") or actor.may("tasks.do"),
    )


def _proposals(actor: Actor, property_id: UUID, card: StayCard) -> list[Proposal]:
    troubled = troubled_rooms(actor, property_id=property_id)
    return proposals_for(card.id, troubled=troubled, without=[card.room] if card.room else [])


def _hands(
    departure: Departure, corrections: Sequence[CorrectionLine], moves: Sequence[MoveLine]
) -> set[UUID]:
    hands = {one.ticked_by for one in departure.details} | {departure.closed_by}
    hands |= {one.corrected_by for one in corrections} | {one.moved_by for one in moves}
    return {one for one in hands if one is not None}
