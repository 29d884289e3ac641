"""A guest who complained moves: who is to see them goes to the new door, who mends the room to the old one."""

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.cases.views import reading
from innkeeper.complaints.actions import follow_guest
from innkeeper.complaints.rules import goes_to_guest
from innkeeper.kernel.errors import NotPermitted
from innkeeper.notices.models import StaffNotice
from tests.cases.test_pages import ask
from tests.makers import stays
from tests.makers.cases import make_task
from tests.makers.complaints import SYSTEM, make_complaint
from tests.makers.properties import make_floor
from tests.people import START
from tests.workflows.test_wishes_follow_the_guest import moved


@pytest.fixture
def stay(cast, clock):
    make_floor(house=cast.house, floor=12, rooms=9)
    return stays.move_in(house=cast.house, room="1208")


def complained(cast, stay, code, **given):
    return make_complaint(cast, room_number="1208", stay_id=stay.id, taxonomy_code=code, **given)


def visit(cast, case):
    step, post = cases.MANAGER_VISIT
    return make_task(cast, case, title="当面致歉", department="front_office", post=post, step=step)


def rooms_of(case):
    return {(one.department, one.post): one.room_number for one in Task.objects.filter(case=case)}


@pytest.mark.req("CASE-30")
def test_of_a_leak_the_repair_stays_and_the_words_with_the_guest_go(cast, stay):
    case = complained(cast, stay, "water_leak", text="天花板漏水")
    moved(stay)
    assert rooms_of(case) == {
        ("engineering", ""): "1208",
        ("housekeeping", ""): "1208",
        ("front_office", ""): "1209",
    }
    assert Case.objects.get(pk=case.pk).room_number == "1208"
    assert not follow_guest(actor=SYSTEM, stay_id=stay.id, room_number="1209", at=START)


@pytest.mark.parametrize(
    ("department", "post", "step", "nature", "goes"),
    [
        ("front_office", "assistant_manager", "visit", "noise", True),
        ("security", "", "visit", "noise", True),
        ("housekeeping", "room_attendant", "visit", "hygiene", False),
        ("housekeeping", "", "split", "service", False),
        ("engineering", "", "", "service", False),
        ("security", "", "", "service", False),
        ("housekeeping", "", "", "hygiene", False),
        ("housekeeping", "", "", "service", True),
        ("food_beverage", "", "", "hygiene", True),
        ("it", "", "", "facility", False),
    ],
)
def test_each_task_is_for_the_guest_or_for_the_room(department, post, step, nature, goes):
    assert goes_to_guest(department=department, post=post, step=step, nature=nature) is goes


def test_who_has_it_and_whose_post_is_to_take_it_hear_the_new_door(cast, stay):
    case = complained(cast, stay, "staff_attitude", text="前台态度差")
    visit(cast, case)
    fruit = make_task(cast, case, title="送果盘致歉", department="housekeeping", room_number="1208")
    cases.accept_task(actor=cast.attendant.actor, task_id=fruit.pk, at=START)
    moved(stay)
    told = StaffNotice.objects.filter(text_key="complaints.guest_moved", room="1209")
    assert set(told.values_list("recipient_id", flat=True)) == {cast.attendant.id, cast.owner.id}
    assert set(rooms_of(case).values()) == {"1209"}


def test_what_went_up_in_another_complaint_goes_along_there(cast, stay):
    whole = complained(cast, stay, "water_leak", text="天花板漏水")
    other = complained(cast, stay, "staff_attitude", text="前台态度差")
    errand = visit(cast, other)
    cases.merge_case(actor=cast.owner.actor, case_id=other.pk, into_id=whole.pk, at=START)
    moved(stay)
    errand.refresh_from_db()
    assert (errand.case_id, errand.room_number) == (whole.pk, "1209")


def test_the_house_alone_sends_them_after_the_guest(cast, stay):
    with pytest.raises(NotPermitted):
        follow_guest(actor=cast.owner.actor, stay_id=stay.id, room_number="1209", at=START)


def test_the_page_of_the_complaint_says_where_the_guest_lives_now(cast, stay):
    case = complained(cast, stay, "water_leak", text="天花板漏水")
    before = ask(reading.case, cast.owner, case.ref).content.decode()
    moved(stay)
    after = ask(reading.case, cast.owner, case.ref).content.decode()
    said = "宾客现住 1209 房"
    assert said not in before and said in after
