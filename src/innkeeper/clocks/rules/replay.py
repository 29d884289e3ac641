"""A clock worked out again from its happenings: must give what the row says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from innkeeper.clocks.rules.ladder import Rung
from innkeeper.clocks.rules.state import ClockState, Outcome
from innkeeper.clocks.rules.targets import QuietHours


class Kind(StrEnum):
    """What can happen to a clock."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    REBASED = "rebased"
    CAPPED = "capped"
    MOVED = "moved"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a clock. Only what the kind needs is filled."""

    kind: Kind
    at: datetime
    target_seconds: int = 0
    cap_at: datetime | None = None
    outcome: Outcome | None = None

    @property
    def is_given_up(self) -> bool:
        """Whether the run ends unjudged: a cancelled or merged clock announces nothing more."""
        return self.outcome in {Outcome.CANCELLED, Outcome.MERGED}

    @property
    def settles_at(self) -> datetime:
        """Up to when announcements go before it: stopping in the very second that is due is in time."""
        return self.at - timedelta(seconds=1) if self.kind is Kind.STOPPED else self.at


def replay(
    happenings: Sequence[Happening], *, rungs: tuple[Rung, ...], quiet: QuietHours | None = None
) -> ClockState:
    """The clock after its happenings, in order. Raises ValueError when the first is not its start."""
    if not happenings or happenings[0].kind is not Kind.STARTED:
        raise ValueError("A clock's story begins with its start.")
    first = happenings[0]
    state = ClockState.started(
        at=first.at, target_seconds=first.target_seconds, rungs=rungs, cap_at=first.cap_at, quiet=quiet
    )
    for happening in happenings[1:]:
        state = after(state, happening)
    return state


def after(state: ClockState, happening: Happening) -> ClockState:
    """The clock after one happening. What was due before it is announced first, unless the run is given up."""
    settled = state if happening.is_given_up else state.settled(happening.settles_at)[0]
    match happening.kind:
        case Kind.PAUSED:
            return settled.paused(happening.at)
        case Kind.RESUMED:
            return settled.resumed(happening.at)
        case Kind.REBASED:
            return settled.rebased(happening.target_seconds, happening.at)
        case Kind.CAPPED:
            return settled.capped(happening.cap_at, happening.at)
        case Kind.STOPPED:
            return settled.stopped(happening.at, happening.outcome)
        case _:
            return settled
