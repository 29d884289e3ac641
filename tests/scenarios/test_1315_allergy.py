"""13:15: a nut allergy in the restaurant, a visitor without a room: the card before any field, everybody told, kept close."""

import re

import pytest

from innkeeper.cases.models import Case, Task
from innkeeper.incidents.models import Emergency
from innkeeper.notices.models import StaffNotice
from tests.makers.errands import work_off
from tests.scenarios.day import Screen, at_clock

pytestmark = pytest.mark.django_db(databases="__all__")
LINE = "餐厅 访客坚果过敏 呼吸困难"
CARD = {
    "zh-hans": ["打 120，说“严重过敏”", "留下这道菜和包装", "大门留人接救护车", "通知所有岗位", "不是紧急情况"],
    "en": ['Call 120, say "severe allergy"', "Keep the dish and its packing", "One at the gate for the ambulance", "Tell all posts now"],
}  # fmt: skip
RAISED = {
    "zh-hans": ["陪同就医", "急救员带 AED 到场", "餐厅"],
    "en": ["Go along to hospital", "First-aider with the AED", "Restaurant"],
}


@pytest.fixture
def lunch(day, clock):
    clock.set(at_clock(13, 15))
    return day


def raise_it(day):
    """The waiter's thumb: the card, then the place in the same tap."""
    waiter = day.before("waiter")
    waiter.press("/emergencies/cards/allergy/", "emergencies", place="restaurant")
    return waiter, Case.objects.get(kind="emergency")


def test_the_card_stands_before_any_field_and_asks_for_no_room(lunch):
    page = lunch.before("waiter").see("/emergencies/cards/allergy/")
    assert [one for one in CARD[lunch.language][:3] if one not in page] == []
    assert page.index('href="tel:120"') < page.index('name="place"') < page.index('name="room"')
    assert not re.search(r'name="(room|say|place)"[^>]*required', page)


def test_typed_at_the_desk_it_rises_by_itself_with_ten_seconds_to_undo(lunch):
    desk = lunch.before("colleague").client
    card = desk.post("/intake/danger/", {"say": LINE}).content.decode()
    assert 'data-raise="10"' in card and "data-undo" in card and 'data-code="allergy"' in card
    page = desk.post("/intake/reading/", {"say": LINE}).content.decode()
    assert page.index("action-card") < page.index('id="id_room"')
    assert Case.objects.count() == Emergency.objects.count() == 0


@pytest.mark.req("ERR-12")
def test_without_a_room_or_a_name_all_posts_are_told_where_and_never_what_of_whose(lunch):
    waiter, case = raise_it(lunch)
    assert (case.room_number, case.stay_id, case.guests.count()) == ("", None, 0)
    told = StaffNotice.objects.filter(text_key="incidents.emergency")
    people = (lunch.security, lunch.manager, lunch.owner, lunch.kitchen)
    assert {one.id for one in people} <= set(told.values_list("recipient_id", flat=True))
    assert "过敏" not in str(list(told.values_list("facts", "ref", "room")))
    waiter.says(f"/cases/{case.ref}/", RAISED)


def test_it_is_restricted_to_those_who_were_told(lunch):
    _waiter, case = raise_it(lunch)
    assert case.is_restricted and case.priority == 1
    for other in (lunch.colleague, lunch.attendant, lunch.engineer):
        assert Screen(other, lunch.language).client.get(f"/cases/{case.ref}/").status_code == 404
    assert case.ref not in lunch.before("colleague").see("/cases/")


def test_the_first_aider_goes_and_somebody_goes_along_to_hospital(lunch, clock):
    _waiter, case = raise_it(lunch)
    work_off(clock)
    aid = Task.objects.get(case=case, department="security")
    assert aid.post == "security_manager" and aid.due_at == at_clock(13, 18)
    lunch.before("security").press("/board/", f"{aid.pk}/taps", verb="accept")
    escort = Task.objects.filter(case=case, department="front_office").latest("due_at")
    assert "陪同就医" in escort.title_redacted or "hospital" in escort.title_redacted
    lobby = lunch.before("owner")
    for verb in ("accept", "arrive", "done"):
        lobby.press("/board/", f"{escort.pk}/taps", verb=verb)
    escort.refresh_from_db()
    assert (escort.state, escort.assignee_id) == ("done", lunch.owner.id)


def test_called_off_the_tasks_fall_and_who_was_told_is_told(lunch):
    waiter, case = raise_it(lunch)
    waiter.press(f"/cases/{case.ref}/", "stand-down", reason="只是问菜单")
    assert set(Task.objects.filter(case=case).values_list("state", flat=True)) == {"cancelled"}
    assert StaffNotice.objects.filter(text_key="incidents.stood_down", recipient_id=lunch.kitchen.id).exists()
