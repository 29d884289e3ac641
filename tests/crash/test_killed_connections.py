"""On PostgreSQL: a working connection is killed at the Nth call; nothing acknowledged is lost, nothing half-done."""

import gc
import os
import random
import shutil
from functools import partial
from time import monotonic

import pytest

from innkeeper.audit.actions import seal_pending
from innkeeper.cases.models import Case
from innkeeper.config.backup import making, marker, restoring
from innkeeper.config.preparation import make_tables
from tests import people
from tests.crash.harness import spread
from tests.crash.invariants import broken
from tests.crash.judging import verdict
from tests.crash.servers import Blind, Hand, House, own_names, struck
from tests.crash.steps import CHUNK, LATER, STEPS
from tests.makers import complaints as make

COUNTED, BLIND, RESTORES = 12, 4, 8
# A server's cursor cannot be closed any more on a connection that was killed under it; the driver warns of it.
CUT_OFF = pytest.mark.filterwarnings("ignore:.*was deleted while still open:ResourceWarning")
pytestmark = [pytest.mark.slow, pytest.mark.postgres_only, CUT_OFF]


@pytest.fixture(autouse=True)
def _leave_no_cursor_to_the_next_test():
    yield
    gc.collect()


@pytest.fixture(scope="module")
def base(tmp_path_factory, django_db_blocker):
    """A prepared house on databases of its own with the cast, and an empty one for restores."""
    folder = tmp_path_factory.mktemp("houses")
    house, away = (House(f"crash_{os.getpid()}_{one}", folder / one) for one in ("house", "away"))
    with django_db_blocker.unblock(), own_names():
        house.make()
        house.use()
        make_tables()
        away.make(like=house)
        away.use()
        away.keep("empty")
        house.use()
        cast = people.make_cast()
        make.closed(cast)
        seal_pending(at=people.START)
        house.keep("lived_in")
        yield house, away, cast
        house.drop()
        away.drop()


def counted(house, kept, work):
    """How many calls the warm work makes to the server, and how long it takes."""
    for _warm in range(2):
        house.reset(kept)
        began, hand = monotonic(), Hand()
        with hand.over():
            work()
    return hand.calls, monotonic() - began


def hands(step, calls, span):
    """What ends the backend: at each counted moment, and blindly now and then."""
    chance = random.Random(step.name)
    for moment in spread(2 * calls, COUNTED):
        yield Hand(moment - 1)
    for alias in ["default", "keys"] * (BLIND // 2):
        yield Blind(alias, chance.uniform(0, span))


@pytest.mark.req("OPS-01")
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_whose_connection_is_killed_is_whole_or_not_at_all(base, step):
    house, _away, cast = base
    began, strikes, lost = monotonic(), 0, 0
    house.reset("lived_in")
    given = step.lead_up(cast)
    house.keep("ready")
    work = partial(step.work, cast, given)
    calls, span = counted(house, "ready", work)
    for hand in hands(step, calls, span):
        told = struck(house, "ready", work, hand)
        strikes, lost = strikes + 1, lost + (told is None)
        assert verdict(step, cast, given, told) == [], f"{hand} of {calls} calls"
        assert isinstance(hand, Blind) or hand.has_struck, f"{hand} of {calls} calls"
    print(
        f"killed: {step.name}: {strikes} strikes in {calls} calls, {lost} in mid-work, {monotonic() - began:.0f} s"
    )
    assert lost


def _judged(told, backup):
    """A struck restore serves nobody, or is whole; begun again, it is whole."""
    is_open = not marker.is_restoring() and Case.objects.exists()
    found = broken(at=LATER, chunk=CHUNK) if is_open else []
    if told is not None and not is_open:
        found.append("acknowledged and not open")
    if not is_open:
        restoring.restore_backup(backup, at=LATER)
    if marker.is_restoring() or Case.objects.count() != 1:
        found.append("repeated, it is not restored")
    return found + [f"repeated: {line}" for line in broken(at=LATER, chunk=CHUNK)]


@pytest.mark.req("OPS-01", "OPS-03")
def test_a_restore_whose_connection_is_killed_serves_nobody_and_is_begun_again(base, tmp_path):
    house, away, _cast = base
    began, strikes, lost = monotonic(), 0, 0
    house.reset("lived_in")
    making.make_backup(tmp_path / "backup", at=LATER)
    shutil.rmtree(away.folder / "empty")
    shutil.copytree(house.folder / "sinks", away.folder / "empty")
    work = lambda: restoring.restore_backup(tmp_path / "backup", at=LATER).rows  # noqa: E731
    calls, _span = counted(away, "empty", work)
    for moment in spread(2 * calls, RESTORES):
        hand = Hand(moment - 1)
        told = struck(away, "empty", work, hand)
        strikes, lost = strikes + 1, lost + (told is None)
        assert hand.has_struck
        assert _judged(told, tmp_path / "backup") == [], f"{hand} of {calls} calls"
    print(
        f"killed: restore: {strikes} strikes in {calls} calls, {lost} in mid-work, {monotonic() - began:.0f} s"
    )
    assert lost
