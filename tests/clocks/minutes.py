"""The clock as a child would keep it: walk minute by minute and look. Slow, and written without the product's rules."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from innkeeper.clocks import rules

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Step:
    """Something done to the clock, `minute` minutes after its start."""

    minute: int
    verb: str  # pause resume rebase recap stop sweep
    value: int = 0


@dataclass
class Story:
    """What the clock announced, each with its minute, and how it ended."""

    told: list[tuple[int, int, int, int]] = field(default_factory=list)
    outcome: str | None = None


@dataclass
class Walker:
    """A clock walked minute by minute from its start."""

    begun: datetime
    target: int
    ladder: tuple[rules.Threshold, ...]
    cap: int | None = None
    quiet: rules.QuietHours | None = None
    ran: int = 0
    leg: int | None = 0
    ran_before_leg: int = 0
    story: Story = field(default_factory=Story)

    def is_quiet(self, minute):
        clock = (self.begun + minute * MINUTE).astimezone(self.quiet.timezone).time()
        starts, ends = self.quiet.starts, self.quiet.ends
        return starts <= clock < ends if starts < ends else clock >= starts or clock < ends

    def limit(self):
        """How many minutes may run, as seen from the beginning of this leg."""
        due = self.leg + self.target - self.ran_before_leg
        if self.quiet and self.is_quiet(due):
            back = due
            while self.is_quiet(back - 1):
                back -= 1
            while back <= self.leg and self.is_quiet(due):
                due += 1
            due = back if back > self.leg else due
        if self.cap is not None and self.cap > self.leg:
            due = min(due, self.cap)
        return self.ran_before_leg + due - self.leg

    def waiting(self):
        """What the ladder has not told yet: the share, the level, the repeat, the seconds after the share."""
        every = [
            (rung.share, rung.level + step, step, step * int((rung.repeat_every or MINUTE).total_seconds()))
            for rung in self.ladder
            for step in range(rung.repeats + 1)
        ]
        return every[len(self.story.told) :]

    def look(self, minute, *, before):
        """Tell what has been reached; `before` leaves out what is reached in this very second."""
        if self.leg is None or self.story.outcome:
            return
        for share, level, step, after in self.waiting():
            needed = -(-self.limit() * 60 * share // 100) + after
            is_now = needed == self.ran * 60 or minute == self.leg
            if needed > self.ran * 60 or (before and is_now):
                break
            self.story.told.append((minute, share, level, step))

    def do(self, step):
        """One step: what was due is told first."""
        if self.story.outcome:
            return
        self.look(step.minute, before=step.verb == "stop")
        getattr(self, step.verb)(step)

    def pause(self, step):
        self.leg = None

    def resume(self, step):
        if self.leg is None:
            self.leg, self.ran_before_leg = step.minute, self.ran

    def rebase(self, step):
        least = self.limit() if self.was_due() else 0
        self.new_leg(step)
        self.target = max(step.value, least)

    def was_due(self):
        """Due in the evening already, before the quiet hours: that stays as it is."""
        return self.quiet is not None and self.leg is not None and self.limit() <= self.ran

    def new_leg(self, step):
        if self.leg is not None and not self.was_due():
            self.leg, self.ran_before_leg = step.minute, self.ran

    def recap(self, step):
        due = self.leg + self.limit() - self.ran_before_leg if self.was_due() else 0
        self.new_leg(step)
        self.cap = max(step.value, due) if step.value else None

    def stop(self, step):
        if self.leg is None:
            is_late = any(share >= 100 for _, share, _, _ in self.story.told)
        else:
            is_late = self.ran > self.limit()
        self.story.outcome = "late" if is_late else "met"

    def sweep(self, step):
        """The sweep only looks."""


def walked(walker: Walker, steps: list[Step], *, until: int) -> Story:
    """The story of a clock after every step, up to a minute."""
    for minute in range(until + 1):
        walker.look(minute, before=any(step.minute == minute and step.verb == "stop" for step in steps))
        for step in steps:
            if step.minute == minute:
                walker.do(step)
        walker.look(minute, before=False)
        if walker.leg is not None and not walker.story.outcome:
            walker.ran += 1
    return walker.story


def is_worked(calendar, at):
    """Whether the local minute lies in a shift of its date or in a night shift of the date before."""
    local = at.astimezone(calendar.timezone)
    for begins, ends in calendar.shifts:
        if begins < ends and calendar.is_worked(local.date()) and begins <= local.time() < ends:
            return local.date()
        if ends <= begins and local.time() >= begins and calendar.is_worked(local.date()):
            return local.date()
        if ends <= begins and local.time() < ends and calendar.is_worked(local.date() - timedelta(days=1)):
            return local.date() - timedelta(days=1)
    return None


def walked_due(target: rules.Target, begun: datetime, calendar) -> datetime:
    """When a target is due, found by walking through the minutes."""
    at = begun.astimezone(UTC)
    if isinstance(target, rules.WorkingTime):
        left = target.seconds // 60
        while left:
            left -= is_worked(calendar, at) is not None
            at += MINUTE
        return at
    first = is_worked(calendar, at) or at.astimezone(calendar.timezone).date()
    seen, last = set(), at
    while len(seen) <= target.days:
        day = is_worked(calendar, at)
        at += MINUTE
        if day is not None and day > first:
            seen.add(day)
        if day is not None and day > first and len(seen) == target.days:
            last = at
    return last
