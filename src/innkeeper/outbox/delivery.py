"""Sending a message to the outside so that a crash at any point neither loses it nor, where it matters, doubles it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from innkeeper.outbox.actions import record
from innkeeper.outbox.events import DeliveryDoubtful
from innkeeper.outbox.models import Delivery, DeliveryState
from innkeeper.outbox.ports import DeliveryFailed, Message, Port, Promise, Refused, Unsure

ENDED = (DeliveryState.SENT, DeliveryState.DOUBTFUL, DeliveryState.REFUSED)

Compose = Callable[[Delivery], Message]


def plan_delivery(
    *, port: str, subject_kind: str, subject_id: UUID, property_id: UUID | None, at: datetime
) -> UUID:
    """Put an outgoing message down in the caller's transaction; its id is what the receiver will see."""
    row = Delivery(
        port=port, subject_kind=subject_kind, subject_id=subject_id, property_id=property_id, created_at=at
    )
    row.save(force_insert=True)
    return row.id


def deliver(*, delivery_id: UUID, port: Port, compose: Compose, at: datetime) -> DeliveryState:
    """Send a planned message, from a job; where it stands afterwards.

    "Sending" is on disk before the call, so an attempt whose end nobody saw is known as such. Then an idempotent
    port sends again under the same id, a read-back port is asked first, and an at-most-once port is left for a
    person to check (an event says so). `compose` makes the message at this moment; its text is never kept.
    Raises NotReached or Unsure where the job shall come back, and Delivery.DoesNotExist. No transaction is held
    during the call.
    """
    planned = Delivery.objects.get(id=delivery_id)
    if planned.state in ENDED:
        return DeliveryState(planned.state)
    message = compose(planned)
    row, was_sending = _begin(delivery_id)
    if row.state in ENDED:
        return DeliveryState(row.state)
    if was_sending and port.promise is Promise.AT_MOST_ONCE:
        return _doubt(row, code="unsure", at=at)
    receipt = port.find(row.id) if was_sending and port.promise is Promise.READ_BACK else None
    if receipt is None:
        try:
            receipt = port.send(message)
        except DeliveryFailed as failure:
            return _failed(row, failure, port=port, at=at)
    return _end(row, DeliveryState.SENT, receipt=receipt[:120], sent_at=at)


def _begin(delivery_id: UUID) -> tuple[Delivery, bool]:
    """The row, marked as being sent; and whether an earlier attempt had left it so."""
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(id=delivery_id)
        was_sending = row.state == DeliveryState.SENDING
        if row.state not in ENDED:
            row.state, row.attempts = DeliveryState.SENDING, row.attempts + 1
            row.save(update_fields=["state", "attempts"])
    return row, was_sending


def _failed(row: Delivery, failure: DeliveryFailed, *, port: Port, at: datetime) -> DeliveryState:
    """What a failure means on this port. Raises it where the job shall try again."""
    if isinstance(failure, Refused):
        return _end(row, DeliveryState.REFUSED, last_error=failure.code)
    if isinstance(failure, Unsure):
        if port.promise is Promise.AT_MOST_ONCE:
            return _doubt(row, code=failure.code, at=at)
        Delivery.objects.filter(id=row.id).update(last_error=failure.code)
        raise failure
    _end(row, DeliveryState.WAITING, last_error=failure.code)
    raise failure


def _doubt(row: Delivery, *, code: str, at: datetime) -> DeliveryState:
    with transaction.atomic():
        record(DeliveryDoubtful(property_id=row.property_id, delivery_id=row.id, port=row.port), at=at)
        return _end(row, DeliveryState.DOUBTFUL, last_error=code)


def _end(row: Delivery, state: DeliveryState, **columns: object) -> DeliveryState:
    """Set the state, unless another attempt has ended it meanwhile."""
    Delivery.objects.filter(id=row.id).exclude(state__in=ENDED).update(state=state, **columns)
    return state
