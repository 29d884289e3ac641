"""One press of a thumb: once per key, at its true time, and what somebody else did meanwhile is said."""

from datetime import timedelta
from uuid import uuid4

import pytest

from innkeeper.cases import actions
from innkeeper.cases.models import Tap
from innkeeper.kernel.errors import InvalidInput, NotFound
from tests.makers.cases import make_case, make_task
from tests.people import START

MINUTE = timedelta(minutes=1)


def press(cast, task, verb, *, who=None, key=None, after=20, at=START + 25 * MINUTE, **more):
    """The engineer presses `after` minutes after START; it reaches the house at `at`."""
    tap = actions.TapIn(key=key or uuid4(), verb=verb, happened_at=START + after * MINUTE, **more)
    out = actions.tap_task(actor=(who or cast.engineer).actor, task_id=task.pk, press=tap, at=at)
    task.refresh_from_db()
    return out


@pytest.fixture
def task(cast):
    return make_task(cast, make_case(cast), minutes=30, post="engineer")


def test_presses_from_a_dead_spot_keep_their_true_times(cast, task):
    for verb, after in (("accept", 2), ("arrive", 6), ("done", 15)):
        assert press(cast, task, verb, after=after).outcome == "done"
    times = (task.accepted_at, task.arrived_at, task.done_at)
    assert times == (START + 2 * MINUTE, START + 6 * MINUTE, START + 15 * MINUTE)


def test_the_same_press_sent_twice_counts_once(cast, task):
    key = uuid4()
    assert press(cast, task, "accept", key=key).outcome == "done"
    assert press(cast, task, "accept", key=key).outcome == "already"
    assert Tap.objects.count() == 1
    assert task.edit_version == 2


def test_a_press_whose_answer_was_lost_is_no_conflict(cast, task):
    press(cast, task, "accept", after=1)
    assert press(cast, task, "accept", after=1).outcome == "already"


def test_who_was_slower_hears_that_a_colleague_took_it(cast, task):
    actions.accept_task(actor=cast.owner.actor, task_id=task.pk, at=START + MINUTE)
    out = press(cast, task, "accept")
    assert out.outcome == "conflict"
    assert "04:01" in out.text  # the time zone of a page is the hotel's; here no page was asked
    assert task.assignee_id == cast.owner.id


def test_a_time_ahead_becomes_now_and_one_before_the_shift_is_refused(cast, task):
    now = START + 25 * MINUTE
    press(cast, task, "accept", after=90)
    assert task.accepted_at == now
    with pytest.raises(InvalidInput):
        press(cast, task, "arrive", after=-6 * 60)
    assert task.state == "accepted"


def test_cannot_takes_a_reason_from_the_list(cast, task):
    press(cast, task, "accept")
    with pytest.raises(InvalidInput):
        press(cast, task, "cannot", obstacle="moon")
    with pytest.raises(InvalidInput):
        press(cast, task, "cannot")
    press(cast, task, "cannot", obstacle="no_part")
    assert task.state == "cannot"
    assert task.result_redacted


def test_an_outsider_and_an_unknown_verb_change_nothing(cast, task):
    with pytest.raises(NotFound):
        press(cast, task, "accept", who=cast.outsider)
    with pytest.raises(InvalidInput):
        press(cast, task, "explode")
    assert (task.state, Tap.objects.count()) == ("offered", 0)
