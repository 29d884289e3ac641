"""An emergency: posts told and case open before a field is filled; called off, the record stays."""

from uuid import uuid4

import pytest

from innkeeper.cases.models import Case, NeedToKnow, Task, TaskState
from innkeeper.incidents import actions
from innkeeper.incidents.models import Emergency
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.people import GUEST_NAME, START

pytestmark = pytest.mark.django_db(databases="__all__")


def raised(house, by=None, **given):
    alarm = actions.Alarm(**({"code": "allergy", "key": uuid4()} | given))
    by = by or house.owner
    actions.raise_emergency(actor=by.actor, property_id=house.house.pk, alarm=alarm, at=START)
    return Case.objects.get(kind="emergency")


def told():
    return set(
        StaffNotice.objects.filter(text_key="incidents.emergency").values_list("recipient_id", flat=True)
    )


@pytest.mark.req("CASE-08")
def test_without_room_and_without_stay_it_opens_and_the_posts_are_told(house, guard, waiter):
    case = raised(house, by=waiter, place="restaurant", words="访客坚果过敏 嘴唇肿")
    assert (case.priority, case.room_number, case.stay_id) == (1, "", None)
    assert {guard.id, house.manager.id, house.owner.id} <= told()
    assert Emergency.objects.get().place == "restaurant"


def test_the_notices_say_the_place_and_nothing_of_the_person(house, guard):
    raised(house, words=f"{GUEST_NAME} 1208 晕倒", room="1208", code="illness")
    said = str(list(StaffNotice.objects.values_list("text_key", "facts", "room", "ref")))
    assert "1208" in said
    assert GUEST_NAME not in said and "晕倒" not in said


def test_the_tasks_of_the_card_are_given_at_once(house, guard):
    case = raised(house)
    departments = sorted(Task.objects.filter(case=case).values_list("department", flat=True))
    assert departments == ["food_beverage", "front_office", "front_office", "security"]
    assert Task.objects.filter(case=case, title_redacted__contains="陪同就医").exists()


def test_where_health_is_concerned_only_who_was_told_knows(house, guard, waiter):
    case = raised(house, by=waiter)
    assert case.is_restricted
    assert NeedToKnow.objects.filter(case=case, staff_id__in=[guard.id, waiter.id]).count() == 2
    assert enter(house.colleague).get(f"/cases/{case.ref}/").status_code == 404
    assert enter(guard).get(f"/cases/{case.ref}/").status_code == 200


def test_a_fire_is_everybodys_matter(house, guard):
    assert not raised(house, code="fire", room="1208").is_restricted


def test_raised_twice_it_is_one(house):
    key = uuid4()
    for _again in range(2):
        raised(house, key=key)
    assert Case.objects.count() == Emergency.objects.count() == 1


def test_a_room_that_does_not_exist_never_stops_it(house):
    assert raised(house, room="9999").room_number == ""


def test_an_unknown_card_and_another_hotel_are_refused(house):
    with pytest.raises(InvalidInput):
        raised(house, code="towels")
    with pytest.raises(NotPermitted):
        raised(house, by=house.outsider)
    assert Case.objects.count() == 0


def test_stood_down_the_tasks_are_dropped_and_who_was_told_is_told(house, guard):
    case = raised(house)
    actions.stand_down(actor=house.owner.actor, case_id=case.pk, reason="客人只是说菜单", at=START)
    states = set(Task.objects.filter(case=case).values_list("state", flat=True))
    assert states == {TaskState.CANCELLED}
    assert StaffNotice.objects.filter(text_key="incidents.stood_down", recipient_id=guard.id).exists()
    assert Emergency.objects.get().stood_down_at == START


def test_a_stand_down_that_breaks_off_leaves_nothing_half_done(house, guard, monkeypatch):
    case = raised(house)

    def broken(*_given, **_more):
        raise RuntimeError

    monkeypatch.setattr("innkeeper.clocks.actions.cancel_clocks", broken)
    with pytest.raises(RuntimeError):
        actions.stand_down(actor=house.owner.actor, case_id=case.pk, reason="看错了", at=START)
    assert Emergency.objects.get().stood_down_at is None


def test_why_it_was_none_names_no_guest(house):
    case = raised(house, room="1208")
    actions.stand_down(actor=house.owner.actor, case_id=case.pk, reason=f"{GUEST_NAME}只是说菜单", at=START)
    assert GUEST_NAME not in Emergency.objects.get().reason


def test_who_may_not_know_of_it_cannot_call_it_off(house, guard):
    case = raised(house)
    with pytest.raises(NotFound):
        actions.stand_down(actor=house.colleague.actor, case_id=case.pk, reason="", at=START)
    assert Emergency.objects.get().stood_down_at is None


def test_the_waiter_raises_it_by_one_tap_and_sees_the_card(house, guard, waiter):
    browser = enter(waiter)
    assert browser.get("/emergencies/").status_code == 200
    page = browser.get("/emergencies/cards/allergy/").content.decode()
    assert 'href="tel:120"' in page and page.index("120") < page.index('name="say"')
    sent = {"code": "allergy", "key": str(uuid4()), "place": "restaurant"}
    answer = browser.post("/emergencies/", sent)
    shown = browser.get(answer.headers["Location"]).content.decode()
    assert 'href="tel:120"' in shown and "餐厅" in shown


def test_while_the_line_is_typed_the_card_rises_and_nothing_is_written(desk, house):
    card = desk.post("/intake/danger/", {"say": "1208 着火了"})
    assert 'data-raise="10"' in card.content.decode() and 'value="1208"' in card.content.decode()
    assert desk.post("/intake/danger/", {"say": "1208 晚上想吃火锅"}).status_code == 204
    assert Case.objects.count() == 0


def test_read_back_the_card_stands_above_every_field(desk, house):
    page = desk.post("/intake/reading/", {"say": "1208 客人晕倒"}).content.decode()
    assert page.index("action-card") < page.index('id="id_room"')


def test_the_hotel_keeps_its_own_numbers(house):
    settings = enter(house.general_manager)
    given = {"medical": "120", "fire": "119", "police": "110", "first_aid": "8120", "security": "8110"}
    assert settings.post("/settings/emergency-numbers/", given).status_code == 302
    assert "8120" in settings.get("/emergencies/cards/illness/").content.decode()
    assert settings.post("/settings/emergency-numbers/", given | {"fire": "abc"}).status_code == 422
    assert settings.post("/settings/emergency-numbers/", given | {"medical": " "}).status_code == 422
    assert "120" in settings.get("/emergencies/cards/illness/").content.decode()
    assert enter(house.front_desk).get("/settings/emergency-numbers/").status_code == 403


@pytest.mark.req("CASE-08")
def test_another_room_in_a_form_that_was_sent_before_is_another_emergency(house, guard):
    """Who raised a fire in one room goes back in the browser and writes another: nobody may read "told" for nothing."""
    browser, key = enter(house.front_desk), str(uuid4())
    for room in ("1208", "1208", "1203"):
        sent = {"code": "fire", "key": key, "say": "着火了", "room": room}
        assert browser.post("/emergencies/", sent).status_code == 303
    cases = Case.objects.filter(kind="emergency")
    assert sorted(cases.values_list("room_number", flat=True)) == ["1203", "1208"]
