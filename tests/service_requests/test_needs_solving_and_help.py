"""Asked at check-in; solved on the spot; more to do than people."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import Case, Task
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.kernel.ids import uuid7
from innkeeper.notices.models import StaffNotice
from innkeeper.service_requests import queries
from innkeeper.service_requests.actions import end_help, record_needs, set_load, solve_on_spot, weigh_load
from innkeeper.service_requests.models import HelpCall, NeedsAsked
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.requests import SYSTEM, intake, make_request
from tests.makers.stays import move_in
from tests.people import START


@pytest.fixture
def stay(cast):
    make_floor(house=cast.house, floor=12, rooms=9)
    return move_in(house=cast.house, room="1208", guest=make_guest(house=cast.house))


@pytest.mark.req("REQ-01")
def test_asked_and_none_is_an_answer(cast, stay):
    record_needs(actor=cast.front_desk.actor, stay_id=stay.id, at=START)
    asked = queries.needs_of(stay.id)
    assert (asked.has_needs, asked.asked_by_id) == (False, cast.front_desk.id)
    assert queries.stays_asked([stay.id]) == {stay.id}
    assert AuditEntry.objects.filter(verb="requests.needs_asked").count() == 1
    assert not Case.objects.exists()


@pytest.mark.req("REQ-01")
def test_a_need_becomes_a_request_of_the_stay(cast, stay):
    record_needs(actor=cast.front_desk.actor, stay_id=stay.id, needs="要一个婴儿床", at=START)
    case = Case.objects.get()
    assert (case.stay_id, case.room_number, case.kind) == (stay.id, "1208", "service_request")
    assert NeedsAsked.objects.get().case_id == case.pk


@pytest.mark.parametrize("needs", ["", "要一个婴儿床"])
def test_pressed_twice_the_guest_was_asked_once(cast, stay, needs):
    given = {"actor": cast.front_desk.actor, "stay_id": stay.id, "needs": needs, "key": uuid7(), "at": START}
    assert record_needs(**given) == record_needs(**given)
    assert (NeedsAsked.objects.count(), Case.objects.count()) == (1, bool(needs))
    assert AuditEntry.objects.filter(verb="requests.needs_asked").count() == 1


def test_another_house_and_another_post_are_refused(cast, stay):
    with pytest.raises(NotFound):
        record_needs(actor=cast.outsider.actor, stay_id=stay.id, at=START)
    with pytest.raises(NotPermitted):
        record_needs(actor=cast.attendant.actor, stay_id=stay.id, at=START)
    assert not NeedsAsked.objects.exists()


@pytest.mark.req("REQ-10")
def test_a_small_thing_solved_on_the_spot_is_closed_at_once_and_tells_nobody(cast):
    opened = solve_on_spot(actor=cast.front_desk.actor, intake=intake(cast, code="tv", text="遥控器没电"), at=START)  # fmt: skip
    assert not Case.objects.get(pk=opened.id).is_open
    assert not StaffNotice.objects.filter(text_key="tasks.assigned").exists()


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
