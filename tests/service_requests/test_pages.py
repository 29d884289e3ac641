"""The list of all channels, the themes, and the buttons on the case page."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.notices.models import StaffNotice
from innkeeper.service_requests.actions import close_delivered
from innkeeper.service_requests.models import NeedsAsked
from tests.accounts.conftest import enter
from tests.cases.test_escalate import swept
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.requests import SYSTEM, deliver, make_request, set_share
from tests.makers.stays import move_in
from tests.people import START


@pytest.fixture
def desk(cast, clock):
    return enter(cast.front_desk)


@pytest.mark.req("REQ-02")
def test_requests_of_three_channels_stand_in_one_list_with_number_channel_and_time(cast, desk):
    made = [make_request(cast, channel=one) for one in ("room_phone", "wechat", "email")]
    page = desk.get("/requests/").content.decode()
    for case, channel in zip(made, ("房间电话", "微信", "邮件"), strict=True):
        assert case.ref in page and channel in page and "12:00" in page
    assert made[0].ref not in desk.get("/requests/?channel=wechat").content.decode()


@pytest.mark.req("REQ-06")
def test_a_late_one_stands_on_top(cast, desk, clock):
    late = make_request(cast, text="两条浴巾")
    fresh = make_request(
        cast, text="马桶堵了", code="toilet_blocked", at=START + timedelta(minutes=11), room_number="1507"
    )
    clock.move(minutes=12)
    page = desk.get("/requests/").content.decode()
    assert page.index(late.ref) < page.index(fresh.ref)


@pytest.mark.req("REQ-06")
def test_who_has_it_in_hand_was_alerted_before_it_was_late_and_others_after(cast, clock):
    task = Task.objects.get(case=make_request(cast), step="deliver")
    cases.accept_task(actor=cast.attendant.actor, task_id=task.pk, at=START)
    StaffNotice.objects.all().delete()
    swept(START + timedelta(minutes=8))
    assert set(StaffNotice.objects.values_list("recipient_id", flat=True)) == {cast.attendant.id}
    swept(START + timedelta(minutes=10))
    burning = set(StaffNotice.objects.filter(level="burn").values_list("recipient_id", flat=True))
    assert burning and cast.attendant.id not in burning


def test_the_guests_word_closes_it_from_the_case_page(cast, desk):
    set_share("towels", 100)
    case = make_request(cast)
    deliver(cast, case, at=START)
    close_delivered(actor=SYSTEM, case_id=case.pk, at=START)
    desk.post(f"/cases/{case.ref}/guest-word/")
    assert not Case.objects.get(pk=case.pk).is_open


def test_the_call_is_noted_from_the_case_page(cast, desk):
    set_share("towels", 100)
    case = make_request(cast)
    deliver(cast, case, at=START)
    close_delivered(actor=SYSTEM, case_id=case.pk, at=START)
    desk.post(f"/cases/{case.ref}/follow-up/", {"answer": "satisfied", "words": "很好"})
    assert not Case.objects.get(pk=case.pk).is_open


@pytest.fixture
def stay(cast):
    make_floor(house=cast.house, floor=12, rooms=9)
    return move_in(house=cast.house, room="1208", guest=make_guest(house=cast.house))


@pytest.mark.req("REQ-01")
@pytest.mark.parametrize(
    ("language", "before", "after"),
    [("zh-hans", "尚未询问", "已询问，无需求"), ("en", "not asked yet", "asked, none")],
)
def test_who_has_moved_in_is_asked_on_the_page_of_the_stay_and_none_is_one_tap(
    cast, desk, stay, language, before, after
):
    desk.post("/language/", {"language": language})
    page = desk.get(f"/stays/{stay.id}/").content.decode()
    assert before in page and f'action="/requests/needs/{stay.id}/"' in page
    assert desk.post(f"/requests/needs/{stay.id}/").url == f"/stays/{stay.id}/"
    assert NeedsAsked.objects.get().has_needs is False
    page = desk.get(f"/stays/{stay.id}/").content.decode()
    assert after in page and before not in page


@pytest.mark.req("REQ-01")
def test_a_need_said_there_is_a_request_of_the_room(cast, desk, stay):
    desk.post(f"/requests/needs/{stay.id}/", {"needs": "要一个婴儿床"})
    case = Case.objects.get()
    assert (case.stay_id, case.room_number, case.kind) == (stay.id, "1208", "service_request")
    assert case.ref in desk.get("/requests/").content.decode()


@pytest.mark.parametrize("url", ["/requests/", "/requests/themes/"])
def test_line_staff_see_the_lists_and_strangers_the_door(cast, clock, client, url):
    assert enter(cast.attendant).get(url).status_code == 200
    assert client.get(url).status_code == 302


def test_only_who_assigns_ends_a_call(cast, clock):
    assert enter(cast.attendant).post(f"/requests/help/{cast.house.pk}/end/").status_code == 403
    assert enter(cast.owner).post(f"/requests/help/{cast.house.pk}/end/").status_code == 404
