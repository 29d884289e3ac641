"""Who leads gives work in a room to another hand on duty: one press, logged, both told."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.notices.models import StaffNotice
from innkeeper.stays import actions, queries
from innkeeper.stays.models import RoomTask
from tests.accounts.conftest import enter
from tests.makers.stays import stay_on
from tests.people import START, person

DAY = START


@pytest.fixture
def second(cast, clock):
    return person(cast.house, staff_number="3002", post_code="room_attendant", work_name="叶青")


@pytest.fixture
def lead(cast, clock):
    return person(cast.house, staff_number="3010", post_code="floor_supervisor", work_name="江月")


@pytest.fixture
def tasks(cast, second):
    """The day's tasks of 1208, in the attendant's hand."""
    stay_on(house=cast.house)
    actions.plan_day(actor=cast.housekeeper.actor, property_id=cast.house.pk, at=DAY)
    RoomTask.objects.update(owner_id=cast.attendant.id)
    return list(RoomTask.objects.order_by("due_at", "pk"))


def hand_over(task, by, to, *, at=DAY):
    return actions.hand_over_tasks(actor=by.actor, task_id=task.pk, staff_id=to.id, at=at)


def owners():
    return set(RoomTask.objects.values_list("owner_id", flat=True))


@pytest.mark.req("STAY-09")
def test_what_is_done_in_one_going_goes_together_and_both_are_told(cast, lead, second, tasks):
    together = [one for one in tasks if one.due_at == tasks[0].due_at]
    assert len(together) > 1
    given = hand_over(tasks[0], lead, second)
    assert {one.pk for one in given} == {one.pk for one in together}
    told = dict(StaffNotice.objects.filter(room="1208").values_list("recipient_id", "text_key"))
    assert told == {second.id: "rooms.task_yours", cast.attendant.id: "rooms.task_given_on"}
    kept = AuditEntry.objects.get(verb="rooms.task_handed_over")
    assert (kept.actor_id, kept.facts["from"], kept.facts["to"]) == (
        lead.id,
        str(cast.attendant.id),
        str(second.id),
    )


def test_pressed_twice_nobody_is_told_twice(lead, second, tasks):
    hand_over(tasks[0], lead, second)
    hand_over(tasks[0], lead, second)
    assert StaffNotice.objects.filter(text_key="rooms.task_yours").count() == 1


def test_who_is_not_on_duty_gets_nothing(cast, lead, tasks):
    off = person(
        cast.house, staff_number="3003", post_code="room_attendant", work_name="路人", is_on_duty=False
    )
    with pytest.raises(InvalidInput):
        hand_over(tasks[0], lead, off)
    assert owners() == {cast.attendant.id}


def test_an_attendant_gives_nothing_and_an_outsider_finds_nothing(cast, second, tasks):
    with pytest.raises(NotPermitted):
        hand_over(tasks[0], cast.attendant, second)
    with pytest.raises(NotFound):
        hand_over(tasks[0], cast.outsider, second)
    assert owners() == {cast.attendant.id}


def test_what_is_done_is_not_given(cast, lead, second, tasks):
    actions.finish_task(actor=cast.attendant.actor, task_id=tasks[0].pk, at=DAY)
    with pytest.raises(WrongState):
        hand_over(tasks[0], lead, second)


def test_the_least_busy_stands_first_and_who_has_it_last(cast, lead, second, tasks):
    going = queries.going_to_give(lead.actor, tasks[0].pk, at=DAY)
    names = [(one.name, one.count, one.has_it) for one in going.hands]
    assert names[-1] == ("罗小满", len(tasks), True)
    assert ("叶青", 0, False) in names and "何建国" not in {name for name, _count, _has in names}


@pytest.mark.req("STAY-09")
def test_one_press_from_the_round_and_from_the_board(cast, lead, second, tasks):
    desk = enter(lead)
    url = f"/room-tasks/{tasks[0].pk}/hands/"
    assert url in desk.get("/rooms/").content.decode()
    assert "转派他人" not in enter(cast.attendant).get("/rooms/").content.decode()
    RoomTask.objects.update(owner_id=None)
    assert "/hands/?back=board" in desk.get("/board/").content.decode()
    assert "叶青" in desk.get(f"{url}?back=board").content.decode()
    answer = desk.post(url, {"staff": str(second.id), "back": "board"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/board/")
    assert second.id in owners()
