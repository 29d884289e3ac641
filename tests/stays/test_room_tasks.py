"""Work in rooms: the tasks of the day with owner and due time, a rush with its clock, signs on doors respected."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.notices.models import StaffNotice
from innkeeper.stays import actions, queries, tasks
from innkeeper.stays.models import RoomStatus, RoomTask
from innkeeper.stays.rules.departures import BY_HAND, Inspects
from innkeeper.stays.rules.rooms import Flag, RoomState
from tests.makers.house import work_off
from tests.makers.stays import expect, move_in, put, stay_on
from tests.people import START

NOON = timedelta(hours=4)


def plan(cast, at=START):
    return actions.plan_day(actor=system(), property_id=cast.house.pk, at=at)


def at_room(cast, who="attendant", room="1208", at=START):
    actor = getattr(cast, who).actor
    return {"actor": actor, "property_id": cast.house.pk, "room_number": room, "at": at}


@pytest.mark.req("STAY-09")
def test_an_occupied_room_has_its_tasks_with_owner_and_due_time_when_the_day_starts(cast):
    stay_on(house=cast.house)
    assert plan(cast) == 4
    found = {one.kind: one for one in RoomTask.objects.all()}
    assert set(found) == {"cleaning", "linen", "bathroom", "air"}
    assert {one.owner_id for one in found.values()} == {cast.attendant.id}
    assert found["cleaning"].due_at.isoformat() == "2026-03-14T07:00:00+00:00"
    assert found["air"].due_at.isoformat() == "2026-03-14T12:00:00+00:00"


@pytest.mark.req("STAY-09")
def test_who_arrived_today_finds_the_room_ready_and_is_served_from_the_next_day(cast):
    move_in(house=cast.house)
    assert plan(cast) == 0
    assert plan(cast, at=START + timedelta(days=1)) == 4


@pytest.mark.req("STAY-09")
def test_the_schedule_may_run_as_often_as_it_likes(cast):
    stay_on(house=cast.house)
    for _again in range(3):
        tasks.plan_every_house(at=START)
    assert RoomTask.objects.count() == 4
    assert AuditEntry.objects.filter(verb="rooms.day_planned").count() == 1
    assert plan(cast, at=START + timedelta(hours=20)) == 4


def test_before_six_in_the_morning_the_day_has_not_begun(cast):
    stay_on(house=cast.house)
    assert plan(cast, at=START - timedelta(hours=7)) == 0


def test_who_leaves_today_and_an_empty_room_get_no_tasks_of_the_day(cast):
    move_in(house=cast.house, nights=0)
    put(house=cast.house, room="1209")
    assert plan(cast) == 0


def test_linen_changes_as_often_as_the_hotel_wishes(cast):
    actions.change_wishes(
        actor=cast.general_manager.actor, property_id=cast.house.pk, inspects=Inspects.ALWAYS,
        linen_every_days=3, rush_minutes=30, details=BY_HAND, at=START,
    )  # fmt: skip
    stay_on(house=cast.house, nights=5)
    kinds = [plan(cast, at=START + timedelta(days=day)) for day in range(4)]
    assert kinds == [3, 3, 4, 3]


@pytest.mark.req("STAY-09")
def test_nobody_enters_while_the_sign_hangs_out(cast):
    stay_on(house=cast.house)
    plan(cast)
    actions.set_dnd(**at_room(cast))
    task = RoomTask.objects.get(kind="cleaning")
    with pytest.raises(WrongState, match="1208"):
        actions.finish_task(actor=cast.attendant.actor, task_id=task.id, at=START)
    assert queries.tasks_of_room(cast.attendant.actor, property_id=cast.house.pk, room="1208", on=task.on)[
        0
    ].waits
    actions.clear_flag(**at_room(cast), flag=Flag.DND)
    actions.finish_task(actor=cast.attendant.actor, task_id=task.id, at=START)
    assert RoomTask.objects.get(kind="cleaning").done_by == cast.attendant.id


@pytest.mark.req("STAY-09")
def test_a_late_sleeper_is_cleaned_later_not_woken(cast):
    stay_on(house=cast.house)
    plan(cast)
    until = START + timedelta(hours=6)
    actions.keep_quiet(**at_room(cast, "owner"), until=until)
    assert RoomTask.objects.get(kind="cleaning").due_at == until + timedelta(hours=2)
    with pytest.raises(InvalidInput):
        actions.keep_quiet(**at_room(cast, "owner"), until=START)
    assert RoomStatus.objects.get().quiet_until == until
    actions.clear_flag(**at_room(cast), flag=Flag.DND)
    assert RoomStatus.objects.get().quiet_until is None


def test_a_task_is_left_out_only_with_its_reason(cast):
    stay_on(house=cast.house)
    plan(cast)
    task = RoomTask.objects.get(kind="linen")
    with pytest.raises(InvalidInput):
        actions.leave_out_task(actor=cast.attendant.actor, task_id=task.id, why=" ", at=START)
    actions.leave_out_task(actor=cast.attendant.actor, task_id=task.id, why="宾客说不用", at=START)
    with pytest.raises(WrongState):
        actions.finish_task(actor=cast.attendant.actor, task_id=task.id, at=START)


def test_a_cleaned_room_ends_its_cleaning_task_by_itself(cast):
    stay_on(house=cast.house)
    plan(cast)
    actions.set_room_state(**at_room(cast), state=RoomState.OCCUPIED_DIRTY)
    actions.set_room_state(**at_room(cast), state=RoomState.OCCUPIED_CLEAN)
    assert RoomTask.objects.get(kind="cleaning").state == "done"
    assert RoomTask.objects.filter(state="open").count() == 3


def test_a_room_taken_off_sale_is_nobodys_work_and_what_was_ordered_follows_the_guest(cast):
    stay = stay_on(house=cast.house)
    put(house=cast.house, room="1504", state=RoomState.VACANT_INSPECTED)
    plan(cast)
    order = {"stay_id": stay.id, "room_number": "", "what": "果篮", "due_at": START + NOON, "at": START}
    actions.order_amenity(actor=cast.front_desk.actor, **order)
    actions.move_room(actor=cast.front_desk.actor, stay_id=stay.id, room_number="1504", at=START)
    assert list(RoomTask.objects.filter(state="open", room_number="1208").values_list("kind", flat=True)) == [
        "cleaning"
    ]
    assert RoomTask.objects.get(kind="amenity").room_number == "1504"
    actions.out_of_order(**at_room(cast, "front_desk"), reason="漏水")
    assert RoomTask.objects.filter(state="open").get().kind == "amenity"
    assert RoomTask.objects.get(kind="cleaning").state == "left_out"


def test_a_guest_who_leaves_early_leaves_only_the_cleaning_behind(cast):
    stay = stay_on(house=cast.house)
    plan(cast)
    actions.check_out(actor=cast.front_desk.actor, stay_id=stay.id, at=START)
    open_ones = RoomTask.objects.filter(state="open").exclude(kind="inspection")
    assert open_ones.get().kind == "cleaning"


def test_an_inspected_room_is_no_longer_hurried(cast):
    put(house=cast.house)
    actions.set_flag(**at_room(cast, "front_desk"), flag=Flag.RUSH)
    actions.set_room_state(**at_room(cast), state=RoomState.VACANT_CLEAN)
    actions.set_room_state(**at_room(cast, "front_desk"), state=RoomState.VACANT_INSPECTED)
    assert RoomStatus.objects.get().rush_since is None


def test_a_rush_is_one_tap_a_task_a_notice_and_a_clock(cast, clock):
    put(house=cast.house)
    for _twice in range(2):
        actions.set_flag(**at_room(cast, "front_desk"), flag=Flag.RUSH)
    task = RoomTask.objects.get()
    assert (task.kind, task.due_at) == ("rush", START + timedelta(minutes=30))
    assert StaffNotice.objects.get().recipient_id == cast.attendant.id
    work_off(clock)
    assert ClockRun.objects.get(owner_id=task.id).stopped_at is None
    actions.set_room_state(**at_room(cast), state=RoomState.VACANT_CLEAN)
    work_off(clock)
    assert RoomTask.objects.get().state == "done"
    assert ClockRun.objects.get(owner_id=task.id).stopped_at == START


def test_a_late_rush_is_told_to_the_floor_supervisor_once(cast, clock):
    put(house=cast.house)
    actions.set_flag(**at_room(cast, "front_desk"), flag=Flag.RUSH)
    work_off(clock)
    clock.move(minutes=31)
    work_off(clock)
    work_off(clock)
    late = StaffNotice.objects.filter(text_key="rooms.task_late")
    assert late.count() == 1 and late.get().room == "1208"


def test_an_amenity_is_ordered_for_an_arrival_and_brought_by_its_department(cast):
    put(house=cast.house, state=RoomState.VACANT_INSPECTED)
    stay = expect(house=cast.house)
    order = {
        "stay_id": stay.id,
        "room_number": "1208",
        "what": "果篮和欢迎卡",
        "due_at": START + NOON,
        "at": START,
    }
    actions.order_amenity(actor=cast.front_desk.actor, **order)
    assert RoomTask.objects.get().department == "food_beverage"
    assert queries.amenities_for([stay.id])[stay.id][0].note == "果篮和欢迎卡"
    with pytest.raises(NotPermitted):
        actions.finish_task(actor=cast.engineer.actor, task_id=RoomTask.objects.get().id, at=START)
    for wrong in ({"what": " "}, {"due_at": START}):
        with pytest.raises(InvalidInput):
            actions.order_amenity(actor=cast.front_desk.actor, **(order | wrong))


def test_the_outsider_ends_no_task(cast):
    stay_on(house=cast.house)
    plan(cast)
    with pytest.raises(NotFound):
        actions.finish_task(actor=cast.outsider.actor, task_id=RoomTask.objects.first().id, at=START)
    assert not RoomTask.objects.exclude(state="open").exists()


def test_nobody_is_sent_to_clean_at_night(cast):
    stay_on(house=cast.house)
    assert plan(cast, at=START + timedelta(hours=11)) == 0
    assert plan(cast, at=START + timedelta(hours=5)) == 4
