"""Colleagues as bodies: where they stand, how long they walk, when they rest. Pure."""

import io
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from PIL import Image

LOBBY_FLOOR = 1
LIFT, PER_FLOOR, CORRIDOR = timedelta(seconds=50), timedelta(seconds=4), timedelta(seconds=40)
BREAK, BREAK_AFTER, BREAKS = timedelta(minutes=30), timedelta(hours=2), 9
BRINGS, DESK_SECONDS = (45, 240), (60, 240)
WORK_SECONDS = {"engineering": (240, 900), "security": (120, 600), "front_office": (120, 480)}
"""What a task keeps somebody at the place, by department; who brings something is gone again soon."""
AT_ONCE, BEING_THERE = timedelta(minutes=5), (20, 60)
"""What an alarm wants within minutes is done with being there."""
AT_DESKS, IN_PERSON = (
    frozenset({"front_office", "customer_service", "quality"}),
    frozenset({"assistant_manager"}),
)
"""Departments that do their tasks at a desk or by telephone, and the post that goes to see the guest."""


@dataclass
class Body:
    """One colleague on a turn: free from when, on which floor, resting when, which room half cleaned."""

    staff_id: UUID
    post: str
    on_from: datetime
    on_until: datetime
    break_at: datetime
    free_at: datetime
    floor: int = LOBBY_FLOOR
    room_in_hand: str = ""

    def is_free(self, at: datetime) -> bool:
        """On duty, not resting, hands empty."""
        rests = self.break_at <= at < self.break_at + BREAK
        return self.on_from <= at < self.on_until and not rests and self.free_at <= at


def rest_time(number: int, on_from: datetime) -> datetime:
    """When the n-th colleague of a shift rests: one after the other, so that the telephone is never alone."""
    return on_from + BREAK_AFTER + BREAK * (number % BREAKS)


def walk(from_floor: int, to_floor: int) -> timedelta:
    """How long it takes from floor to floor, by the lift, and along the corridor."""
    if from_floor == to_floor:
        return CORRIDOR
    return LIFT + PER_FLOOR * abs(to_floor - from_floor) + CORRIDOR


def spent(dice: random.Random, bounds: tuple[int, int]) -> timedelta:
    """A time between two bounds in seconds, short ones more often."""
    low, high = bounds
    return timedelta(seconds=round(dice.triangular(low, high, low + (high - low) / 4)))


def photo(dice: random.Random) -> bytes:
    """A small picture, no two alike."""
    shade = tuple(dice.randrange(256) for _ in range(3))
    kept = io.BytesIO()
    Image.new("RGB", (32, 24), shade).save(kept, "PNG")
    return kept.getvalue()
