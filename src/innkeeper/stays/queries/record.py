"""The record of one stay: its moves, what was put right, what its departure still needs, its room as it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value

from innkeeper.kernel.actors import Actor
from innkeeper.stays.models import (
    FIELD_WORDS,
    Correction,
    DetailTick,
    HouseWishes,
    LoanedItem,
    RecordClosure,
    RoomMove,
    RoomStatus,
    RoomTask,
    Stay,
)
from innkeeper.stays.queries.cards import MoveLine, StayCard, stay_card
from innkeeper.stays.queries.wishes import detail_words
from innkeeper.stays.rules.departures import BY_HAND, SEEN_BY_THE_HOUSE, Detail, open_details
from innkeeper.stays.rules.rooms import RoomState
from innkeeper.stays.rules.tasks import TaskKind, TaskState

CHANGES = ("what", "one", "two", "three", "by", "at", "four", "later_at")


@dataclass(frozen=True, slots=True)
class DetailLine:
    """One detail of a departure: seen by the house or ticked by hand."""

    detail: Detail
    words: str
    is_open: bool
    is_by_hand: bool
    ticked_by: UUID | None = None
    ticked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """What was put right."""

    words: str
    old_value: str
    new_value: str
    apology: str
    apologised_at: datetime
    corrected_by: UUID
    corrected_at: datetime


@dataclass(frozen=True, slots=True)
class Departure:
    """The checklist of one departure, and whether its record is closed."""

    details: tuple[DetailLine, ...]
    closed_by: UUID | None
    closed_at: datetime | None

    @property
    def open_count(self) -> int:
        """How many details are open."""
        return sum(one.is_open for one in self.details)


@dataclass(frozen=True, slots=True)
class RoomMark:
    """The room that is meant or lived in, as it is now."""

    state: RoomState
    dnd_since: datetime | None


@dataclass(frozen=True, slots=True)
class StayRecord:
    """A stay with what was done to it and what is left."""

    card: StayCard
    moves: tuple[MoveLine, ...]
    corrections: tuple[CorrectionLine, ...]
    departure: Departure
    room: RoomMark | None


def record_of_stay(stay_id: UUID, *, actor: Actor) -> StayRecord:
    """The stay as the desk keeps it (ERR-09, ERR-10). Queries: 3. Raises NotFound."""
    card = stay_card(stay_id, actor=actor, has_moves=False)
    moves, corrections, ticks = _changes(stay_id)
    departure, room = _standing(stay_id, ticks)
    return StayRecord(card, tuple(moves), tuple(corrections), departure, room)


def _changes(
    stay_id: UUID,
) -> tuple[list[MoveLine], list[CorrectionLine], dict[Detail, tuple[UUID, datetime]]]:
    """Moves in their order, corrections newest first, details that hands ticked. Queries: 1."""
    nothing = Value("", output_field=CharField())
    moves = RoomMove.objects.annotate(
        what=Value("move"), one=F("from_room"), two=F("to_room"), three=F("reason"), by=F("moved_by"), four=nothing,
        later_at=F("at"),
    )  # fmt: skip
    fixed = Correction.objects.annotate(
        what=Value("fix"), one=F("field"), two=F("old_value"), three=F("new_value"), by=F("corrected_by"),
        at=F("corrected_at"), four=F("apology"), later_at=F("apologised_at"),
    )  # fmt: skip
    ticked = DetailTick.objects.annotate(
        what=Value("tick"), one=F("detail"), two=nothing, three=nothing, by=F("ticked_by"), at=F("ticked_at"),
        four=nothing, later_at=F("ticked_at"),
    )  # fmt: skip
    rows = sorted(
        moves.filter(stay=stay_id).values_list(*CHANGES).union(
            fixed.filter(stay=stay_id).values_list(*CHANGES), ticked.filter(stay=stay_id).values_list(*CHANGES), all=True
        ),
        key=lambda row: row[5],
    )  # fmt: skip
    found = [
        MoveLine(one, two, three, by, at) for what, one, two, three, by, at, *_rest in rows if what == "move"
    ]
    put_right = [
        CorrectionLine(str(FIELD_WORDS.get(one, one)), two, three, four, later_at, by, at)
        for what, one, two, three, by, at, four, later_at in reversed(rows)
        if what == "fix"
    ]
    ticks = {Detail(row[1]): (row[4], row[5]) for row in rows if row[0] == "tick"}
    return found, put_right, ticks


def _standing(stay_id: UUID, ticks: dict[Detail, tuple[UUID, datetime]]) -> tuple[Departure, RoomMark | None]:
    """The checklist of the departure (ERR-10) and the room. Queries: 1."""
    closure = RecordClosure.objects.filter(stay=OuterRef("pk"))
    wishes = HouseWishes.objects.filter(property_id=OuterRef("property_id"))
    room = RoomStatus.objects.filter(property_id=OuterRef("property_id"), room_number=OuterRef("room_number"))
    rounds = RoomTask.objects.filter(
        stay_id=OuterRef("pk"), kind=TaskKind.INSPECTION.value, state=TaskState.OPEN.value
    )
    wanted, closed_by, closed_at, has_loans, has_rounds, state, dnd_since = Stay.objects.values_list(
        Subquery(wishes.values("details")[:1]),
        Subquery(closure.values("closed_by")[:1]),
        Subquery(closure.values("closed_at")[:1]),
        Exists(LoanedItem.objects.filter(stay=OuterRef("pk"), ended_at=None)),
        Exists(rounds),
        Subquery(room.values("state")[:1]),
        Subquery(room.values("dnd_since")[:1]),
    ).get(pk=stay_id)
    details = frozenset(Detail(one) for one in (HouseWishes().details if wanted is None else wanted).split())
    still = open_details(
        details, ticked=ticks.keys(), loans_out=int(has_loans), inspections_open=int(has_rounds)
    )
    words = detail_words()
    shown = [one for one in Detail if one in SEEN_BY_THE_HOUSE or one in details or one in ticks]
    lines = tuple(
        DetailLine(one, words[one], one in still, one in BY_HAND, *ticks.get(one, (None, None))) for one in shown
    )  # fmt: skip
    return Departure(lines, closed_by, closed_at), RoomMark(RoomState(state), dnd_since) if state else None
