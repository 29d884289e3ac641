"""The list of all channels, the themes, and the buttons on the case page."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.notices.models import StaffNotice
from innkeeper.service_requests.actions import close_delivered
from innkeeper.service_requests.sections import fill
from tests.accounts.conftest import enter
from tests.cases.test_escalate import swept
from tests.makers.requests import SYSTEM, deliver, make_request, set_share
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


def test_the_guests_word_is_asked_once(cast, desk):
    case = make_request(cast)
    assert fill(actor=cast.front_desk.actor, case=case, at=START)["may_confirm"]
    desk.post(f"/cases/{case.ref}/guest-word/")
    case.refresh_from_db()
    assert case.is_open  # the task is still to be done
    assert not fill(actor=cast.front_desk.actor, case=case, at=START)["may_confirm"]


def test_the_call_is_noted_from_the_case_page(cast, desk):
    set_share("towels", 100)
    case = make_request(cast)
    deliver(cast, case, at=START)
    close_delivered(actor=SYSTEM, case_id=case.pk, at=START)
    desk.post(f"/cases/{case.ref}/follow-up/", {"answer": "satisfied", "words": "很好"})
    assert not Case.objects.get(pk=case.pk).is_open


@pytest.mark.parametrize("url", ["/requests/", "/requests/themes/"])
def test_line_staff_see_the_lists_and_strangers_the_door(cast, clock, client, url):
    assert enter(cast.attendant).get(url).status_code == 200
    assert client.get(url).status_code == 302


def test_only_who_assigns_ends_a_call(cast, clock):
    assert enter(cast.attendant).post(f"/requests/help/{cast.house.pk}/end/").status_code == 403
    assert enter(cast.owner).post(f"/requests/help/{cast.house.pk}/end/").status_code == 404
