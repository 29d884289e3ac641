"""The verdict on a struck step: sound at once, nothing acknowledged lost, done exactly once when it is repeated."""

from datetime import timedelta
from typing import Any

from innkeeper.audit.actions import sealing, sweep_orphans
from innkeeper.kernel.actors import system
from innkeeper.kernel.clock import now
from innkeeper.vault.queries import look_for_orphans
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
    found += _swept()
    return found + [f"repeated and swept: {line}" for line in broken(at=LATER, chunk=CHUNK)]


def _swept() -> list[str]:
    """The keys that the strike left behind are swept in two nights; what stands opens still, as `broken` asks next."""
    for days in (2, 4):
        sweep_orphans(actor=system("tests"), at=now() + timedelta(days=days), is_full=True)
    left = look_for_orphans(at=now() + timedelta(days=6), is_full=True)
    return [f"{len(left.fresh + left.ripe)} keys of no value"] if left.fresh + left.ripe else []
