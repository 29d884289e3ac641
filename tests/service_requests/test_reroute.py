"""A request that was put down under the wrong code goes to the right department, unless somebody is on it."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Task
from innkeeper.config.subscriptions import SUBSCRIPTIONS
from innkeeper.kernel.errors import NotPermitted
from innkeeper.outbox import subscriptions
from innkeeper.outbox.worker import Worker
from innkeeper.service_requests.actions import Wish, reroute
from innkeeper.service_requests.models import PlannedTask
from tests.makers.requests import SYSTEM, make_request
from tests.people import START

LATER = START + timedelta(minutes=2)


def corrected(cast, case, code):
    with subscriptions.installed(SUBSCRIPTIONS):
        cases.classify_case(
            actor=cast.owner.actor,
            case_id=case.pk,
            sorting=cases.Sorting(code=code),
            reason="听错了",
            at=LATER,
        )
        worker = Worker(now=lambda: LATER)
        while worker.step():
            pass


def open_tasks(case):
    found = Task.objects.filter(case=case, state__in=[*Task.OPEN])
    return list(found.values_list("department", "post", "due_at"))


@pytest.mark.req("CASE-30")
def test_the_task_goes_to_the_department_of_the_right_code_within_its_norm(cast):
    case = make_request(cast)
    corrected(cast, case, "air_conditioning")
    assert open_tasks(case) == [("engineering", "", LATER + timedelta(minutes=15))]
    assert not reroute(actor=SYSTEM, case_id=case.pk, at=LATER)


def test_what_is_the_managers_leaves_the_attendants_board(cast):
    case = make_request(cast)
    corrected(cast, case, "harassment")
    assert [(one, post) for one, post, _due in open_tasks(case)] == [("front_office", "assistant_manager")]


def test_who_has_taken_it_keeps_it(cast):
    case = make_request(cast)
    cases.accept_task(actor=cast.attendant.actor, task_id=Task.objects.get(case=case).pk, at=START)
    corrected(cast, case, "air_conditioning")
    assert [one[0] for one in open_tasks(case)] == ["housekeeping"]


def test_what_is_planned_for_an_hour_is_planned_there(cast):
    case = make_request(
        cast, code="tv", text="下午看一下电视", wish=Wish(wanted_at=START + timedelta(hours=4))
    )
    corrected(cast, case, "cleaning_request")
    planned = PlannedTask.objects.get(case=case)
    assert planned.department == "housekeeping" and planned.is_waiting


def test_only_the_house_reroutes(cast):
    case = make_request(cast)
    with pytest.raises(NotPermitted):
        reroute(actor=cast.manager.actor, case_id=case.pk, at=LATER)
