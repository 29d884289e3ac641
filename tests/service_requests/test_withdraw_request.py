"""A request that is no longer wanted ends as such: nobody brings it, nothing alarms; one that is reopened begins again."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Task
from innkeeper.clocks.models import ClockRun
from innkeeper.config.subscriptions import SUBSCRIPTIONS
from innkeeper.kernel.errors import NotFound, NotPermitted, WrongState
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox import subscriptions
from innkeeper.outbox.worker import Worker
from innkeeper.service_requests.actions import Wish, begin_again, close_delivered, withdraw_request
from innkeeper.service_requests.models import PlannedTask, RequestDetail
from tests.accounts.conftest import enter
from tests.makers.requests import SYSTEM, deliver, make_request, set_share
from tests.people import START

LATER = START + timedelta(minutes=3)


def withdrawn(cast, case, *, by="colleague", words="", at=LATER):
    withdraw_request(actor=getattr(cast, by).actor, case_id=case.pk, words=words, at=at)
    case.refresh_from_db()


def work_off():
    worker = Worker(now=lambda: LATER)
    while worker.step():
        pass


@pytest.mark.req("REQ-06")
def test_nobody_brings_what_is_no_longer_wanted_and_no_clock_runs_on(cast):
    case = make_request(cast)
    withdrawn(cast, case, words="自己带了")
    assert not case.is_open
    assert Task.objects.get(case=case).state == "cancelled"
    assert RequestDetail.objects.get(pk=case.pk).confirmed_by == "withdrawn"
    assert not ClockRun.objects.filter(next_at__isnull=False).exists()
    entry = AuditEntry.objects.get(verb="cases.request_withdrawn", object_id=case.pk)
    assert entry.actor_id == cast.colleague.id


def test_who_is_on_the_way_hears_it(cast):
    case = make_request(cast)
    cases.accept_task(actor=cast.attendant.actor, task_id=Task.objects.get(case=case).pk, at=START)
    withdrawn(cast, case)
    told = StaffNotice.objects.filter(text_key="requests.withdrawn")
    assert list(told.values_list("recipient_id", flat=True)) == [cast.attendant.id]


def test_what_was_planned_for_later_is_dropped_and_the_request_waits_no_more(cast):
    case = make_request(cast, wish=Wish(wanted_at=START + timedelta(hours=5)))
    withdrawn(cast, case)
    assert not case.is_open and not case.is_held
    assert PlannedTask.objects.get(case=case).dropped_at == LATER


def test_what_a_colleague_could_not_do_ends_so_too(cast):
    case = make_request(cast)
    task = Task.objects.get(case=case)
    cases.accept_task(actor=cast.attendant.actor, task_id=task.pk, at=START)
    cases.cannot_do_task(actor=cast.attendant.actor, task_id=task.pk, reason="客人说不用了", at=START)
    withdrawn(cast, case)
    assert not case.is_open


def test_what_was_delivered_is_not_taken_back_to_spare_the_call(cast):
    set_share("towels", 100)
    case = make_request(cast)
    deliver(cast, case, at=START)
    assert not close_delivered(actor=SYSTEM, case_id=case.pk, at=START)
    with pytest.raises(WrongState):
        withdrawn(cast, case)
    assert Task.objects.get(case=case, step="follow_up").state == "offered"


def test_only_who_takes_guests_matters_in_takes_one_back(cast):
    case = make_request(cast)
    for by, refusal in (("attendant", NotPermitted), ("outsider", NotFound)):
        with pytest.raises(refusal):
            withdrawn(cast, case, by=by)
    case.refresh_from_db()
    assert case.is_open and Task.objects.get(case=case).state == "offered"


@pytest.mark.req("CASE-29")
@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_one_that_comes_back_is_given_to_its_department_again(cast, is_withdrawn):
    set_share("towels", 0)
    case = make_request(cast)
    if is_withdrawn:
        withdrawn(cast, case)
    else:
        deliver(cast, case, at=LATER)
        close_delivered(actor=SYSTEM, case_id=case.pk, at=LATER)
    with subscriptions.installed(SUBSCRIPTIONS):
        work_off()
        cases.reopen_case(actor=cast.owner.actor, case_id=case.pk, reason="还是没有", at=LATER)
        work_off()
    case.refresh_from_db()
    again = Task.objects.get(case=case, state="offered")
    assert case.is_open and again.due_at == LATER + timedelta(minutes=10)
    assert not begin_again(actor=SYSTEM, case_id=case.pk, at=LATER)
    deliver(cast, case, at=LATER + timedelta(minutes=5))
    assert close_delivered(actor=SYSTEM, case_id=case.pk, at=LATER + timedelta(minutes=5))


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "撤回此客需"), ("en", "Take the request back")])
def test_the_case_page_takes_it_back(cast, clock, language, words):
    desk = enter(cast.colleague)
    desk.post("/language/", {"language": language})
    case = make_request(cast)
    assert words in desk.get(f"/cases/{case.ref}/sections/request/").content.decode()
    desk.post(f"/cases/{case.ref}/withdrawal/", {"words": "不要了"})
    case.refresh_from_db()
    assert not case.is_open
