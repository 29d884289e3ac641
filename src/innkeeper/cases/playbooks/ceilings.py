"""Whether a hotel's own times stay within the ceilings that a playbook ships with: stricter is its choice, slower is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from innkeeper.cases.playbooks.schema import Playbook, Target, Words

MINUTE_SECONDS = {"minutes": 60, "hours": 3600, "days": 86_400}
LEAST_MONTH, MOST_MONTH = 28 * 86_400, 31 * 86_400
LEAST_WORKING_DAY = 8 * 3600
"""What a working day lasts at least; how long it may last no holiday says."""


@dataclass(frozen=True, slots=True)
class Loosened:
    """One time that goes beyond its ceiling: which clock, for which priority, and the ceiling."""

    clock: Words
    name: str
    priority: str
    ceiling: Target


def loosened(shipped: Playbook, change: Mapping[str, Any]) -> list[Loosened]:
    """The times of a change that are slower than the ceilings shipped; a clock that is not shipped has none.

    Raises ValueError for a target that is none.
    """
    found = []
    for rule in shipped.clocks:
        for priority, target in change.get("ceilings", {}).get(rule.name, {}).items():
            ceiling = rule.ceilings.get(priority)
            if ceiling is not None and is_looser(Target.model_validate(target), ceiling):
                found.append(Loosened(rule.title, rule.name, priority, ceiling))
    return found


def within(shipped: Playbook, change: Mapping[str, Any]) -> dict[str, Any]:
    """The change without the times that go beyond the ceilings shipped: those of an older release come back within."""
    kept: dict[str, Any] = {name: value for name, value in change.items() if name != "ceilings"}
    beyond = {(one.name, one.priority) for one in loosened(shipped, change)}
    ceilings = {
        clock: {priority: target for priority, target in rows.items() if (clock, priority) not in beyond}
        for clock, rows in change.get("ceilings", {}).items()
    }
    return kept | ({"ceilings": ceilings} if ceilings else {})


def is_looser(target: Target, ceiling: Target) -> bool:
    """Whether a target can end later than its ceiling. In the same unit the numbers say; else the worst case counts."""
    number, unit = parts_of(target)
    most, its_unit = parts_of(ceiling)
    if unit == its_unit:
        return number > most
    if unit == "working_days":
        return True
    return _longest(number, unit) > _shortest(most, its_unit)


def parts_of(target: Target) -> tuple[int, str]:
    """A target as number and unit."""
    return next((value, unit) for unit, value in target.model_dump().items() if value is not None)


def _longest(number: int, unit: str) -> int:
    return number * (MOST_MONTH if unit == "months" else MINUTE_SECONDS[unit])


def _shortest(number: int, unit: str) -> int:
    least = {"months": LEAST_MONTH, "working_days": LEAST_WORKING_DAY}
    return number * (least.get(unit) or MINUTE_SECONDS[unit])
