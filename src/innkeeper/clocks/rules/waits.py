"""When a clock waited: told from its happenings, and put together with other waits. What waited counts for no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from innkeeper.clocks.rules.replay import Happening, Kind


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in which a clock stood still; `ended_at` is None where it waits on."""

    since: datetime
    ended_at: datetime | None = None


def waits_of(happenings: Sequence[Happening]) -> tuple[Wait, ...]:
    """The waits that a clock's story tells, in order."""
    waits: list[Wait] = []
    for happening in happenings:
        if happening.kind is Kind.PAUSED:
            waits.append(Wait(happening.at))
        elif happening.kind is Kind.RESUMED and waits and waits[-1].ended_at is None:
            waits[-1] = Wait(waits[-1].since, happening.at)
    return tuple(waits)


def ended_by(waits: Iterable[Wait], at: datetime) -> tuple[Wait, ...]:
    """The waits as far as they lie before `at`."""
    return tuple(Wait(wait.since, min(wait.ended_at or at, at)) for wait in waits if wait.since < at)


def joined(waits: Iterable[Wait]) -> tuple[Wait, ...]:
    """The same waits in order, without a moment that is counted twice."""
    found: list[Wait] = []
    for wait in sorted(waits, key=lambda one: one.since):
        last = found[-1] if found else None
        if last is None or (last.ended_at is not None and wait.since > last.ended_at):
            found.append(wait)
        elif last.ended_at is not None and (wait.ended_at is None or wait.ended_at > last.ended_at):
            found[-1] = Wait(last.since, wait.ended_at)
    return tuple(found)
