"""A job that was given up is told to who can mend it, and no more than once an hour."""

from datetime import timedelta

import pytest

from innkeeper.config.subscriptions import SUBSCRIPTIONS
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox import actions, subscriptions
from innkeeper.outbox.models import Job, OutboxEvent
from innkeeper.outbox.worker import Worker
from tests.accounts.conftest import enter
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")


def give_up(house=None, *, at=START):
    """A job fails at its last try, and the worker does what follows."""
    event = house and OutboxEvent.objects.create(name="tests.Noted", property_id=house.pk, at=at)
    actions.enqueue("cases.route_case", at=at)
    Job.objects.filter(name="cases.route_case").update(attempts=99, event=event)
    (job,) = actions.claim(now=at, lease=timedelta(minutes=1), limit=1, names=["cases.route_case"])
    with subscriptions.installed(SUBSCRIPTIONS):
        actions.fail(job, error=TimeoutError(), at=at)
    worker = Worker(now=lambda: at)
    while worker.step():
        pass


def told() -> list:
    return list(
        StaffNotice.objects.filter(text_key="outbox.job_given_up").values_list("recipient_id", flat=True)
    )


@pytest.mark.parametrize("is_of_a_hotel", [True, False])
def test_the_administrator_of_the_hotel_hears_of_it(cast, clock, is_of_a_hotel):
    give_up(cast.house if is_of_a_hotel else None)
    assert cast.administrator.id in told()
    page = enter(cast.administrator).get("/notices/").content.decode()
    assert "有后台任务已放弃" in page and "TimeoutError" not in page


def test_a_job_of_another_hotel_is_not_told_here(cast):
    give_up(cast.other_house)
    assert cast.administrator.id not in told()


def test_many_at_once_are_told_once_an_hour(cast):
    for minutes in (0, 5, 61):
        give_up(cast.house, at=START + timedelta(minutes=minutes))
    assert told() == [cast.administrator.id] * 2
