"""Service recovery (服务补救): within the empowerment limit at once, above it after an approval."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.complaints.actions.wording import chosen, plain, required
from innkeeper.complaints.models import Recovery, RecoveryKind
from innkeeper.complaints.rules import approver_of, is_within_limit
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.money import Money

HIGHEST_MINOR = 10_000_000_00


def give_recovery(*, actor: Actor, case_id: UUID, kind: str, money: Money, reason: str, at: datetime) -> UUID:
    """Give the guest something to make good. Beyond the actor's limit it waits for the post that may approve it.

    Units: money in the minor unit; 0 for a gesture without a price. Raises: InvalidInput; NotPermitted; NotFound.
    """
    required(reason=reason)
    chosen(kind, list(RecoveryKind.values), field="kind")
    if not 0 <= money.amount_minor <= HIGHEST_MINOR or len(money.currency) != 3:
        raise InvalidInput(_("Give an amount."), fields={"amount": _("Give an amount of zero or more.")})
    row_id = uuid7()
    with cases.changing(actor=actor, case_id=case_id, verb="ask", at=at, typed={"reason": reason}) as case:
        approval_id = None
        if not actor.is_system and not is_within_limit(actor.posts, money):
            question = cases.Question(
                subject="recovery",
                subject_id=row_id,
                post=approver_of(money),
                reason=plain(reason, case, length=200),
                currency=money.currency,
                amount_minor=money.amount_minor,
            )
            approval_id = cases.asked(case, question, actor=actor, at=at).pk
        Recovery.objects.create(
            id=row_id,
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            kind=kind,
            currency=money.currency,
            amount_minor=money.amount_minor,
            reason_redacted=plain(reason, case, length=200),
            approval_id=approval_id,
            by_id=actor.id,
            at=at,
        )
        facts = {"kind": kind, "amount_minor": money.amount_minor, "waits": approval_id is not None}
        cases.tell(case, actor=actor, verb="recovery_given", at=at, facts=facts)
    return row_id
