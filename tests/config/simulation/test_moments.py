"""The moments of a played day: each goes on from where it waited, through the real actions, to its end."""

import threading
from datetime import time, timedelta

import pytest

from innkeeper.calls.models import Call, CallMessage
from innkeeper.cases.models import Case, Task
from innkeeper.config.simulation.checks import troubles
from innkeeper.config.simulation.day import Day
from innkeeper.config.simulation.moments import MOMENTS, danger, desk
from innkeeper.config.simulation.plan import Brought
from innkeeper.config.simulation.stage import Moment
from innkeeper.incidents.models import Emergency
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import WrongState
from tests.makers.house import open_house
from tests.people import START, person

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys", "cache"])
HOUR = timedelta(hours=1)
SEVEN = START - 5 * HOUR
LEAK = {"text": "漏水", "finding": "接头老化"}


def play(cast, tmp_path, settings, *moments, hours=2):
    """So many hours from noon on, with nothing but these moments."""
    settings.AUDIT_SINKS = [tmp_path / "a", tmp_path / "b"]
    spare = [Brought(START + 9 * HOUR, "1208 漏水", LEAK)]
    given = {"begins_at": START, "ends_at": START + hours * HOUR, "seed": 1, "speed": 0}
    day = Day(cast.house, spare, moments=moments, **given)
    day.play(threading.Event(), lambda at: None)
    return day


def test_smoke_in_a_room_who_is_near_runs_the_manager_writes_it_down_and_it_ends_closed(
    cast, settings, tmp_path
):
    open_house(cast)
    guard = person(cast.house, staff_number="5002", post_code="security_guard")
    smoke = Moment("smoke", time(12, 10), danger.smoke, HOUR)
    day = play(cast, tmp_path, settings, smoke)
    raised = Emergency.objects.get()
    case = Case.objects.get(pk=raised.case_id)
    assert (raised.code, case.is_open, day.stage.played) == ("fire", False, 1)
    going = Task.objects.get(case=case, department="security")
    assert (going.state, going.assignee_id) == ("done", guard.id)
    assert going.arrived_at - going.offered_at <= timedelta(minutes=3)
    assert day.stage.unfinished(day.now) == []
    assert troubles(cast.house, actor=system("simulation", property_id=cast.house.pk), at=day.now) == []


def test_callers_are_told_nothing_and_a_message_is_passed_on_and_forgotten(cast, settings, tmp_path):
    calls = (
        Moment("wife phones", time(12, 5), desk.wife_phones, HOUR),
        Moment("message", time(12, 20), desk.message, HOUR),
    )
    day = play(cast, tmp_path, settings, *calls, hours=1.5)
    assert set(Call.objects.values_list("kind", flat=True)) == {"asked", "message"}
    assert CallMessage.objects.get().outcome == "passed"
    assert (day.stage.played, dict(day.told.refused)) == (2, {})


def test_a_moment_that_the_house_refuses_or_that_waits_in_vain_is_named(cast, settings, tmp_path):
    def refused(stage):
        yield timedelta(minutes=1)
        raise WrongState("Nobody may.")

    def waits(stage):
        yield from stage.somebody("concierge")

    given = (Moment("refused", time(12, 5), refused, HOUR), Moment("in vain", time(12, 5), waits, HOUR))
    day = play(cast, tmp_path, settings, *given)
    assert day.stage.unfinished(day.now) == [
        "the moment refused did not come to its end", "the moment in vain did not come to its end",
    ]  # fmt: skip
    assert day.stage.unfinished(START) == []


def test_a_day_from_seven_to_seven_holds_every_moment_and_an_hour_only_what_can_end_in_it(cast):
    spare = [Brought(START, "1208 漏水", LEAK)]
    for hours, held in ((24, {one.name for one in MOMENTS}), (1, {"briefing"})):
        given = {"begins_at": SEVEN, "ends_at": SEVEN + hours * HOUR, "seed": 1, "speed": 0}
        assert set(Day(cast.house, spare, moments=MOMENTS, **given).stage.due) == held
