"""A wake-up call or a taxi that a guest asks for in one line stands in the book by itself, and is done once."""

from datetime import timedelta

import pytest

from innkeeper.accounts.models import Staff
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.config.subscriptions import SUBSCRIPTIONS
from innkeeper.handovers import actions
from innkeeper.handovers.models import BookLine
from innkeeper.handovers.queries.book import entries_of
from innkeeper.handovers.queries.handovers import post_named
from innkeeper.handovers.queries.pack import pack_of
from innkeeper.kernel.actors import system
from innkeeper.outbox import subscriptions
from innkeeper.outbox.worker import Worker
from innkeeper.service_requests.actions import Wish
from tests.accounts.conftest import enter
from tests.handovers.conftest import wake_up
from tests.makers.requests import make_request
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR = timedelta(hours=1)
SIX = START + 18 * HOUR + timedelta(minutes=30)
"""06:30 in Shanghai."""


def asked(cast, *, code="wake_up_call", text="叫醒 6:30", at=SIX, room="1208"):
    return make_request(cast, code=code, text=text, room_number=room, wish=Wish(wanted_at=at))


def book(cast, post="order_taker", *, at=START):
    entries = entries_of(cast.colleague.actor, cast.house, post_named(cast.house.pk, post), at=at)
    return [(one.section, one.room, one.due_at) for one in entries]


def work_off(cast, at):
    worker = Worker(now=lambda: at)
    while worker.step():
        pass


@pytest.mark.req("ORG-06", "REQ-05")
def test_it_stands_in_the_book_with_its_hour_and_room_and_nowhere_else_in_it(house):
    asked(house)
    assert book(house) == [("wake_ups", "1208", SIX)]


@pytest.mark.req("ORG-06")
def test_a_taxi_stands_in_the_book_of_the_concierge(house):
    asked(house, code="taxi", text="叫车去机场")
    assert ("taxis", "1208", SIX) in book(house, "concierge")
    assert book(house, "engineer") == []


def test_it_stands_there_with_its_hour_until_its_task_is_done(house):
    with subscriptions.installed(SUBSCRIPTIONS):
        case = asked(house)
        work_off(house, SIX)
        assert book(house, at=SIX) == [("wake_ups", "1208", SIX)]
        task = Task.objects.get(case=case)
        cases.finish_task(actor=house.colleague.actor, task_id=task.pk, at=SIX)
        work_off(house, SIX)
        assert book(house, at=SIX) == []


def test_what_somebody_wrote_by_hand_too_stands_there_once(house):
    asked(house)
    wake_up(house, due_at=SIX)
    asked(house, room="1209")
    wake_up(house, due_at=SIX + HOUR, room="1209")
    assert book(house) == [
        ("wake_ups", "1208", SIX),
        ("wake_ups", "1209", SIX),
        ("wake_ups", "1209", SIX + HOUR),
    ]


@pytest.mark.parametrize("rung_at", [SIX - timedelta(minutes=1), SIX + timedelta(minutes=1)])
def test_who_rings_from_the_book_has_done_the_request(house, rung_at):
    with subscriptions.installed(SUBSCRIPTIONS):
        case = asked(house)
        line = wake_up(house, due_at=SIX)
        work_off(house, rung_at)
        actions.note_call(actor=house.colleague.actor, line_id=line.pk, is_answered=True, at=rung_at)
        work_off(house, rung_at)
    task = Task.objects.get(case=case, step="deliver")
    assert (task.state, task.done_by_id, task.done_by_radio) == ("done", house.colleague.id, True)
    assert book(house, at=rung_at) == []


def test_who_does_the_task_has_rung_for_the_book(house):
    with subscriptions.installed(SUBSCRIPTIONS):
        case = asked(house)
        line = wake_up(house, due_at=SIX)
        other = wake_up(house, due_at=SIX + HOUR)
        work_off(house, SIX)
        task = Task.objects.get(case=case)
        cases.finish_task(actor=house.colleague.actor, task_id=task.pk, at=SIX)
        work_off(house, SIX)
    states = dict(BookLine.objects.values_list("pk", "state"))
    assert (states[line.pk], states[other.pk]) == ("done", "open")


def test_a_task_that_cannot_be_done_does_not_vanish_from_the_book(house):
    with subscriptions.installed(SUBSCRIPTIONS):
        case = asked(house)
        work_off(house, SIX)
    task = Task.objects.get(case=case)
    cases.cannot_do_task(actor=house.colleague.actor, task_id=task.pk, reason="电话坏了", at=SIX)
    assert [section for section, *_ in book(house, case.owner_post or "order_taker", at=SIX)] == ["cases"]


def test_the_downtime_pack_lists_it(house):
    asked(house)
    tables = [block for block in pack_of(house.house, at=START).paper.blocks if hasattr(block, "rows")]
    assert any("1208" in row.cells and "叫醒" in row.cells[2] for table in tables for row in table.rows)


def gone_up(cast, case):
    """The request went up in another one of the room."""
    into = make_request(cast, code="towels", text="毛巾", room_number="1208")
    for one in (case, into):
        cases.assign_case(actor=system(), case_id=one.pk, owner_id=cast.colleague.id, at=START)
    cases.merge_case(actor=cast.colleague.actor, case_id=case.pk, into_id=into.pk, at=START)
    return into


@pytest.mark.req("ORG-06", "CASE-30")
def test_one_that_went_up_in_another_case_stands_there_until_the_room_was_rung(house):
    with subscriptions.installed(SUBSCRIPTIONS):
        case = asked(house)
        into = gone_up(house, case)
        assert ("wake_ups", "1208", SIX) in book(house)
        work_off(house, SIX)
        assert ("wake_ups", "1208", SIX) in book(house, at=SIX)
        task = Task.objects.get(given_on_id=case.pk, step="deliver")
        assert task.case_id == into.pk
        cases.finish_task(actor=house.colleague.actor, task_id=task.pk, at=SIX)
        work_off(house, SIX)
    assert "wake_ups" not in [section for section, *_ in book(house, at=SIX)]


def test_one_that_went_up_in_a_case_that_closed_stands_there_too(house):
    case = asked(house)
    Case.objects.filter(pk=gone_up(house, case).pk).update(is_open=False, closed_at=START)
    assert ("wake_ups", "1208", SIX) in book(house)


def test_one_that_was_rung_before_it_went_up_does_not_come_back(house):
    with subscriptions.installed(SUBSCRIPTIONS):
        case = asked(house)
        work_off(house, SIX)
        into = make_request(house, code="towels", text="毛巾", room_number="1208")
        cases.finish_task(actor=house.colleague.actor, task_id=Task.objects.get(case=case).pk, at=SIX)
    Case.objects.filter(pk=case.pk).update(is_open=False, merged_into=into)
    assert "wake_ups" not in [section for section, *_ in book(house, at=SIX)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_shows_it_with_a_way_to_the_case(house, language):
    case = asked(house)
    client = enter(house.colleague)
    Staff.objects.filter(pk=house.colleague.id).update(language=language)
    body = client.get("/handover/books/order_taker/").content.decode()
    assert f"/cases/{case.ref}/" in body
    assert ("叫醒 · 叫醒 6:30" if language == "zh-hans" else "Wake-up call · 叫醒 6:30") in body
