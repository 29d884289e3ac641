"""Sending to the outside under each kind of promise."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest

from innkeeper.kernel.ids import uuid7
from innkeeper.outbox.delivery import deliver, plan_delivery
from innkeeper.outbox.models import Delivery, DeliveryState, OutboxEvent
from innkeeper.outbox.ports import Message, NotReached, Promise, Refused, Unsure
from tests.makers.outbox import NINE

pytestmark = pytest.mark.django_db


@dataclass
class Pigeon:
    """A channel that fails as it is told."""

    promise: Promise
    error: Exception | None = None
    has_arrived: bool = False
    name: str = "pigeon"
    sent: list[UUID] = field(default_factory=list)

    def send(self, message):
        self.sent.append(message.id)
        if self.error:
            raise self.error
        return "leg ring"

    def find(self, message_id):
        return "seen" if self.has_arrived else None


def planned() -> UUID:
    return plan_delivery(port="pigeon", subject_kind="bell", subject_id=uuid7(), property_id=None, at=NINE)


def send(delivery_id, pigeon):
    def compose(row):
        return Message(id=row.id, address="loft", body=b"")

    return deliver(delivery_id=delivery_id, port=pigeon, compose=compose, at=NINE)


@pytest.mark.parametrize("promise", list(Promise))
def test_a_sent_message_is_not_sent_again(promise):
    one, pigeon = planned(), Pigeon(promise)
    assert send(one, pigeon) == send(one, pigeon) == DeliveryState.SENT
    assert pigeon.sent == [one]
    assert Delivery.objects.get().receipt == "leg ring"


@pytest.mark.parametrize("promise", list(Promise))
def test_one_that_never_left_goes_again(promise):
    one, pigeon = planned(), Pigeon(promise, error=NotReached())
    with pytest.raises(NotReached):
        send(one, pigeon)
    assert Delivery.objects.get().state == DeliveryState.WAITING
    pigeon.error = None
    assert send(one, pigeon) == DeliveryState.SENT


@pytest.mark.parametrize("promise", list(Promise))
def test_one_that_is_refused_is_never_tried_again(promise):
    one, pigeon = planned(), Pigeon(promise, error=Refused("http_410"))
    assert send(one, pigeon) == send(one, pigeon) == DeliveryState.REFUSED
    assert len(pigeon.sent) == 1


def test_a_doubtful_one_goes_again_under_its_id_where_the_receiver_honours_it():
    one, pigeon = planned(), Pigeon(Promise.IDEMPOTENT, error=Unsure())
    with pytest.raises(Unsure):
        send(one, pigeon)
    pigeon.error = None
    assert send(one, pigeon) == DeliveryState.SENT
    assert pigeon.sent == [one, one]


@pytest.mark.parametrize(("has_arrived", "flights"), [(True, 1), (False, 2)])
def test_a_doubtful_one_is_read_back_before_it_goes_again(has_arrived, flights):
    one, pigeon = planned(), Pigeon(Promise.READ_BACK, error=Unsure(), has_arrived=has_arrived)
    with pytest.raises(Unsure):
        send(one, pigeon)
    pigeon.error = None
    assert send(one, pigeon) == DeliveryState.SENT
    assert len(pigeon.sent) == flights


def test_a_doubtful_one_that_may_go_once_is_left_for_a_person():
    one, pigeon = planned(), Pigeon(Promise.AT_MOST_ONCE, error=Unsure())
    assert send(one, pigeon) == send(one, pigeon) == DeliveryState.DOUBTFUL
    assert len(pigeon.sent) == 1
    assert OutboxEvent.objects.get().facts["delivery_id"] == str(one)


def test_a_worker_that_died_while_sending_sends_no_second_time_where_once_is_the_most():
    one, pigeon = planned(), Pigeon(Promise.AT_MOST_ONCE)
    Delivery.objects.update(state=DeliveryState.SENDING)
    assert send(one, pigeon) == DeliveryState.DOUBTFUL
    assert pigeon.sent == []
