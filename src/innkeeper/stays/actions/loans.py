"""What the house lends to a guest, and how it comes back (STAY-13)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.outbox import actions as outbox
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.models import LoanedItem
from innkeeper.stays.rules.departures import Loan, LoanEnd
from innkeeper.stays.rules.stays import StayStatus

MOST = 20
LONGEST_NOTE = 60


def lend_item(
    *, actor: Actor, stay_id: UUID, item: Loan, count: int = 1, note: str = "", at: datetime
) -> LoanedItem:
    """Something is lent to a guest in house. Who brings it may note it: desk and attendants.

    Raises NotPermitted, NotFound, WrongState (nobody in house), InvalidInput (count, a note that is missing or long).
    """
    policy.ensure(actor, *policy.ROOM_KEEPERS)
    said = rows.short_words(note, limit=LONGEST_NOTE, field="note")
    if not 1 <= count <= MOST:
        raise InvalidInput(_("Between 1 and 20 pieces."), fields={"count": _("Between 1 and 20.")})
    if item is Loan.OTHER and not said:
        raise InvalidInput(_("Say what it is."), fields={"note": _("What was lent.")})
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        if stay.status != StayStatus.IN_HOUSE:
            raise WrongState(_("Only a guest in house borrows."))
        loan = LoanedItem.objects.create(
            property_id=stay.property_id,
            stay=stay,
            room_number=stay.room_number,
            item=item.value,
            count=count,
            note=said,
            lent_by=actor.id,
            lent_at=at,
        )
        facts = {"loan": str(loan.pk), "item": item.value, "count": count}
        rows.log(actor, "stays.item_lent", stay, at=at, facts=facts, guest_ids=rows.guests_of(stay))
        outbox.record(events.ItemLent(property_id=stay.property_id, stay_id=stay.id, loan_id=loan.id), at=at)
    return loan


def end_loan(
    *, actor: Actor, loan_id: UUID, ended_as: LoanEnd = LoanEnd.RETURNED, at: datetime
) -> LoanedItem:
    """The item is back; or, by the desk, it is paid for or waived.

    Raises NotPermitted, NotFound, WrongState (it has ended already).
    """
    policy.ensure(actor, *(policy.ROOM_KEEPERS if ended_as is LoanEnd.RETURNED else ("stays.edit",)))
    with transaction.atomic():
        loan = LoanedItem.objects.select_for_update().filter(pk=loan_id).first()
        if loan is None:
            raise NotFound(_("There is no such loan."))
        stay = rows.held_stay(actor, loan.stay_id)
        if loan.ended_at is not None:
            raise WrongState(_("This loan has ended already."))
        loan.ended_as, loan.ended_by, loan.ended_at = ended_as.value, actor.id, at
        loan.save()
        facts = {"loan": str(loan.pk), "item": loan.item, "ended_as": ended_as.value}
        rows.log(actor, "stays.loan_ended", stay, at=at, facts=facts, guest_ids=rows.guests_of(stay))
        outbox.record(events.LoanEnded(property_id=stay.property_id, stay_id=stay.id, loan_id=loan.id), at=at)
    return loan
