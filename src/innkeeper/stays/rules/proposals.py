"""Which free room suits a guest best, and why (STAY-03). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from innkeeper.stays.rules.rooms import RoomState


class Why(StrEnum):
    """A reason for a room."""

    INSPECTED = "inspected"
    SAME_TYPE = "same_type"
    HIGH_FLOOR = "high_floor"
    LOW_FLOOR = "low_floor"
    FAR_FROM_LIFT = "far_from_lift"
    LIVED_HERE = "lived_here"
    NOTHING_OPEN = "nothing_open"


WEIGHT = {
    Why.SAME_TYPE: 100, Why.INSPECTED: 40, Why.LIVED_HERE: 20, Why.HIGH_FLOOR: 25, Why.LOW_FLOOR: 25,
    Why.FAR_FROM_LIFT: 20, Why.NOTHING_OPEN: 30,
}  # fmt: skip
WISHES = {
    Why.HIGH_FLOOR: ("高楼层", "高层", "high floor", "upper floor"),
    Why.LOW_FLOOR: ("低楼层", "低层", "low floor", "lower floor"),
    Why.FAR_FROM_LIFT: ("离电梯远", "远离电梯", "安静", "away from the lift", "far from the lift", "quiet"),
}


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """A room that could be given out. `place` is its position on the floor, counted from the lift."""

    number: str
    floor: int
    place: int
    room_type: str
    state: RoomState
    is_troubled: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """A room and why it suits."""

    room: FreeRoom
    reasons: tuple[Why, ...]

    @property
    def weight(self) -> int:
        """How well it suits; more is better."""
        return sum(WEIGHT[one] for one in self.reasons)


def wishes_in(sentences: Collection[str]) -> frozenset[Why]:
    """What the guest's preferences ask of a room."""
    said = " ".join(sentences).lower()
    return frozenset(why for why, words in WISHES.items() if any(word in said for word in words))


def best_fits(
    rooms: Sequence[FreeRoom],
    *,
    room_type: str,
    wishes: Collection[Why],
    lived_in: Collection[str],
    limit: int = 3,
) -> list[Fit]:
    """The rooms that suit best, the best first; of equals the lower number."""
    floors = sorted({room.floor for room in rooms})
    middle = floors[len(floors) // 2] if floors else 0
    far = max((room.place for room in rooms), default=0) / 2
    fits = [Fit(room, _reasons(room, room_type, wishes, lived_in, middle=middle, far=far)) for room in rooms]
    return sorted(fits, key=lambda fit: (-fit.weight, fit.room.number))[:limit]


def _reasons(
    room: FreeRoom,
    room_type: str,
    wishes: Collection[Why],
    lived_in: Collection[str],
    *,
    middle: int,
    far: float,
) -> tuple[Why, ...]:
    holds = {
        Why.SAME_TYPE: bool(room_type) and room.room_type == room_type,
        Why.INSPECTED: room.state is RoomState.VACANT_INSPECTED,
        Why.HIGH_FLOOR: Why.HIGH_FLOOR in wishes and room.floor >= middle,
        Why.LOW_FLOOR: Why.LOW_FLOOR in wishes and room.floor < middle,
        Why.FAR_FROM_LIFT: Why.FAR_FROM_LIFT in wishes and room.place > far,
        Why.LIVED_HERE: room.number in lived_in,
        Why.NOTHING_OPEN: not room.is_troubled,
    }
    return tuple(why for why in Why if holds.get(why))
