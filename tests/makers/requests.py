"""Service requests at each point of their way, made by the real actions."""

from datetime import timedelta

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task, TaxonomyCode
from innkeeper.kernel.actors import system
from innkeeper.service_requests.actions import request_service
from innkeeper.service_requests.actions.asking import Wish
from tests.people import START

SYSTEM = system("tests")


def intake(cast, *, code="towels", text="两条浴巾", **given):
    given = {"channel": "room_phone", "room_number": "1506", "taxonomy_code": code} | given
    return cases.Intake(kind="service_request", property_id=cast.house.pk, text=text, **given)


def make_request(cast, *, by="colleague", at=START, wish=None, **given):
    """A request as the house holds it after intake."""
    opened = request_service(
        actor=getattr(cast, by).actor, intake=intake(cast, **given), wish=wish or Wish(), at=at
    )
    return Case.objects.get(pk=opened.id)


def deliver(cast, case, *, at=START + timedelta(minutes=7), by=None, result="已送"):
    """The attendant brings it."""
    task = Task.objects.get(case=case, step="deliver", state="offered")
    cases.finish_task(actor=(by or cast.attendant).actor, task_id=task.pk, result=result, at=at)
    case.refresh_from_db()
    return task


def set_share(code, percent):
    """Every (or no) request of the code is drawn for a follow-up call."""
    cases.seed_taxonomy()
    TaxonomyCode.objects.filter(code=code).update(sample_percent=percent)
