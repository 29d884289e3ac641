"""A case and what its kind always begins with are taken in together or not at all."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.actions import working
from innkeeper.cases.models import Case, Task
from innkeeper.complaints.actions import report_complaint
from innkeeper.outbox.models import Job, OutboxEvent
from innkeeper.service_requests.actions import request_service
from tests.makers import complaints as make
from tests.people import START


def report(cast):
    heard = make.intake(cast, text="1208 着火了", taxonomy_code="fire", priority=1, idempotency_key="one")
    return report_complaint(actor=cast.colleague.actor, intake=heard, at=START)


def request(cast):
    heard = make.intake(cast, text="1208 要两条毛巾", taxonomy_code="towels", idempotency_key="one")
    return request_service(actor=cast.colleague.actor, intake=heard, at=START)


@pytest.mark.req("CASE-30")
@pytest.mark.parametrize("take_in", [report, request])
def test_what_fails_in_its_first_tasks_leaves_no_case(cast, monkeypatch, take_in):
    monkeypatch.setattr(working.notices, "notify_post", _broken)
    with pytest.raises(RuntimeError):
        take_in(cast)
    for model in (Case, Task, Job, OutboxEvent):
        assert not model.objects.exists()
    assert not AuditEntry.objects.filter(kind="cases.Case").exists()


@pytest.mark.req("CASE-30")
@pytest.mark.parametrize("take_in", [report, request])
def test_taken_in_twice_is_one_case_with_its_tasks_once(cast, take_in):
    first, again = take_in(cast), take_in(cast)
    assert (first.id, first.is_new, again.is_new) == (again.id, True, False)
    departments = list(Task.objects.filter(case_id=first.id).values_list("department", flat=True))
    assert departments and len(departments) == len(set(departments))


def _broken(**given):
    raise RuntimeError("the house is on fire")
