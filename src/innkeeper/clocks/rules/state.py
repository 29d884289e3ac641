"""One run of one clock as a value: it starts, pauses, resumes, is rebased, announces, stops. Times in UTC, whole seconds."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from innkeeper.clocks.rules.ladder import Rung
from innkeeper.clocks.rules.targets import QuietHours, whole_second, within_contact_hours


class Outcome(StrEnum):
    """How a run ended."""

    MET = "met"
    LATE = "late"
    CANCELLED = "cancelled"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Due:
    """A rung that has come due, and when it did: a sweep that comes late still says the true time."""

    rung: Rung
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ClockState:
    """A run between two happenings. `elapsed_seconds` is what ran before `running_since`; a pause adds nothing to it."""

    started_at: datetime
    target_seconds: int
    rungs: tuple[Rung, ...]
    elapsed_seconds: int = 0
    running_since: datetime | None = None
    paused_at: datetime | None = None
    cap_at: datetime | None = None
    quiet: QuietHours | None = None
    next_index: int = 0
    stopped_at: datetime | None = None
    outcome: Outcome | None = None

    @classmethod
    def started(
        cls,
        *,
        at: datetime,
        target_seconds: int,
        rungs: tuple[Rung, ...],
        cap_at: datetime | None = None,
        quiet: QuietHours | None = None,
    ) -> "ClockState":
        """A clock that begins to run at `at`."""
        start = whole_second(at)
        cap = whole_second(cap_at) if cap_at else None
        return cls(start, target_seconds, rungs, running_since=start, cap_at=cap, quiet=quiet)

    @property
    def is_open(self) -> bool:
        """Whether it runs or waits in a pause."""
        return self.stopped_at is None

    @property
    def limit_seconds(self) -> int:
        """The elapsed time at which it is due: the target, moved into contact hours, cut by the cap.

        A cap that had passed before the clock ran holds nothing back.
        """
        if self.running_since is None:
            return self.target_seconds
        due = self.running_since + timedelta(seconds=self.target_seconds - self.elapsed_seconds)
        if self.quiet:
            due = within_contact_hours(due, self.quiet, not_before=self.running_since)
        if self.cap_at and self.cap_at > self.running_since:
            due = min(due, self.cap_at)
        return self.elapsed_seconds + int((due - self.running_since).total_seconds())

    @property
    def due_at(self) -> datetime | None:
        """When it is due; None while it waits in a pause."""
        return self._reached_at(self.limit_seconds)

    @property
    def next_at(self) -> datetime | None:
        """When it next announces something; None in a pause, after the end, and when all is announced."""
        if not self.is_open or self.running_since is None or self.next_index >= len(self.rungs):
            return None
        return self._rung_at(self.rungs[self.next_index], self.running_since)

    def elapsed_at(self, at: datetime) -> int:
        """The seconds that have run by `at`, pauses left out."""
        if self.running_since is None:
            return self.elapsed_seconds
        return self.elapsed_seconds + max(0, int((whole_second(at) - self.running_since).total_seconds()))

    def settled(self, at: datetime) -> tuple["ClockState", tuple[Due, ...]]:
        """The clock with everything announced that is due by `at`, and what that is, in order.

        Every change settles first, so what a clock announces never hangs on when the sweep came by.
        """
        if not self.is_open or self.running_since is None:
            return self, ()
        reached = whole_second(at)
        found: list[Due] = []
        for rung in self.rungs[self.next_index :]:
            due_at = self._rung_at(rung, self.running_since)
            if due_at > reached:
                break
            found.append(Due(rung, due_at))
        return replace(self, next_index=self.next_index + len(found)), tuple(found)

    def paused(self, at: datetime) -> "ClockState":
        """The clock waiting from `at` on; one that waits or has ended stays as it is."""
        if not self.is_open or self.running_since is None:
            return self
        moment = max(whole_second(at), self.running_since)
        return replace(self, elapsed_seconds=self.elapsed_at(moment), running_since=None, paused_at=moment)

    def resumed(self, at: datetime) -> "ClockState":
        """The clock running again from `at`; one that runs or has ended stays as it is."""
        if not self.is_open or self.paused_at is None:
            return self
        return replace(self, running_since=max(whole_second(at), self.paused_at), paused_at=None)

    def rebased(self, target_seconds: int, at: datetime) -> "ClockState":
        """The clock under a new calendar or policy from `at`: what has run is written down, what was announced stays."""
        if not self.is_open:
            return self
        least = self.limit_seconds if self._was_due_in_the_evening(at) else 0
        return replace(self._written_down(at), target_seconds=max(target_seconds, least))

    def capped(self, cap_at: datetime | None, at: datetime) -> "ClockState":
        """The clock with another cap from `at` (the guest leaves earlier or later)."""
        cap = whole_second(cap_at) if cap_at else None
        if not self.is_open:
            return self
        if cap and self.due_at and self._was_due_in_the_evening(at):
            cap = max(cap, self.due_at)
        return replace(self._written_down(at), cap_at=cap)

    def stopped(self, at: datetime, outcome: Outcome | None = None) -> "ClockState":
        """The clock ended at `at`: met or late by its due time, unless `outcome` says that it was given up."""
        if not self.is_open:
            return self
        moment = max(whole_second(at), self.running_since or self.paused_at or self.started_at)
        elapsed = self.elapsed_at(moment)
        judged = outcome or (Outcome.LATE if self._is_late_after(elapsed) else Outcome.MET)
        return replace(
            self,
            elapsed_seconds=elapsed,
            running_since=None,
            paused_at=None,
            stopped_at=moment,
            outcome=judged,
        )

    def _written_down(self, at: datetime) -> "ClockState":
        """The same clock with a new leg from `at`: a new rule can make nothing due before it was made.

        One that was due in the evening, before the quiet hours, keeps its leg: a new one would move it on to the morning.
        """
        if self.running_since is None or self._was_due_in_the_evening(at):
            return self
        moment = max(whole_second(at), self.running_since)
        return replace(self, elapsed_seconds=self.elapsed_at(moment), running_since=moment)

    def _was_due_in_the_evening(self, at: datetime) -> bool:
        """Whether it respects quiet hours and is due by `at` already: no new rule moves that on, or back."""
        return self.quiet is not None and self.due_at is not None and self.due_at <= at

    def _is_late_after(self, elapsed: int) -> bool:
        """The very second it is due is still in time. In a pause, what was announced before it counts."""
        if self.running_since is None:
            return any(rung.share >= 100 for rung in self.rungs[: self.next_index])
        return elapsed > self.limit_seconds

    def _rung_at(self, rung: Rung, running_since: datetime) -> datetime:
        reached = running_since + timedelta(seconds=rung.due_after(self.limit_seconds) - self.elapsed_seconds)
        return max(reached, running_since)

    def _reached_at(self, seconds: int) -> datetime | None:
        if self.running_since is None:
            return None
        return self.running_since + timedelta(seconds=seconds - self.elapsed_seconds)
