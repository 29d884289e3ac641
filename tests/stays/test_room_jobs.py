"""One going to a room: its tasks taken, then ended, with one tap each."""

from datetime import UTC, date, datetime

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.outbox.models import OutboxEvent
from innkeeper.stays import actions, queries
from innkeeper.stays.models import RoomTask
from innkeeper.stays.rules.hand_keys import read_key
from innkeeper.stays.rules.rooms import Flag
from tests.accounts.conftest import enter
from tests.addresses import MY_WORK
from tests.makers.accounts import make_turn
from tests.makers.stays import put, stay_on
from tests.people import START, person


@pytest.fixture
def planned(cast):
    stay_on(house=cast.house)
    actions.plan_day(actor=system(), property_id=cast.house.pk, at=START)


@pytest.fixture
def rush(cast):
    put(house=cast.house, room="1210")
    rushed = {"property_id": cast.house.pk, "room_number": "1210", "flag": Flag.RUSH, "at": START}
    actions.set_flag(actor=cast.front_desk.actor, **rushed)
    return RoomTask.objects.get(kind="rush")


def in_hand(who, cast):
    return queries.jobs_in_hand(who.actor, property_id=cast.house.pk, at=START).answer()


def end(who, ids):
    return actions.finish_tasks(actor=who.actor, task_ids=ids, at=START)


@pytest.mark.req("STAY-09")
def test_the_tasks_of_the_day_are_one_going_for_each_due_time(cast, planned):
    cleaning, air = in_hand(cast.attendant, cast)
    assert (cleaning.room, set(cleaning.kinds)) == ("1208", {"cleaning", "linen", "bathroom"})
    assert (air.kinds, cleaning.due_at < air.due_at) == (("air",), True)
    assert in_hand(cast.engineer, cast) == []


@pytest.mark.req("STAY-09")
def test_one_tap_ends_all_that_a_going_is_for(cast, planned):
    going = in_hand(cast.attendant, cast)[0]
    end(cast.attendant, going.ids)
    assert RoomTask.objects.filter(state="done", done_by=cast.attendant.id).count() == 3
    assert AuditEntry.objects.filter(verb="rooms.task_ended").count() == 3
    with pytest.raises(WrongState):
        end(cast.attendant, going.ids)


def test_what_a_new_state_has_ended_meanwhile_does_not_stop_the_rest(cast, planned):
    going = in_hand(cast.attendant, cast)[0]
    for key in ("1208 OD", "1208 OC"):
        actions.press_key(actor=cast.attendant.actor, property_id=cast.house.pk, key=read_key(key), at=START)
    end(cast.attendant, going.ids)
    assert RoomTask.objects.filter(state="open").count() == 1


def test_a_rush_is_taken_by_one_and_no_longer_offered(cast, rush):
    other = person(cast.house, staff_number="3002", post_code="room_attendant")
    assert [job.ids for job in in_hand(other, cast)] == [(rush.pk,)]
    actions.accept_tasks(actor=cast.attendant.actor, task_ids=[rush.pk], at=START)
    actions.accept_tasks(actor=cast.attendant.actor, task_ids=[rush.pk], at=START)
    assert in_hand(other, cast) == []
    assert in_hand(cast.attendant, cast)[0].owner_id == cast.attendant.id
    with pytest.raises(WrongState):
        actions.accept_tasks(actor=other.actor, task_ids=[rush.pk], at=START)
    assert OutboxEvent.objects.filter(name="stays.RoomTaskAccepted").count() == 1
    assert AuditEntry.objects.filter(verb="rooms.task_accepted").count() == 1


def test_nobody_enters_where_the_sign_hangs_out(cast, planned):
    going = in_hand(cast.attendant, cast)[0]
    actions.set_dnd(actor=cast.attendant.actor, property_id=cast.house.pk, room_number="1208", at=START)
    assert in_hand(cast.attendant, cast)[0].waits
    with pytest.raises(WrongState):
        end(cast.attendant, going.ids)
    assert not RoomTask.objects.exclude(state="open").exists()


def test_other_departments_other_hotels_and_two_rooms_at_once_are_refused(cast, planned, rush):
    going = in_hand(cast.attendant, cast)[1]
    for who, ids, refusal in (
        (cast.engineer, going.ids, NotPermitted),
        (cast.outsider, going.ids, NotFound),
        (cast.privacy_officer, going.ids, NotPermitted),
        (cast.attendant, [going.ids[0], rush.pk], InvalidInput),
        (cast.attendant, [], InvalidInput),
    ):
        with pytest.raises(refusal):
            end(who, ids)
        with pytest.raises(refusal):
            actions.accept_tasks(actor=who.actor, task_ids=ids, at=START)
    assert not RoomTask.objects.exclude(state="open").exists()


@pytest.mark.parametrize("page", [MY_WORK, "/board/"])
def test_a_tap_on_my_work_or_the_board_comes_back_there(cast, clock, rush, page):
    client, back = enter(cast.attendant), page.strip("/")
    words = client.get(page).content.decode()
    assert f"room-task-{rush.pk}" in words and "/room-tasks/acceptances/" in words
    for noun in ("acceptances", "completions"):
        answer = client.post(f"/room-tasks/{noun}/?back={back}", {"tasks": str(rush.pk)})
        assert (answer.status_code, answer.headers["Location"]) == (303, page)
    rush.refresh_from_db()
    assert (rush.state, rush.done_by) == ("done", cast.attendant.id)
    assert f"room-task-{rush.pk}" not in client.get(page).content.decode()
    assert client.post("/room-tasks/completions/", {"tasks": "nonsense"}).status_code == 422


def test_my_work_counts_goings_not_tasks_and_stays_still_between_changes(cast, clock, planned):
    client = enter(cast.attendant)
    first = client.get(
        MY_WORK,
    )
    assert "<h1>2 件要做</h1>" in first.content.decode()
    again = {"HX-Request": "true", "If-None-Match": first.headers["ETag"]}
    assert client.get(MY_WORK, headers=again).status_code == 304
    end(cast.attendant, in_hand(cast.attendant, cast)[0].ids)
    assert client.get(MY_WORK, headers=again).status_code == 200


SIX = datetime(2026, 3, 13, 22, 15, tzinfo=UTC)
"""06:15 at the hotel: the day is planned, the night is still on duty."""


@pytest.fixture
def by_shift(cast):
    """One attendant of the night, the cast's own of the early and one of the late shift; a room that is stayed in."""
    night, late = (
        person(cast.house, staff_number=number, post_code="room_attendant", is_on_duty=False)
        for number in ("3011", "3012")
    )
    for one, on, shift in ((night, date(2026, 3, 13), "night"), (late, date(2026, 3, 14), "late")):
        make_turn(one.staff, house=cast.house, post_code="room_attendant", on=on, shift=shift)
    stay_on(house=cast.house)
    return night, late


@pytest.mark.req("STAY-09")
def test_the_day_that_the_night_plans_belongs_to_who_is_there_when_it_is_due(cast, by_shift):
    night, late = by_shift
    actions.plan_day(actor=system(), property_id=cast.house.pk, at=SIX)
    owners = dict(RoomTask.objects.values_list("kind", "owner_id"))
    assert owners == {
        "cleaning": cast.attendant.id,
        "linen": cast.attendant.id,
        "bathroom": cast.attendant.id,
        "air": late.id,
    }
    assert night.id not in owners.values()


def test_what_an_attendant_left_behind_is_taken_by_the_next_shift(cast, by_shift):
    _night, late = by_shift
    actions.plan_day(actor=system(), property_id=cast.house.pk, at=SIX)
    going = in_hand(cast.attendant, cast)[0]
    with pytest.raises(WrongState):
        actions.accept_tasks(actor=late.actor, task_ids=going.ids, at=START)
    evening = datetime(2026, 3, 14, 8, tzinfo=UTC)
    offered = queries.jobs_in_hand(late.actor, property_id=cast.house.pk, at=evening).answer()
    assert going.ids in [job.ids for job in offered]
    actions.accept_tasks(actor=late.actor, task_ids=going.ids, at=evening)
    assert set(RoomTask.objects.values_list("owner_id", flat=True)) == {late.id}
