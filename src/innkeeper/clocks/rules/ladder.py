"""Which thresholds a clock announces: shares of its target, then repeats up the ladder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

JSONLadder = list[list[int]]


@dataclass(frozen=True, slots=True)
class Threshold:
    """At `share` of the target the post of `level` is told; only the last threshold repeats, one level higher each time.

    Units: `share` in whole percent; `level` 0 is the owner.
    """

    share: int
    level: int
    repeat_every: timedelta | None = None
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Rung:
    """One announcement: due at `share` percent of the target plus `after_seconds`."""

    share: int
    level: int
    step: int
    after_seconds: int

    def due_after(self, target_seconds: int) -> int:
        """The elapsed whole seconds at which it is due: a share is rounded up, so never announced too soon."""
        return -(-target_seconds * self.share // 100) + self.after_seconds


DEFAULT_LADDER = (
    Threshold(50, 0),
    Threshold(80, 0),
    Threshold(100, 1, repeat_every=timedelta(minutes=30), repeats=3),
)


def rungs_of(ladder: Sequence[Threshold]) -> tuple[Rung, ...]:
    """The announcements of a ladder in their order.

    Raises ValueError when shares do not rise, or a threshold but the last repeats: the order would hang on the target.
    """
    shares = [threshold.share for threshold in ladder]
    if shares != sorted(set(shares)) or any(share <= 0 for share in shares):
        raise ValueError("The shares of a ladder rise from above zero, each once.")
    if any(threshold.repeats for threshold in ladder[:-1]):
        raise ValueError("Only the last threshold of a ladder repeats.")
    rungs: list[Rung] = []
    for threshold in ladder:
        every = int(threshold.repeat_every.total_seconds()) if threshold.repeat_every else 0
        if threshold.repeats and every <= 0:
            raise ValueError("A threshold that repeats needs the time between.")
        rungs += [
            Rung(threshold.share, threshold.level + step, step, step * every)
            for step in range(threshold.repeats + 1)
        ]
    return tuple(rungs)


def ladder_as_data(ladder: Sequence[Threshold]) -> JSONLadder:
    """The ladder as a row keeps it."""
    return [
        [
            rung.share,
            rung.level,
            int(rung.repeat_every.total_seconds()) if rung.repeat_every else 0,
            rung.repeats,
        ]
        for rung in ladder
    ]


@lru_cache(maxsize=256)
def _read(data: tuple[tuple[int, ...], ...]) -> tuple[tuple[Threshold, ...], tuple[Rung, ...]]:
    """A hotel has a few ladders and many clocks: each is read once."""
    ladder = tuple(
        Threshold(share, level, timedelta(seconds=every) if every else None, repeats)
        for share, level, every, repeats in data
    )
    return ladder, rungs_of(ladder)


def ladder_from(data: Sequence[Sequence[int]]) -> tuple[Threshold, ...]:
    """The ladder that a row keeps."""
    return _read(tuple(tuple(step) for step in data))[0]


def rungs_from(data: Sequence[Sequence[int]]) -> tuple[Rung, ...]:
    """The announcements of the ladder that a row keeps."""
    return _read(tuple(tuple(step) for step in data))[1]
