"""A guest who moves is woken and served in the new room; for one who has left nobody rings, knocks or brings."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.config.subscriptions import SUBSCRIPTIONS
from innkeeper.handovers.models import BookLine
from innkeeper.handovers.queries.book import entries_of
from innkeeper.handovers.queries.handovers import post_named
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import NotPermitted
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox import subscriptions
from innkeeper.outbox.worker import Worker
from innkeeper.service_requests.actions import Wish, close_delivered, end_with_stay, follow_to_room
from innkeeper.service_requests.models import PlannedTask
from innkeeper.stays.actions import check_out, move_room
from tests.handovers.conftest import note, wake_up
from tests.makers import stays
from tests.makers.properties import make_floor
from tests.makers.requests import SYSTEM, deliver, make_request, set_share
from tests.people import START

HOUR = timedelta(hours=1)
SIX = START + 18 * HOUR


@pytest.fixture
def stay(cast, clock):
    make_floor(house=cast.house, floor=12, rooms=9)
    return stays.move_in(house=cast.house, room="1208")


def asked(cast, stay, **given):
    return make_request(cast, room_number="1208", stay_id=stay.id, departs_at=stay.departs_at, **given)


def work_off(at=START):
    worker = Worker(now=lambda: at)
    while worker.step():
        pass


def moved(stay, *, to="1209", at=START):
    with subscriptions.installed(SUBSCRIPTIONS):
        move_room(actor=system(), stay_id=stay.id, room_number=to, at=at)
        work_off(at)


def left(stay, *, at=START):
    with subscriptions.installed(SUBSCRIPTIONS):
        check_out(actor=system(), stay_id=stay.id, at=at)
        work_off(at)


@pytest.mark.req("ORG-06")
def test_the_wake_up_call_rings_in_the_room_where_the_guest_sleeps(cast, stay):
    wake_up(cast, due_at=SIX)
    asked(cast, stay, code="wake_up_call", text="叫醒 7:30", wish=Wish(wanted_at=SIX + 2 * HOUR))
    note(cast, "去机场", post="concierge", kind="taxi", room_number="1208", due_at=SIX)
    note(cast, "备用钥匙", post="front_desk", kind="key", room_number="1208")
    moved(stay)
    book = entries_of(cast.colleague.actor, cast.house, post_named(cast.house.pk, "order_taker"), at=START)
    assert {(one.room, one.due_at) for one in book if one.section == "wake_ups"} == {
        ("1209", SIX),
        ("1209", SIX + 2 * HOUR),
    }
    assert dict(BookLine.objects.values_list("kind", "room_number")) == {
        "wake_up": "1209",
        "taxi": "1209",
        "key": "1208",
    }


def test_a_call_written_for_the_next_guest_of_the_room_stays_there(cast, stay):
    with subscriptions.installed(SUBSCRIPTIONS):
        move_room(actor=system(), stay_id=stay.id, room_number="1209", at=START - HOUR)
        wake_up(cast, due_at=SIX)
        work_off()
    assert BookLine.objects.get().room_number == "1208"


@pytest.mark.req("REQ-05")
def test_what_is_on_its_way_goes_to_the_new_door_and_who_carries_it_knows(cast, stay):
    case = asked(cast, stay)
    task = Task.objects.get(case=case)
    cases.accept_task(actor=cast.attendant.actor, task_id=task.pk, at=START)
    later = asked(cast, stay, code="cleaning_request", text="下午打扫", wish=Wish(wanted_at=START + 4 * HOUR))
    moved(stay)
    task.refresh_from_db()
    assert task.room_number == "1209" and Case.objects.get(pk=case.pk).room_number == "1209"
    assert PlannedTask.objects.get(case=later).room_number == "1209"
    told = StaffNotice.objects.get(text_key="requests.moved")
    assert (told.recipient_id, told.room) == (cast.attendant.id, "1209")
    assert not follow_to_room(actor=SYSTEM, stay_id=stay.id, room_number="1209", at=START)


def test_what_is_to_be_mended_stays_with_its_room_but_the_call_goes_to_the_guest(cast, stay):
    set_share("air_conditioning", 100)
    case = asked(cast, stay, code="air_conditioning", text="空调不制冷")
    open_one = asked(cast, stay, code="tv", text="电视没信号")
    deliver(cast, case, by=cast.engineer)
    close_delivered(actor=SYSTEM, case_id=case.pk, at=START + HOUR)
    moved(stay, at=START + HOUR)
    assert Task.objects.get(case=open_one).room_number == "1208"
    assert Task.objects.get(case=case, step="follow_up").room_number == "1209"
    assert Case.objects.get(pk=case.pk).room_number == "1208"


def test_moved_twice_everything_is_in_the_last_room_in_whichever_order_the_jobs_run(cast, stay):
    wake_up(cast, due_at=SIX)
    with subscriptions.installed(SUBSCRIPTIONS):
        move_room(actor=system(), stay_id=stay.id, room_number="1209", at=START)
        move_room(actor=system(), stay_id=stay.id, room_number="1207", at=START)
        work_off()
    assert BookLine.objects.get().room_number == "1207"


@pytest.mark.req("ORG-06")
def test_nobody_wakes_the_next_guest_for_one_who_has_left(cast, stay):
    wake_up(cast, due_at=SIX)
    note(cast, "去机场", post="concierge", kind="taxi", room_number="1208", due_at=START + HOUR)
    asked(cast, stay, code="wake_up_call", text="叫醒 7:30", wish=Wish(wanted_at=SIX + 2 * HOUR))
    left(stay)
    assert dict(BookLine.objects.values_list("kind", "state")) == {"wake_up": "cancelled", "taxi": "open"}
    assert not Case.objects.filter(is_open=True).exists()
    assert PlannedTask.objects.get().dropped_at is not None
    told = StaffNotice.objects.filter(text_key="handovers.wake_up_ended")
    assert list(told.values_list("recipient_id", flat=True)) == [cast.colleague.id]


def test_towels_end_with_the_stay_a_taxi_and_a_repair_do_not(cast, stay):
    towels = asked(cast, stay)
    taxi = asked(cast, stay, code="taxi", text="叫车去机场")
    repair = asked(cast, stay, code="tv", text="电视没信号")
    left(stay)
    still = set(Case.objects.filter(is_open=True).values_list("pk", flat=True))
    assert still == {taxi.pk, repair.pk}
    assert Task.objects.get(case=towels).state == "cancelled"


def test_one_that_went_up_in_another_case_wakes_nobody_either(cast, stay):
    call = asked(cast, stay, code="wake_up_call", text="叫醒 6:00", wish=Wish(wanted_at=SIX))
    other = asked(cast, stay, code="taxi", text="叫车去机场")
    cases.merge_case(actor=SYSTEM, case_id=call.pk, into_id=other.pk, at=START)
    left(stay)
    assert PlannedTask.objects.get(case=call).dropped_at is not None


def test_a_room_is_not_rung_to_ask_who_has_left_it(cast, stay):
    set_share("air_conditioning", 100)
    given, late = [asked(cast, stay, code="air_conditioning", text="空调不制冷") for _number in range(2)]
    deliver(cast, given, by=cast.engineer)
    close_delivered(actor=SYSTEM, case_id=given.pk, at=START)
    left(stay, at=START + HOUR)
    deliver(cast, late, by=cast.engineer, at=START + HOUR)
    close_delivered(actor=SYSTEM, case_id=late.pk, at=START + HOUR)
    assert not Case.objects.filter(is_open=True).exists()
    assert not Task.objects.filter(step="follow_up", state="offered").exists()


def test_only_the_house_carries_wishes_along(cast, stay):
    for act in (
        lambda: end_with_stay(actor=cast.manager.actor, stay_id=stay.id, at=START),
        lambda: follow_to_room(actor=cast.manager.actor, stay_id=stay.id, room_number="1209", at=START),
    ):
        with pytest.raises(NotPermitted):
            act()
