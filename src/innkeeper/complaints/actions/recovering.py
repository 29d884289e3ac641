"""Service recovery (服务补救): within the empowerment limit at once, above it after an approval; redeemed; thanks."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import posts_of
from innkeeper.cases import actions as cases
from innkeeper.cases.actions.checking import chosen, required
from innkeeper.cases.actions.wording import LINE_LENGTH, hidden
from innkeeper.cases.models import Approval, ApprovalState, Case
from innkeeper.cases.queries.merges import family_of
from innkeeper.complaints.models import Recovery, RecoveryKind, Thanks, ThanksMeans
from innkeeper.complaints.queries.house import limits_of
from innkeeper.complaints.rules import Limits, approver_of, highest_limit, is_within_limit
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.money import Money

HIGHEST_MINOR = 10_000_000_00
IMPORTANT = 2


def give_recovery(
    *,
    actor: Actor,
    case_id: UUID,
    kind: str,
    money: Money,
    reason: str,
    at: datetime,
    key: UUID | None = None,
) -> UUID:
    """Give the guest something to make good. Beyond the actor's limit it waits for the post that may approve it.

    What was given before without asking on the case, on what was split off from it or merged with it, by the actor or
    another of no higher limit, counts with it. Units: money in the minor unit; 0 for a
    gesture without a price. `key`: the id it gets; what was given under it stands. Raises: InvalidInput; NotPermitted; NotFound. Source: CASE-27.
    """
    required(reason=reason)
    _refuse_bad(kind, money)
    with cases.changing(actor=actor, case_id=case_id, verb="ask", at=at, typed={"reason": reason}) as case:
        if key is not None and Recovery.objects.filter(pk=key).exists():
            return key
        return _given(case, kind, money, reason, actor=actor, at=at, key=key)


def redeem_recovery(*, actor: Actor, recovery_id: UUID, at: datetime) -> None:
    """Note that the guest has had it: the coupon used, the refund paid. Also on a closed case.

    Raises: WrongState when it is redeemed already, or waits for its approval; NotPermitted; NotFound. Source: CASE-27.
    """
    recovery = Recovery.objects.filter(pk=recovery_id).first()
    if recovery is None:
        raise NotFound(_("There is no such recovery."))
    with cases.changing(
        actor=actor, case_id=recovery.case_id, verb="contact", at=at, is_open_needed=False
    ) as case:
        approval = case.approvals.filter(pk=recovery.approval_id).first() if recovery.approval_id else None
        if approval is not None and approval.state != "given" and approval.acted_at is None:
            raise WrongState(_("This recovery has not been approved."))
        rows = Recovery.objects.filter(pk=recovery_id, redeemed_at__isnull=True)
        if not rows.update(redeemed_at=at, redeemed_by_id=actor.id):
            raise WrongState(_("The guest has had this already."))
        cases.tell(case, actor=actor, verb="recovery_redeemed", at=at, facts={"recovery": str(recovery_id)})


def thank_guest(
    *,
    actor: Actor,
    case_id: UUID,
    means: str,
    words: str,
    at: datetime,
    extra: str = "",
    money: Money | None = None,
) -> UUID:
    """Note the thanks to the guest of a closed important case, with an extra or without; once a round (CASE-26).

    The extra stands in the register under the limits of every other gift. Raises: WrongState for an open case, one
    that is not important, or the second time; InvalidInput; NotPermitted; NotFound.
    """
    required(words=words)
    chosen(means, list(ThanksMeans.values), field="means")
    value = money or Money("CNY", 0)
    if extra:
        _refuse_bad(extra, value, field="extra")
    with cases.changing(
        actor=actor, case_id=case_id, verb="reopen", at=at, typed={"words": words}, is_open_needed=False
    ) as case:
        if case.is_open or case.priority > IMPORTANT:
            raise WrongState(_("Thanks follow a closed case that was important."))
        if Thanks.objects.filter(case_id=case.pk, round=case.round).exists():
            raise WrongState(_("The guest was thanked already."))
        recovery_id = _given(case, extra, value, words, actor=actor, at=at) if extra else None
        row = Thanks.objects.create(
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            means=means,
            words_redacted=hidden(words, case, length=LINE_LENGTH),
            recovery_id=recovery_id,
            by_id=actor.id,
            at=at,
        )
        cases.tell(case, actor=actor, verb="thanked", at=at, facts={"means": means, "extra": extra})
        return row.pk


def _given(
    case: Case,
    kind: str,
    money: Money,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    key: UUID | None = None,
) -> UUID:
    """Write the recovery, and its question where the actor's limit is passed; inside the caller's transaction."""
    row_id, limits = key or uuid7(), limits_of(case.property_id)
    approval_id = None
    family = family_of(case.pk)
    whole = money if actor.is_system else _with_earlier(case, family, money, limits, actor=actor, at=at)
    if not actor.is_system and not is_within_limit(actor.posts, whole, limits):
        question = cases.Question(
            subject="recovery",
            subject_id=row_id,
            post=approver_of(_with_all(family, money), limits),
            reason=hidden(reason, case, length=200),
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
        reason_redacted=hidden(reason, case, length=200),
        approval_id=approval_id,
        by_id=actor.id,
        at=at,
    )
    facts = {"kind": kind, "amount_minor": money.amount_minor, "waits": approval_id is not None}
    cases.tell(case, actor=actor, verb="recovery_given", at=at, facts=facts)
    return row_id


def _with_earlier(
    case: Case, family: Collection[UUID], money: Money, limits: Limits, *, actor: Actor, at: datetime
) -> Money:
    """The amount with what was given on this family of cases before without asking: two small gifts are one large one, also of two
    people. What somebody of a higher limit gave was theirs to give, and is counted for those like them.
    """
    if money.amount_minor == 0:
        return money
    unasked = Recovery.objects.filter(case_id__in=family, approval_id__isnull=True, currency=money.currency)
    sums = dict(unasked.values_list("by_id").annotate(total=Sum("amount_minor")).order_by("by_id"))
    mine = highest_limit(actor.posts, limits)
    earlier = sum(
        total
        for by_id, total in sums.items()
        if by_id == actor.id or highest_limit(posts_of(case.property_id, by_id, at=at), limits) <= mine
    )
    return Money(money.currency, money.amount_minor + earlier)


def _with_all(family: Collection[UUID], money: Money) -> Money:
    """The amount with all that the family of cases has had or waits for: who approves it answers for the whole."""
    refused = Approval.objects.filter(case__in=family, state=ApprovalState.REFUSED).values("pk")
    rows = Recovery.objects.filter(case_id__in=family, currency=money.currency)
    standing = rows.filter(Q(approval_id__isnull=True) | ~Q(approval_id__in=refused))
    earlier = standing.aggregate(total=Sum("amount_minor"))["total"] or 0
    return Money(money.currency, money.amount_minor + earlier)


def _refuse_bad(kind: str, money: Money, *, field: str = "kind") -> None:
    chosen(kind, list(RecoveryKind.values), field=field)
    if not 0 <= money.amount_minor <= HIGHEST_MINOR or len(money.currency) != 3:
        raise InvalidInput(_("Give an amount."), fields={"amount": _("Give an amount of zero or more.")})
