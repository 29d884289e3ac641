"""A way out that the guest refused becomes a dispute: the complaint's offers go with it (DISP-01)."""

from datetime import datetime
from uuid import UUID

from innkeeper.cases.actions import OpenedCase
from innkeeper.complaints.queries import offers_of
from innkeeper.disputes.actions import EarlierOffer, open_dispute
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.money import Money


def open_from_case(
    *, actor: Actor, case_id: UUID, claim: str, at: datetime, money: Money | None = None
) -> OpenedCase:
    """Open the dispute of a case with every offer that was made there. Raises as `open_dispute` does."""
    offers = [
        EarlierOffer(source_id=one.id, text_redacted=one.text, money=one.money) for one in offers_of(case_id)
    ]
    return open_dispute(actor=actor, origin_id=case_id, claim=claim, money=money, offers=offers, at=at)
