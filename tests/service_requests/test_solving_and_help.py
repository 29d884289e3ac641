"""Solved on the spot; more to do than people."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import Case, Task
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.notices.models import StaffNotice
from innkeeper.service_requests import queries
from innkeeper.service_requests.actions import end_help, set_load, solve_on_spot, weigh_load
from innkeeper.service_requests.models import HelpCall
from tests.makers.requests import SYSTEM, intake, make_request
from tests.people import START


@pytest.mark.req("REQ-10")
def test_a_small_thing_solved_on_the_spot_is_closed_at_once_and_tells_nobody(cast):
    opened = solve_on_spot(actor=cast.front_desk.actor, intake=intake(cast, code="tv", text="遥控器没电"), at=START)  # fmt: skip
    assert not Case.objects.get(pk=opened.id).is_open
    assert not StaffNotice.objects.filter(text_key="tasks.assigned").exists()


@pytest.mark.req("REQ-10", "CASE-08")
def test_an_emergency_is_nothing_small(cast):
    leak = intake(cast, code="leak", text="天花板漏水", priority=1)
    with pytest.raises(InvalidInput) as refused:
        solve_on_spot(actor=cast.front_desk.actor, intake=leak, at=START)
    assert "priority" in refused.value.fields
    assert not Case.objects.exists()


@pytest.mark.req("REQ-10")
def test_five_of_them_count_in_the_trend_of_their_theme(cast):
    for number in range(5):
        at = START + timedelta(minutes=number)
        solve_on_spot(actor=cast.front_desk.actor, intake=intake(cast, code="tv", text="没画面"), at=at)
    theme = queries.themes(cast.manager.actor, at=START + timedelta(hours=1))[0]
    assert (theme.code, theme.total, theme.on_spot, theme.weeks) == ("tv", 5, 5, (0, 0, 0, 5))


@pytest.mark.req("REQ-11")
def test_above_the_load_the_named_departments_are_called_once(cast):
    set_load(actor=cast.administrator.actor, property_id=cast.house.pk, department="housekeeping", limit=1, helpers=["concierge"], at=START)  # fmt: skip
    for room in ("1501", "1502", "1503"):
        make_request(cast, room_number=room)
    call = weigh_load(actor=SYSTEM, property_id=cast.house.pk, department="housekeeping", at=START)
    assert (call.open_tasks, call.on_duty, call.helpers) == (3, 2, ["concierge"])
    assert StaffNotice.objects.filter(text_key="requests.help").exists()
    assert weigh_load(actor=SYSTEM, property_id=cast.house.pk, department="housekeeping", at=START).pk == call.pk  # fmt: skip
    end_help(actor=cast.owner.actor, call_id=call.pk, at=START + timedelta(minutes=20))
    assert HelpCall.objects.get().ended_by_id == cast.owner.id


def test_within_the_load_nobody_is_called(cast):
    make_request(cast)
    assert weigh_load(actor=SYSTEM, property_id=cast.house.pk, department="housekeeping", at=START) is None


def test_the_load_is_set_by_who_changes_settings_and_names_real_departments(cast):
    given = {"property_id": cast.house.pk, "department": "housekeeping", "limit": 3, "at": START}
    with pytest.raises(NotPermitted):
        set_load(actor=cast.owner.actor, helpers=["concierge"], **given)
    with pytest.raises(InvalidInput):
        set_load(actor=cast.administrator.actor, helpers=["moon"], **given)
    with pytest.raises(NotPermitted):
        set_load(
            actor=cast.administrator.actor,
            helpers=["concierge"],
            **given | {"property_id": cast.other_house.pk},
        )
    assert queries.load_of(cast.house.pk, "housekeeping").limit == 6


def test_a_call_for_help_that_ends_by_itself_stands_in_the_log(cast):
    set_load(actor=cast.administrator.actor, property_id=cast.house.pk, department="housekeeping", limit=1, helpers=["concierge"], at=START)  # fmt: skip
    for room in ("1501", "1502", "1503"):
        make_request(cast, room_number=room)
    weigh = {"actor": SYSTEM, "property_id": cast.house.pk, "department": "housekeeping", "at": START}
    call = weigh_load(**weigh)
    Task.objects.filter(department="housekeeping").update(state="done")
    assert weigh_load(**weigh) is None
    assert AuditEntry.objects.get(verb="requests.help_ended").object_id == call.pk
