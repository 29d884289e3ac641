"""Asked at the desk: the form of the check-in, the page of the stay, the list of who came by the import unasked (REQ-01)."""

from datetime import date, timedelta

import pytest

from innkeeper.cases.models import Case
from innkeeper.service_requests.models import NeedsAsked
from innkeeper.stays.models import Stay
from tests.accounts.conftest import enter
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.stays import TODAY, expect, move_in
from tests.stays.test_import_stays import table, take

LIST = "/house/lists/not-asked/"


@pytest.fixture
def counter(cast, clock):
    make_floor(house=cast.house, floor=12, rooms=9)
    return enter(cast.front_desk)


@pytest.fixture
def stay(cast, counter):
    return move_in(house=cast.house, room="1208", guest=make_guest(house=cast.house))


def speak(counter, language):
    counter.post("/language/", {"language": language})
    return lambda path: counter.get(path).content.decode()


@pytest.mark.req("REQ-01")
@pytest.mark.parametrize(
    ("language", "question", "refused"),
    [
        ("zh-hans", "请询问宾客：有什么需要？", "请先询问宾客需求"),
        ("en", "Ask the guest: what do you need?", "Ask the guest what they need"),
    ],
)
def test_the_check_in_asks_and_is_refused_without_an_answer(cast, counter, language, question, refused):
    see, stay = speak(counter, language), expect(house=cast.house)
    assert question in see(f"/stays/{stay.id}/")
    answer = counter.post(f"/stays/{stay.id}/check-in/", {"room": "1208"})
    assert answer.status_code == 422 and refused in answer.content.decode()
    assert Stay.objects.get().status == "expected"
    counter.post(f"/stays/{stay.id}/check-in/", {"room": "1208", "needs": "要一个婴儿床"})
    assert Stay.objects.get().status == "in_house"
    assert Case.objects.get().pk == NeedsAsked.objects.get().case_id


@pytest.mark.req("REQ-01")
@pytest.mark.parametrize(
    ("language", "before", "after"),
    [("zh-hans", "尚未询问", "· 已询问，无需求"), ("en", "not asked yet", "· asked, none")],
)
def test_who_has_moved_in_is_asked_on_the_page_of_the_stay_and_none_is_one_press(
    counter, stay, language, before, after
):
    see = speak(counter, language)
    page = see(f"/stays/{stay.id}/")
    assert before in page and f'action="/stays/{stay.id}/needs/"' in page
    assert counter.post(f"/stays/{stay.id}/needs/").status_code == 422
    assert counter.post(f"/stays/{stay.id}/no-needs/")["Location"] == f"/stays/{stay.id}/"
    assert NeedsAsked.objects.get().has_needs is False
    page = see(f"/stays/{stay.id}/")
    assert after in page and before not in page


@pytest.mark.req("REQ-01")
def test_a_need_said_there_is_a_request_of_the_room(counter, stay):
    counter.post(f"/stays/{stay.id}/needs/", {"needs": "要一个婴儿床"})
    case = Case.objects.get()
    assert (case.stay_id, case.room_number, case.kind) == (stay.id, "1208", "service_request")
    assert case.ref in counter.get("/requests/").content.decode()


@pytest.mark.req("REQ-01")
@pytest.mark.parametrize(
    ("language", "title", "count"),
    [
        ("zh-hans", "尚未询问 1", "1 位已入住但尚未询问"),
        ("en", "Not asked yet 1", "1 moved in and not asked"),
    ],
)
def test_who_came_by_the_import_stands_on_the_list_until_one_press(cast, counter, language, title, count):
    take(cast, table("HB1,在住,2026-03-14,2026-03-16,预订平台,1208,柳如烟,13900004471,G1"))
    see, stay, mark = speak(counter, language), Stay.objects.get(), f'<a href="{LIST}"><'
    for path in ("/house/lists/in-house/", "/house/lists/due-in/"):
        assert f'href="{LIST}">{count}' in see(path)
    assert mark in see("/house/lists/in-house/")
    page = see(LIST)
    assert f"<h1>{title}</h1>" in page and f'action="/stays/{stay.id}/no-needs/"' in page
    said = counter.post(f"/stays/{stay.id}/no-needs/", {"back": "list"})
    assert said["Location"] == LIST
    assert f"/stays/{stay.id}/" not in see(LIST)
    assert count not in see("/house/lists/in-house/") and mark not in see("/house/lists/in-house/")


@pytest.mark.req("REQ-01")
def test_the_list_holds_who_came_today_or_the_night_before_and_lives_here(cast, counter):
    for number, days in (("1201", 0), ("1202", 1), ("1203", 2)):
        move_in(house=cast.house, room=number, arrival_on=TODAY - timedelta(days=days), nights=4)
    expect(house=cast.house, arrival_on=date(2026, 3, 14))
    page = counter.get(LIST).content.decode()
    assert [number for number in ("1201", "1202", "1203") if f"/rooms/{number}/" in page] == ["1201", "1202"]


def test_who_takes_no_cases_in_reads_the_list_and_asks_nobody(cast, counter, stay):
    reader = enter(cast.attendant)
    page = reader.get(LIST)
    assert page.status_code == 200 and "needs/" not in page.content.decode()
    assert reader.post(f"/stays/{stay.id}/no-needs/").status_code == 403
    assert enter(cast.outsider).post(f"/stays/{stay.id}/no-needs/").status_code == 404
    assert not NeedsAsked.objects.exists()
