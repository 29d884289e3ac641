"""The time of a played day: what happens next, and a clock that stands still in between."""

import heapq
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from innkeeper.kernel import clock

Deed = Callable[[datetime], None]
TELL_EVERY = timedelta(seconds=20)


class PlayedClock(clock.Clock):
    """The time of the deed in hand; other processes of the demo are told by its clock file, so screens keep up."""

    def __init__(self, house_clock: clock.Clock, *, begins_at: datetime) -> None:
        super().__init__()
        self._house_clock, self._at, self._told_at = house_clock, begins_at, begins_at

    def now(self) -> datetime:
        """When the deed in hand happens."""
        return self._at

    def move_to(self, at: datetime) -> None:
        """Go on to the next deed; never back."""
        self._at = max(self._at, at)
        if self._at - self._told_at >= TELL_EVERY:
            self.tell()

    def tell(self) -> None:
        """Move the demo's clock up to this time, where a demo runs."""
        self._told_at = self._at
        ahead = self._at - self._house_clock.now()
        if self._house_clock.is_movable and ahead > timedelta():
            self._house_clock.warp(ahead)


@contextmanager
def played(begins_at: datetime) -> Iterator[PlayedClock]:
    """The house lives by the played clock until the block ends."""
    before = clock.clock
    clock.clock = PlayedClock(before, begins_at=begins_at)
    try:
        yield clock.clock
    finally:
        clock.clock.tell()
        clock.clock = before


@dataclass
class Agenda:
    """Deeds in the order of their times; what is put down for the same moment keeps its order.

    `speed` is seconds of the house per second of the wall (60: an hour a minute); 0 goes as fast as it can.
    """

    speed: float = 0
    _deeds: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def put(self, at: datetime, deed: Deed) -> None:
        """Do this then."""
        heapq.heappush(self._deeds, (at, next(self._numbers), deed))

    def run(self, played_clock: PlayedClock, *, until: datetime, stop: threading.Event) -> None:
        """Do everything up to `until`, or until `stop` is set."""
        began_at, began = played_clock.now(), time.monotonic()
        while self._deeds and self._deeds[0][0] <= until and not stop.is_set():
            at, _, deed = heapq.heappop(self._deeds)
            if self.speed:
                left = (at - began_at).total_seconds() / self.speed - (time.monotonic() - began)
                stop.wait(max(0.0, left))
            played_clock.move_to(at)
            deed(played_clock.now())
