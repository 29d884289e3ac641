"""Recording an event."""

from uuid import UUID

import pytest
from django.db import transaction

from innkeeper.outbox import actions, subscriptions
from innkeeper.outbox.models import Job, OutboxEvent
from tests.makers.outbox import NINE, make_event


@pytest.mark.django_db
def test_an_event_and_its_jobs_stand_together():
    event = make_event()
    with subscriptions.installed({"tests.BellRung": ("tests.answer", "tests.note")}), transaction.atomic():
        event_id = actions.record(event, at=NINE)
    row = OutboxEvent.objects.get(id=event_id)
    assert row.facts == {"property_id": None, "bell_id": str(event.bell_id), "times": 1}
    assert sorted(Job.objects.values_list("name", "event_id", "run_after")) == [
        ("tests.answer", event_id, NINE),
        ("tests.note", event_id, NINE),
    ]


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_record_outside_a_transaction():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.record(make_event(), at=NINE)
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_leaves_no_event_and_no_job():
    table = {"tests.BellRung": ("tests.answer",)}
    with subscriptions.installed(table), pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.record(make_event(), at=NINE)
        raise ZeroDivisionError
    assert not OutboxEvent.objects.exists()
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_many_events_take_two_inserts(django_assert_num_queries):
    events = [make_event() for _ in range(50)]
    with subscriptions.installed({"tests.BellRung": ("tests.answer",)}), django_assert_num_queries(2):
        ids = actions.record_many(events, at=NINE)
    assert len(set(ids)) == Job.objects.count() == 50
    assert all(isinstance(one, UUID) for one in ids)
