"""Tasks of departments."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions
from innkeeper.cases.actions import working
from innkeeper.cases.queries.lists import my_tasks
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox.models import OutboxEvent
from tests.accounts.conftest import enter
from tests.makers.cases import bring_to_review, make_case, make_task
from tests.people import START, person

MINUTE = timedelta(minutes=1)


@pytest.mark.req("CASE-30")
def test_a_leak_is_split_into_one_task_a_department_with_owner_and_deadline(cast):
    case = make_case(cast, taxonomy_code="water_leak")
    for department, post in (("engineering", "engineer"), ("housekeeping", "room_attendant")):
        task = make_task(cast, case, department=department, post=post, minutes=30)
        assert (task.due_at, task.post) == (START + 30 * MINUTE, post)
    assert StaffNotice.objects.filter(text_key="tasks.assigned").count() == 2


def test_a_task_goes_from_offered_to_done_with_its_times(cast):
    task = make_task(cast, make_case(cast), minutes=15, post="engineer")
    do = {"actor": cast.engineer.actor, "task_id": task.pk}
    actions.accept_task(**do, at=START + MINUTE)
    actions.arrive_at_task(**do, at=START + 5 * MINUTE)
    actions.finish_task(**do, at=START + 9 * MINUTE, result="换了滤网")
    task.refresh_from_db()
    assert (task.state, task.accepted_at, task.arrived_at, task.done_at) == (
        "done",
        START + MINUTE,
        START + 5 * MINUTE,
        START + 9 * MINUTE,
    )
    assert ClockRun.objects.get(owner_id=task.pk).outcome == "met"
    assert OutboxEvent.objects.filter(name="cases.TaskDone").count() == 1


def test_done_by_radio_is_entered_for_a_colleague_with_the_true_time(cast):
    task = make_task(cast, make_case(cast))
    actions.finish_by_radio(
        actor=cast.colleague.actor,
        task_id=task.pk,
        done_by_id=cast.engineer.id,
        at=START + 9 * MINUTE,
        happened_at=START + 5 * MINUTE,
    )
    task.refresh_from_db()
    assert (task.done_by_id, task.recorded_by_id, task.done_at, task.done_by_radio) == (
        cast.engineer.id,
        cast.colleague.id,
        START + 5 * MINUTE,
        True,
    )


def test_it_refuses_a_second_acceptance_and_a_second_completion(cast):
    task = make_task(cast, make_case(cast), post="engineer")
    do = {"actor": cast.engineer.actor, "task_id": task.pk, "at": START}
    actions.accept_task(**do)
    with pytest.raises(WrongState):
        actions.accept_task(**do)
    actions.finish_task(**do)
    with pytest.raises(WrongState):
        actions.finish_task(**do)


def test_it_refuses_another_department_and_an_outsider_and_nothing_changed(cast):
    task = make_task(cast, make_case(cast), post="engineer")
    with pytest.raises(NotPermitted):
        actions.finish_task(actor=cast.attendant.actor, task_id=task.pk, at=START)
    with pytest.raises(NotFound):
        actions.finish_task(actor=cast.outsider.actor, task_id=task.pk, at=START)
    task.refresh_from_db()
    assert task.state == "offered"


def test_what_cannot_be_done_says_why_and_can_be_given_to_another(cast):
    case = make_case(cast)
    task = make_task(cast, case, post="engineer")
    do = {"actor": cast.engineer.actor, "task_id": task.pk, "at": START}
    with pytest.raises(InvalidInput):
        actions.cannot_do_task(**do, reason=" ")
    actions.cannot_do_task(**do, reason="缺配件")
    actions.reassign_task(actor=cast.owner.actor, task_id=task.pk, assignee_id=cast.engineer.id, at=START)
    task.refresh_from_db()
    assert (task.state, task.assignee_id) == ("offered", cast.engineer.id)


def test_a_task_that_needs_a_photo_is_not_done_without_one(cast):
    task = make_task(cast, make_case(cast), post="engineer", needs_evidence=True)
    with pytest.raises(WrongState):
        actions.finish_task(actor=cast.engineer.actor, task_id=task.pk, at=START)


def test_a_doer_sees_their_own_tasks_and_those_offered_to_their_post(cast):
    case = make_case(cast)
    task = make_task(cast, case, post="engineer")
    make_task(cast, case, department="housekeeping")
    assert [line.id for line in my_tasks(cast.engineer.actor)] == [task.pk]


@pytest.mark.parametrize(("field", "value"), [("title", " "), ("minutes", 0), ("department", "moon")])
def test_it_refuses_a_bad_task_naming_the_field(cast, field, value):
    with pytest.raises(InvalidInput) as refused:
        make_task(cast, make_case(cast), **{field: value})
    assert field in refused.value.fields


def test_a_task_is_never_given_to_somebody_of_another_hotel(cast):
    case = make_case(cast)
    task = make_task(cast, case)
    with pytest.raises(InvalidInput):
        actions.reassign_task(actor=cast.owner.actor, task_id=task.pk, assignee_id=cast.outsider.id, at=START)
    task.refresh_from_db()
    assert task.assignee_id is None


def test_what_could_not_be_done_is_given_on_from_the_page_and_its_clock_runs_anew(cast, clock):
    case = make_case(cast)
    task = make_task(cast, case, minutes=30)
    actions.cannot_do_task(actor=cast.engineer.actor, task_id=task.pk, reason="缺配件", at=START)
    desk = enter(cast.owner)
    assert f"/tasks/{task.pk}/reassignment/" in desk.get(f"/cases/{case.ref}/").content.decode()
    assert str(cast.engineer.id) in desk.get(f"/tasks/{task.pk}/reassignment/").content.decode()
    assert (
        desk.post(f"/tasks/{task.pk}/reassignment/", {"assignee": str(cast.engineer.id)}).status_code == 303
    )
    task.refresh_from_db()
    assert (task.state, task.assignee_id) == ("offered", cast.engineer.id)
    assert ClockRun.objects.filter(owner_id=task.pk, name="task", stopped_at=None).count() == 1
    assert enter(cast.front_desk).get(f"/tasks/{task.pk}/reassignment/").status_code == 403


def test_what_is_not_needed_any_more_is_dropped_from_the_page_with_the_reason(cast, clock):
    case = bring_to_review(cast, make_case(cast))
    task = make_task(cast, case)
    actions.cannot_do_task(actor=cast.engineer.actor, task_id=task.pk, reason="宾客已离店", at=START)
    desk, noun = enter(cast.owner), f"/tasks/{task.pk}/withdrawal/"
    assert noun in desk.get(f"/cases/{case.ref}/").content.decode()
    assert noun not in enter(cast.manager).get(f"/cases/{case.ref}/").content.decode()
    assert enter(cast.manager).post(noun, {"reason": "宾客已离店"}).status_code == 403
    assert desk.post(noun, {"reason": ""}).status_code == 422
    assert desk.post(noun, {"reason": "宾客已离店"}).status_code == 303
    actions.close_case(actor=cast.owner.actor, case_id=case.pk, at=START + 5 * MINUTE)


@pytest.mark.req("CASE-04")
@pytest.mark.parametrize("verb", ["accept_task", "arrive_at_task", "finish_task", "cannot_do_task"])
def test_who_is_a_moment_later_than_a_colleague_does_not_act_on_the_colleagues_task(cast, monkeypatch, verb):
    task = make_task(cast, make_case(cast), post="engineer")
    theirs = person(cast.house, staff_number="4002", post_code="engineer")

    def meanwhile(case, *, at):
        monkeypatch.setattr(working, "learn_names", lambda case, *, at: None)
        actions.accept_task(actor=theirs.actor, task_id=task.pk, at=at)

    monkeypatch.setattr(working, "learn_names", meanwhile)
    more = {"reason": "缺配件"} if verb == "cannot_do_task" else {}
    with pytest.raises(NotPermitted):
        getattr(actions, verb)(actor=cast.engineer.actor, task_id=task.pk, at=START, **more)
    task.refresh_from_db()
    assert (task.assignee_id, task.state) == (theirs.id, "accepted")
