"""Who assigns gives a task on from the board: who is on duty as one press each, and both are told."""

import pytest

from innkeeper.cases import actions
from innkeeper.cases.models import Task
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.makers.cases import make_case, make_task
from tests.people import START, person


@pytest.fixture
def second(cast, clock):
    return person(cast.house, staff_number="4002", post_code="engineer", work_name="叶青")


@pytest.fixture
def task(cast, second):
    given = make_task(cast, make_case(cast))
    actions.accept_task(actor=cast.engineer.actor, task_id=given.pk, at=START)
    return given


@pytest.mark.req("CASE-30")
def test_who_had_the_task_hears_that_it_went_to_another(cast, task, second):
    actions.reassign_task(actor=cast.owner.actor, task_id=task.pk, assignee_id=second.id, at=START)
    told = StaffNotice.objects.filter(text_key="cases.task_given_on")
    assert list(told.values_list("recipient_id", flat=True)) == [cast.engineer.id]
    actions.reassign_task(actor=cast.owner.actor, task_id=task.pk, assignee_id=second.id, at=START)
    assert told.count() == 1


@pytest.mark.req("CASE-30")
def test_one_press_for_each_who_is_on_duty_and_back_to_the_board(cast, task, second):
    head = enter(person(cast.house, staff_number="4000", post_code="chief_engineer", work_name="鲁直"))
    url = f"/tasks/{task.pk}/reassignment/"
    assert f"{url}?back=board" in head.get("/board/").content.decode()
    assert f"{url}?back=board" not in enter(cast.engineer).get("/board/").content.decode()
    shown = head.get(f"{url}?back=board").content.decode()
    assert f'name="assignee" value="{second.id}"' in shown
    assert f'<button class="btn" data-kind="plain" name="assignee" value="{cast.engineer.id}"' not in shown
    answer = head.post(url, {"assignee": str(second.id), "back": "board"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/board/")
    assert Task.objects.get(pk=task.pk).assignee_id == second.id
