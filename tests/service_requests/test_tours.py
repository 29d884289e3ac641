"""Needs of a tour: common to all who go, or one guest's own; each class is served its way, and counted apart."""

from datetime import timedelta

import pytest

from innkeeper.cases.models import Task
from innkeeper.desk.reading import read
from innkeeper.guests.queries import preferences_of
from innkeeper.service_requests.actions import close_delivered
from innkeeper.service_requests.models import RequestDetail
from innkeeper.service_requests.queries import tour_needs
from innkeeper.service_requests.rules import percent_called
from tests.accounts.conftest import enter
from tests.makers.guests import make_guest
from tests.makers.requests import SYSTEM, deliver, make_request
from tests.people import START, person
from tests.reading.test_one_liners import the_house

LATER = START + timedelta(minutes=7)


def asked(cast, code, text, **given):
    return make_request(cast, code=code, text=text, **given)


def concierge(cast):
    return person(cast.house, staff_number="6001", post_code="concierge")


@pytest.mark.req("REQ-04")
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1208 明天跟团有没有保险", "tour_safety"),
        ("1208 一日游的大巴会晕车，要前排座位", "tour_safety"),
        ("1208 are there life jackets on the day trip", "tour_safety"),
        ("1208 一日游想加一站", "tour_plan"),
        ("1208 跟团吃素食", "tour_plan"),
        ("1208 private tour tomorrow please", "tour_plan"),
        ("1208 吃素", "diet"),
        ("1208 想订一日游", "tickets"),
    ],
)
def test_a_line_tells_a_common_need_from_an_individual_one(line, code):
    assert read(line, facts=the_house(), at=START).code == code


@pytest.mark.req("REQ-04")
def test_an_individual_need_is_kept_in_the_file_and_the_guest_is_called(cast):
    guest = make_guest(house=cast.house)
    case = asked(cast, "tour_plan", "一日游改路线，午餐清真", guest_ids=(guest.id,))
    assert RequestDetail.objects.get(pk=case.pk).need_class == "individual"
    assert [one.value for one in preferences_of(guest.id)] == ["一日游改路线，午餐清真"]
    deliver(cast, case, by=concierge(cast))
    assert not close_delivered(actor=SYSTEM, case_id=case.pk, at=LATER)
    assert Task.objects.filter(case=case, step="follow_up", state="offered").exists()


@pytest.mark.req("REQ-04")
def test_a_common_need_is_settled_for_all_and_nobody_is_called(cast):
    guest = make_guest(house=cast.house)
    case = asked(cast, "tour_safety", "一日游的保险", guest_ids=(guest.id,))
    assert RequestDetail.objects.get(pk=case.pk).need_class == "common"
    assert preferences_of(guest.id) == ()
    deliver(cast, case, by=concierge(cast))
    assert close_delivered(actor=SYSTEM, case_id=case.pk, at=LATER)


@pytest.mark.req("REQ-04")
@pytest.mark.parametrize("percent", [0, 50, 100])
def test_on_a_tour_the_class_says_who_is_called_and_elsewhere_the_code(percent):
    assert percent_called("common", percent) == 0
    assert percent_called("individual", percent) == 100
    assert percent_called("basic", percent) == percent_called("personal", percent) == percent


@pytest.mark.req("REQ-04")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ["旅游共性需求", "全团一样", "旅游个性需求", "记入客史"]),
        (
            "en",
            [
                "Common need of a tour",
                "Settled once for all",
                "Individual need on a tour",
                "Settled with this guest",
            ],
        ),
    ],
)
def test_the_themes_count_common_and_individual_needs_apart_with_their_strategy(cast, clock, language, said):
    for room in ("1506", "1507", "1208"):
        asked(cast, "tour_safety", "一日游的保险", room_number=room)
    own = asked(cast, "tour_plan", "一日游加一站")
    asked(cast, "tour_safety", "一日游的座位", at=START - timedelta(days=40))
    assert [(one.need_class, one.asked, one.open) for one in tour_needs(cast.quality.actor, at=LATER)] == [
        ("common", 3, 3),
        ("individual", 1, 1),
    ]
    cast.colleague.staff.language = language
    cast.colleague.staff.save()
    client = enter(cast.colleague)
    page = client.get("/requests/themes/").content.decode()
    assert all(words in page for words in said)
    assert said[3] in client.get(f"/cases/{own.ref}/sections/request/").content.decode()
