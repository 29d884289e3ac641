"""A share of the requests is followed up by a call, by day; the guest's own tap closes any of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Task
from innkeeper.kernel.errors import NotPermitted, WrongState
from innkeeper.service_requests.actions import close_delivered, confirm_by_guest, note_call, offer_planned
from innkeeper.service_requests.models import PlannedTask, RequestDetail
from tests.makers.requests import SYSTEM, deliver, make_request, set_share
from tests.people import START

NIGHT = START + timedelta(hours=11)


def drawn(cast, *, at=START, **given):
    """A request that was delivered and is drawn for a call."""
    set_share("towels", 100)
    case = make_request(cast, at=at, **given)
    deliver(cast, case, at=at + timedelta(minutes=7))
    assert not close_delivered(actor=SYSTEM, case_id=case.pk, at=at + timedelta(minutes=7))
    case.refresh_from_db()
    return case


def test_one_that_is_not_drawn_closes_on_the_deliverers_word(cast):
    set_share("towels", 0)
    case = make_request(cast)
    deliver(cast, case)
    assert close_delivered(actor=SYSTEM, case_id=case.pk, at=START + timedelta(minutes=8))
    assert RequestDetail.objects.get(pk=case.pk).confirmed_by == "deliverer"


def test_one_that_is_drawn_stays_open_until_the_call_is_made(cast):
    case = drawn(cast)
    call = Task.objects.get(case=case, step="follow_up")
    assert case.is_open and call.post == "order_taker"
    note_call(actor=cast.colleague.actor, case_id=case.pk, is_satisfied=True, words="很好", at=START + timedelta(hours=1))  # fmt: skip
    case.refresh_from_db()
    assert not case.is_open
    assert RequestDetail.objects.get(pk=case.pk).confirmed_by == "call"


def test_the_call_task_done_on_the_board_closes_it_too(cast):
    case = drawn(cast)
    call = Task.objects.get(case=case, step="follow_up")
    cases.finish_task(
        actor=cast.colleague.actor, task_id=call.pk, result="满意", at=START + timedelta(hours=1)
    )
    assert close_delivered(actor=SYSTEM, case_id=case.pk, at=START + timedelta(hours=1))


def test_a_guest_who_is_not_satisfied_gets_it_again(cast):
    case = drawn(cast)
    note_call(actor=cast.colleague.actor, case_id=case.pk, is_satisfied=False, words="只送了一条", at=START + timedelta(hours=1))  # fmt: skip
    case.refresh_from_db()
    again = Task.objects.get(case=case, step="deliver", state="offered")
    assert case.is_open and again.department == "housekeeping"


def test_nobody_is_called_at_night(cast):
    case = drawn(cast, at=NIGHT)
    assert not Task.objects.filter(case=case, step="follow_up").exists()
    planned = PlannedTask.objects.get(case=case, step="follow_up")
    assert planned.offer_at == START + timedelta(hours=21)
    offer_planned(actor=SYSTEM, planned_id=planned.pk, at=planned.offer_at)
    assert Task.objects.get(case=case, step="follow_up").offered_at == planned.offer_at


def test_a_guest_who_leaves_before_the_morning_is_not_called(cast):
    set_share("towels", 100)
    case = make_request(cast, at=NIGHT, departs_at=NIGHT + timedelta(hours=8))
    deliver(cast, case, at=NIGHT + timedelta(minutes=7))
    assert close_delivered(actor=SYSTEM, case_id=case.pk, at=NIGHT + timedelta(minutes=7))


def test_the_guests_tap_closes_it_and_drops_the_call(cast):
    case = drawn(cast)
    assert confirm_by_guest(actor=SYSTEM, case_id=case.pk, at=START + timedelta(minutes=20))
    assert Task.objects.get(case=case, step="follow_up").state == "cancelled"
    assert RequestDetail.objects.get(pk=case.pk).confirmed_by == "guest"


def test_an_attendant_does_not_speak_for_the_guest(cast):
    case = drawn(cast)
    with pytest.raises(NotPermitted):
        confirm_by_guest(actor=cast.attendant.actor, case_id=case.pk, at=START)
    assert RequestDetail.objects.get(pk=case.pk).confirmed_by == ""


def test_a_call_that_is_not_due_is_refused(cast):
    case = make_request(cast)
    with pytest.raises(WrongState):
        note_call(actor=cast.colleague.actor, case_id=case.pk, is_satisfied=True, words="", at=START)


def test_a_call_that_is_refused_leaves_the_request_as_it_was(cast):
    case = drawn(cast)
    clerk = replace(cast.colleague.actor, permissions=cast.colleague.actor.permissions - {"cases.take_in"})
    with pytest.raises(NotPermitted):
        note_call(actor=clerk, case_id=case.pk, is_satisfied=False, words="只送了一条", at=START)
    assert Task.objects.get(case=case, step="follow_up").is_open
