"""Killed at the Nth write, refused at the Nth sync: what was acknowledged is there, nothing is half-done."""

import shutil

import pytest
from django.conf import settings

from innkeeper.audit.actions import seal_pending
from innkeeper.cases.adapters.redaction import redacted
from innkeeper.cases.models import Case
from innkeeper.complaints.actions.reporting import task_templates
from innkeeper.config.backup import making, marker, restoring
from innkeeper.config.preparation import make_tables
from tests import people
from tests.crash.harness import (
    EIO_AT_SYNC,
    KILLED_AT_WRITE,
    calls_of,
    in_child,
    judged,
    spread,
    struck,
    use_folder,
)
from tests.crash.invariants import broken
from tests.crash.judging import verdict
from tests.crash.steps import CHUNK, LATER, STEPS
from tests.makers import complaints as make

STRIKES = {KILLED_AT_WRITE: 25, EIO_AT_SYNC: 8}


@pytest.fixture(scope="module")
def base(tmp_path_factory, django_db_blocker):
    """A prepared house on real files, with the cast."""
    folder = tmp_path_factory.mktemp("house") / "base"
    folder.mkdir()

    def prepare():
        use_folder(folder)
        make_tables()
        cast = people.make_cast()
        make.closed(cast)
        seal_pending(at=people.START)
        return cast

    redacted("warm 柳如烟", known_names=("柳如烟",))
    task_templates()
    with django_db_blocker.unblock():
        made = in_child(prepare)
        assert not made.error, made.error
        yield folder, made.acknowledged


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.req("OPS-01")
@pytest.mark.parametrize("fault", STRIKES, ids=lambda fault: fault.call)
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_struck_step_is_whole_or_not_at_all(base, tmp_path, step, fault):
    folder, cast = base
    prepared, scratch = tmp_path / "prepared", tmp_path / "scratch"
    shutil.copytree(folder, prepared)
    given = judged(prepared, lambda: step.lead_up(cast))
    work = lambda: step.work(cast, given)  # noqa: E731
    total = calls_of(prepared, scratch, work, call=fault.call)
    places = spread(total, STRIKES[fault])
    hurt = 0
    for count in places:
        outcome = struck(prepared, scratch, work, fault=fault, count=count)
        hurt += outcome.was_killed or bool(outcome.error)
        found = judged(scratch, lambda told=outcome.acknowledged: verdict(step, cast, given, told))
        assert found == [], f"{fault.call} {count} of {total}: {found}"
    print(f"struck: {step.name} {fault.call}: {len(places)} of {total} calls, {hurt} hurt")
    assert hurt, "no strike met the step"


def _use_away(folder):
    """The other place of the same owner: files of its own, the sinks shared."""
    use_folder(folder / "away")
    settings.AUDIT_SINKS = [folder / "home" / "sinks" / name for name in ("a", "b")]


def _ready_to_restore(folder):
    use_folder(folder / "home")
    making.make_backup(folder / "backup", at=LATER)
    (folder / "away").mkdir()
    _use_away(folder)
    make_tables()


def _restore(folder):
    _use_away(folder)
    return restoring.restore_backup(folder / "backup", at=LATER).rows


def _judge_restore(folder, told):
    _use_away(folder)
    is_open = not marker.is_restoring() and Case.objects.exists()
    found = broken(at=LATER, chunk=CHUNK) if is_open else []
    if told is not None and not is_open:
        found.append("acknowledged and not open")
    if not is_open:
        restoring.restore_backup(folder / "backup", at=LATER)
    if marker.is_restoring() or Case.objects.count() != 1:
        found.append("repeated, it is not restored")
    return found + [f"repeated: {line}" for line in broken(at=LATER, chunk=CHUNK)]


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.req("OPS-01")
@pytest.mark.parametrize(("fault", "strikes"), [(KILLED_AT_WRITE, 12), (EIO_AT_SYNC, 6)], ids=["kill", "eio"])
def test_a_struck_restore_serves_nobody_and_is_begun_again(base, tmp_path, fault, strikes):
    prepared, scratch = tmp_path / "prepared", tmp_path / "scratch"
    shutil.copytree(base[0], prepared / "home")
    judged(prepared / "home", lambda: _ready_to_restore(prepared))
    work = lambda: _restore(scratch)  # noqa: E731
    total = calls_of(prepared, scratch, work, call=fault.call)
    for count in spread(total, strikes):
        outcome = struck(prepared, scratch, work, fault=fault, count=count)
        found = judged(scratch, lambda told=outcome.acknowledged: _judge_restore(scratch, told))
        assert found == [], f"{fault.call} {count} of {total}: {found}"
    print(f"struck: restore {fault.call}: {strikes} of {total} calls")
