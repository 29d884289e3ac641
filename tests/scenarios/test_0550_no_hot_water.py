"""05:50: no hot water since 05:30, four calls: the fourth is joined to one case with one job and one drafted message."""

import pytest

from innkeeper.cases.models import Case, Task, ThreadEntry
from innkeeper.incidents.models import FloorMessage, IncidentRoom
from tests.makers.errands import work_off
from tests.makers.stays import move_in
from tests.scenarios.day import TODAY, at_clock, on_duty

pytestmark = pytest.mark.django_db(databases="__all__")
CALLS = (("1208", 50), ("1308", 51), ("1302", 53), ("1205", 55))
DRAFT = {
    "zh-hans": ["我们知道现在没有热水", "12F 13F", "通知各房"],
    "en": ["We know there is no hot water right now", "12F 13F", "Tell the rooms"],
}


@pytest.fixture
def night(day, clock):
    for room in ("1302", "1205"):
        move_in(house=day.house, room=room)
    on_duty(day.house, "night", day.owner, day.colleague, day.attendant, day.engineer, on=TODAY)
    return day


def call(night, clock, room, minute):
    clock.set(at_clock(5, minute, day=15))
    case = night.before("colleague").take_in(f"{room} 没有热水")
    work_off(clock)
    return case


@pytest.fixture
def whole(night, clock):
    for room, minute in CALLS:
        call(night, clock, room, minute)
    return Case.objects.get(kind="incident")


def test_three_calls_stand_alone(night, clock):
    for room, minute in CALLS[:3]:
        call(night, clock, room, minute)
    assert not Case.objects.filter(kind="incident").exists()


def test_the_fourth_makes_one_case_with_one_owner_of_them(night, whole):
    assert list(Case.objects.filter(is_open=True).values_list("pk", "category")) == [(whole.pk, "systemic")]
    assert whole.owner_id == night.owner.id
    assert Case.objects.filter(merged_into=whole).count() == 4
    rooms = IncidentRoom.objects.filter(incident__case_id=whole.pk, state="affected")
    assert set(rooms.values_list("room_number", flat=True)) == {room for room, _minute in CALLS}


def test_there_is_one_job_on_the_engineers_phone(night, whole):
    [job] = Task.objects.filter(department="engineering", state__in=[*Task.OPEN])
    engineer = night.before("engineer")
    assert engineer.page("/board/").count('data-task="') == 1
    for verb in ("accept", "arrive", "done"):
        engineer.press("/board/", f"{job.pk}/taps", verb=verb)
    job.refresh_from_db()
    assert (job.case_id, job.state) == (whole.pk, "done")


def test_the_message_to_the_floor_is_drafted_and_sent_by_one_press(night, whole):
    desk = night.before("owner")
    desk.says(f"/cases/{whole.ref}/", DRAFT)
    assert FloorMessage.objects.get().state == "draft"
    assert not night.before("colleague").has(f"/cases/{whole.ref}/", "floor-message")
    desk.press(f"/cases/{whole.ref}/", "floor-message", verdict="send")
    assert FloorMessage.objects.get().state == "sent"
    told = ThreadEntry.objects.filter(audience="guest", text_redacted__contains="我们知道现在没有热水")
    assert told.count() == 4


def test_a_fifth_call_goes_straight_into_it_and_offers_no_second_job(night, whole, clock):
    call(night, clock, "1301", 58)
    assert Case.objects.filter(is_open=True).count() == 1
    assert Task.objects.filter(department="engineering", state__in=[*Task.OPEN]).count() == 1


def test_a_call_from_another_floor_widens_the_message_that_is_not_sent_yet(night, whole, clock):
    move_in(house=night.house, room="1506")
    call(night, clock, "1506", 58)
    assert FloorMessage.objects.get().rooms == "12F 13F 15F"
