"""A wake-up call rings at its time, goes up the ladder while nobody says it was made, and ends at the door."""

from datetime import timedelta

import pytest

from innkeeper.accounts.models import DutyTurn
from innkeeper.audit.models import AuditEntry
from innkeeper.clocks.models import ClockRun
from innkeeper.handovers.actions import finish_line, note_call, take_line_back
from innkeeper.handovers.models import BookLine
from innkeeper.handovers.queries.book import entries_of
from innkeeper.handovers.queries.handovers import post_named
from innkeeper.handovers.rules import LineState
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.handovers.conftest import note, rings, wake_up
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
MINUTE = timedelta(minutes=1)
DUE = START + 30 * MINUTE


def told():
    """Who was told what, in order."""
    return list(
        StaffNotice.objects.order_by("created_at", "pk").values_list("recipient_id", "text_key", "level")
    )


def test_it_rings_at_its_time_and_not_before(house):
    wake_up(house, due_at=DUE)
    assert rings(DUE - timedelta(seconds=1)) == 0
    assert rings(DUE) == 1
    assert told() == [(house.colleague.id, "handovers.wake_up_due", "burn")]


def test_a_call_nobody_makes_goes_up_to_the_manager_on_duty(house):
    wake_up(house, due_at=DUE)
    for minutes in (0, 2, 4, 6):
        rings(DUE + minutes * MINUTE)
    missed = {who for who, key, _level in told() if key == "handovers.wake_up_missed"}
    assert {house.colleague.id, house.owner.id, house.manager.id} <= missed


def test_who_answers_for_two_posts_is_rung_once(house):
    DutyTurn.objects.exclude(staff_id=house.owner.id).delete()
    line = wake_up(house, due_at=DUE)
    for minutes in (0, 2):
        rings(DUE + minutes * MINUTE)
    assert [who for who, key, _level in told() if key == "handovers.wake_up_missed"] == [house.owner.id]
    for minutes in (3, 9):
        note_call(actor=house.manager.actor, line_id=line.pk, is_answered=False, at=DUE + minutes * MINUTE)
    assert [who for who, key, _level in told() if key == "handovers.knock"] == [house.owner.id]


def test_the_same_ring_twice_tells_once(house):
    wake_up(house, due_at=DUE)
    rings(DUE)
    assert rings(DUE) == 0


def test_an_answered_call_is_done_and_silent(house):
    line = wake_up(house, due_at=DUE)
    note_call(actor=house.colleague.actor, line_id=line.pk, is_answered=True, at=DUE)
    assert BookLine.objects.get().state == LineState.DONE
    assert rings(DUE + 10 * MINUTE) == 0


def test_an_unanswered_call_comes_again_in_five_minutes(house):
    line = wake_up(house, due_at=DUE)
    rings(DUE)
    note_call(actor=house.colleague.actor, line_id=line.pk, is_answered=False, at=DUE)
    line.refresh_from_db()
    assert (line.is_open, line.due_at, line.tries) == (True, DUE + 5 * MINUTE, 1)
    assert rings(DUE + 4 * MINUTE) == 0
    assert rings(DUE + 5 * MINUTE) == 1


def test_after_the_second_time_security_knocks_at_the_door(house):
    line = wake_up(house, due_at=DUE)
    for minutes in (0, 5):
        note_call(actor=house.colleague.actor, line_id=line.pk, is_answered=False, at=DUE + minutes * MINUTE)
    door = BookLine.objects.get(kind="door_check")
    assert (door.post, door.room_number, door.follows_id) == ("security_guard", "1208", line.pk)
    assert BookLine.objects.get(pk=line.pk).state == LineState.UNANSWERED
    assert (house.owner.id, "handovers.knock", "burn") in told()
    assert rings(door.due_at) > 0


def test_no_clock_of_an_ended_line_runs_on(house):
    first, second = wake_up(house, due_at=DUE), wake_up(house, due_at=DUE, room="1205")
    note_call(actor=house.colleague.actor, line_id=first.pk, is_answered=True, at=START)
    take_line_back(actor=house.colleague.actor, line_id=second.pk, at=START)
    assert not ClockRun.objects.filter(stopped_at=None).exists()


def test_what_a_guest_says_is_sealed_and_their_number_hidden(house):
    line = note(house, "客人留电话 13900004471，退房前要回电")
    assert "13900004471" not in line.text_redacted
    assert "退房前" in line.text_redacted
    assert line.text is not None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"room": "9999"}, "room"),
        ({"room": ""}, "room"),
        ({"due_at": None}, "time"),
        ({"due_at": START - MINUTE}, "time"),
        ({"due_at": START + timedelta(days=40)}, "time"),
        ({"text": "长" * 401}, "text"),
    ],
)
def test_a_bad_call_names_its_field_and_leaves_nothing(house, given, field):
    with pytest.raises(InvalidInput) as refused:
        wake_up(house, **({"due_at": DUE} | given))
    assert field in refused.value.fields
    assert not BookLine.objects.exists()


def test_an_outsider_neither_writes_nor_ends_a_line(house):
    line = wake_up(house, due_at=DUE)
    with pytest.raises(NotFound):
        wake_up(house, due_at=DUE, by=house.outsider)
    with pytest.raises(NotFound):
        finish_line(actor=house.outsider.actor, line_id=line.pk, at=START)
    assert BookLine.objects.get().is_open


def test_an_engineer_does_not_write_into_the_order_takers_book(house):
    with pytest.raises(NotPermitted):
        note(house, "灯坏了", by=house.engineer)
    assert note(house, "备用泵已开", by=house.engineer, post="engineer").post == "engineer"


def test_an_ended_line_cannot_end_again(house):
    line = note(house, "1208 借伞一把")
    finish_line(actor=house.colleague.actor, line_id=line.pk, at=START)
    with pytest.raises(WrongState):
        finish_line(actor=house.colleague.actor, line_id=line.pk, at=START)
    with pytest.raises(WrongState):
        note_call(actor=house.colleague.actor, line_id=line.pk, is_answered=True, at=START)


def test_each_change_leaves_one_entry(house):
    line = wake_up(house, due_at=DUE)
    note_call(actor=house.colleague.actor, line_id=line.pk, is_answered=False, at=DUE)
    note_call(actor=house.colleague.actor, line_id=line.pk, is_answered=True, at=DUE + 5 * MINUTE)
    verbs = AuditEntry.objects.filter(object_id=line.pk, verb__startswith="handovers.").order_by("at", "id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "handovers.line_written", "handovers.call_unanswered", "handovers.line_ended",
    ]  # fmt: skip


def test_a_missed_call_stands_on_every_page_until_somebody_says_what_became_of_it(house, clock):
    line = wake_up(house, due_at=DUE)
    desk = enter(house.front_desk)
    clock.set(DUE + MINUTE)
    assert "1208 房叫醒还没有结果" in desk.get("/notices/").content.decode()
    note_call(actor=house.colleague.actor, line_id=line.pk, is_answered=True, at=clock.now())
    assert "叫醒还没有结果" not in desk.get("/notices/").content.decode()


@pytest.mark.req("ORG-06")
def test_a_book_leaves_out_no_call_of_a_house_full_of_groups(house):
    """A hundred rooms want to be woken: the last of them stands in the book, and so does the key that has no hour."""
    for minutes in range(100):
        wake_up(house, due_at=DUE + minutes * MINUTE)
    key = note(house, "1205 的钥匙在前台", kind="key", by=house.front_desk)
    post = post_named(house.house.pk, "assistant_manager")
    found = {entry.id for entry in entries_of(house.owner.actor, house.house, post, at=START)}
    assert {str(pk) for pk in BookLine.objects.values_list("pk", flat=True)} <= found
    assert str(key.pk) in found
