"""The verdict on a struck step: sound at once, nothing acknowledged lost, done exactly once when it is repeated."""

from typing import Any

from innkeeper.audit.actions import sealing
from tests.crash.invariants import broken
from tests.crash.steps import CHUNK, LATER, Step


def verdict(step: Step, cast: Any, given: Any, told: Any) -> list[str]:
    """What is wrong after the strike, and after the step was repeated as a worker or a person would; nothing if sound."""
    sealing._rest.until = None
    found = [f"after the strike: {line}" for line in broken(at=LATER, chunk=CHUNK)]
    if told is not None and not step.holds(given, told):
        found.append("what was acknowledged is not there")
    step.repeat(cast, given)
    if not step.is_done(given):
        found.append("repeated, it is not done once")
    return found + [f"repeated: {line}" for line in broken(at=LATER, chunk=CHUNK)]
