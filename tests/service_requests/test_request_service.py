"""Two towels: accept, deliver, done."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import NotPermitted
from innkeeper.service_requests.actions import close_delivered, request_service
from tests.people import START

SYSTEM = system("tests")


def request(cast, *, code="towels", text="两条浴巾", by="colleague", at=START, **given):
    given = {"channel": "room_phone", "room_number": "1506", "taxonomy_code": code} | given
    intake = cases.Intake(kind="service_request", property_id=cast.house.pk, text=text, **given)
    opened = request_service(actor=getattr(cast, by).actor, intake=intake, at=at)
    return Case.objects.get(pk=opened.id)


@pytest.mark.parametrize(
    ("code", "department", "minutes"),
    [
        ("towels", "housekeeping", 10),
        ("air_conditioning", "engineering", 15),
        ("extra_bed", "housekeeping", 30),
    ],
)
def test_it_gives_the_department_one_task_within_its_norm(cast, code, department, minutes):
    case = request(cast, code=code)
    task = Task.objects.get(case=case)
    assert (task.department, task.room_number) == (department, "1506")
    assert task.due_at == START + timedelta(minutes=minutes)
    assert ClockRun.objects.get(owner_id=case.pk, name="deliver").due_at == task.due_at


def test_the_deliverers_word_closes_it(cast):
    case = request(cast)
    task = Task.objects.get(case=case)
    cases.accept_task(actor=cast.attendant.actor, task_id=task.pk, at=START + timedelta(minutes=1))
    done_at = START + timedelta(minutes=7)
    cases.finish_task(actor=cast.attendant.actor, task_id=task.pk, result="两条浴巾已送", at=done_at)
    assert close_delivered(actor=SYSTEM, case_id=case.pk, at=done_at)
    case.refresh_from_db()
    assert not case.is_open
    assert set(case.stages.filter(done_at__isnull=False).values_list("stage", flat=True)) == {
        "accept",
        "deliver",
        "done",
    }


def test_an_open_task_keeps_it_open(cast):
    case = request(cast)
    assert not close_delivered(actor=SYSTEM, case_id=case.pk, at=START)
    case.refresh_from_db()
    assert case.is_open


def test_a_task_that_cannot_be_done_keeps_it_open(cast):
    case = request(cast)
    task = Task.objects.get(case=case)
    cases.cannot_do_task(actor=cast.attendant.actor, task_id=task.pk, reason="布草房没有了", at=START)
    assert not close_delivered(actor=SYSTEM, case_id=case.pk, at=START)


def test_the_same_request_twice_is_one_case_with_one_task(cast):
    first = request(cast, idempotency_key="k")
    again = request(cast, idempotency_key="k")
    assert first.pk == again.pk
    assert Task.objects.filter(case=first).count() == 1


def test_closing_twice_changes_nothing(cast):
    case = request(cast)
    task = Task.objects.get(case=case)
    cases.finish_task(actor=cast.attendant.actor, task_id=task.pk, at=START)
    assert close_delivered(actor=SYSTEM, case_id=case.pk, at=START)
    assert not close_delivered(actor=SYSTEM, case_id=case.pk, at=START)


def test_an_outsider_is_refused_and_nothing_changed(cast):
    with pytest.raises(NotPermitted):
        request(cast, by="outsider")
    assert not Case.objects.exists()
