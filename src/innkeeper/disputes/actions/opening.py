"""A dispute opens from a case: linked with it, with claims and offers, and with its keys held (DISP-01)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.actions import Intake, OpenedCase
from innkeeper.cases.actions.checking import required, storable
from innkeeper.cases.models import Case, CaseGuest, CaseLink, Priority
from innkeeper.cases.queries.merges import all_within
from innkeeper.disputes.actions.wording import priced
from innkeeper.disputes.events import DisputeOpened
from innkeeper.disputes.models import Claim, Dispute, HeldSubject, Offer, OfferAnswer, Party
from innkeeper.disputes.rules import HOLD_YEARS
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.kernel.money import Money
from innkeeper.outbox import actions as outbox

KIND = "dispute"
RELATION = "dispute"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierOffer:
    """An offer made in the case before, with its own id there. The text is redacted already."""

    source_id: UUID
    text_redacted: str
    money: Money | None = None


def open_dispute(
    *,
    actor: Actor,
    origin_id: UUID,
    claim: str,
    at: datetime,
    money: Money | None = None,
    offers: Sequence[EarlierOffer] = (),
) -> OpenedCase:
    """Open a dispute from a case whose way out was refused: case, claim and offers are linked, keys are held.

    The handler of the case does, or who assigns cases. A restricted case makes a restricted dispute. Once per case:
    while one is open the same dispute is answered. Raises: InvalidInput; NotPermitted, logged; NotFound.
    """
    required(claim=claim)
    storable(claim=claim)
    price = priced(money)
    origin = policy.case_for(actor, pk=origin_id)
    if not (actor.may("cases.assign") or policy.is_handler(actor, origin)):
        cases.refuse_other(actor=actor, case=origin, verb="dispute", at=at)
    if origin.kind == KIND:
        raise InvalidInput(_("This is a dispute already."), fields={"case": _("Choose the case before it.")})
    guests = tuple(CaseGuest.objects.filter(case=origin).values_list("guest_id", flat=True))

    def begin(case: Case) -> None:
        dispute = _written(case, origin, guests=guests, actor=actor, at=at)
        Claim.objects.create(
            dispute=dispute,
            party=Party.GUEST,
            text_redacted=case.text_redacted,
            by_id=actor.id,
            at=at,
            **price,
        )
        _link_offers(dispute, offers, actor=actor, at=at)

    intake = _intake(origin, claim, guests=guests, round_=origin.round)
    opened = cases.open_case(actor=actor, intake=intake, at=at, then=begin)
    if not opened.is_new and not policy.visible_to(actor).filter(pk=opened.id).exists():
        raise NotPermitted(_("A dispute of this case is open already, in other hands."))
    return opened


def _intake(origin: Case, claim: str, *, guests: Collection[UUID], round_: int) -> Intake:
    """The dispute as the spine takes it in: where and whom from the case before."""
    return Intake(
        kind=KIND,
        property_id=origin.property_id,
        text=claim,
        channel=origin.channel,
        room_number=origin.room_number,
        room_id=origin.room_id,
        stay_id=origin.stay_id,
        guest_ids=guests,
        is_anonymous=not origin.room_number and origin.stay_id is None,
        happened_at=origin.happened_at,
        taxonomy_code=origin.taxonomy_code,
        is_code_by_rule=True,
        category=origin.category,
        priority=int(Priority.IMPORTANT),
        responsible_department=origin.responsible_department,
        is_restricted=origin.is_restricted,
        idempotency_key=f"dispute:{origin.pk}:{round_}",
    )


def _written(case: Case, origin: Case, *, guests: Collection[UUID], actor: Actor, at: datetime) -> Dispute:
    """The dispute's own row, its link, whom it holds, who may know of it; inside the intake's transaction."""
    dispute = Dispute.objects.create(
        case_id=case.pk,
        property_id=case.property_id,
        origin_case_id=origin.pk,
        hold_until_on=_years_on(at.date(), HOLD_YEARS),
        opened_by_id=actor.id,
        opened_at=at,
    )
    subjects = dict.fromkeys([case.pk, *all_within(origin.pk), *guests])
    HeldSubject.objects.bulk_create(HeldSubject(dispute=dispute, subject_id=one) for one in subjects)
    CaseLink.objects.create(case=case, other=origin, relation=f"{RELATION}_of", by_id=actor.id, at=at)
    CaseLink.objects.create(case=origin, other=case, relation=RELATION, by_id=actor.id, at=at)
    cases.keep_circle(case, origin, actor=actor, at=at)
    event = DisputeOpened(
        property_id=case.property_id, case_id=case.pk, kind=case.kind, origin_case_id=origin.pk
    )
    outbox.record(event, at=at)
    facts = {"origin": str(origin.pk), "held": len(subjects)}
    cases.tell(case, actor=actor, verb="dispute_opened", at=at, facts=facts)
    cases.tell(origin, actor=actor, verb="disputed", at=at, facts={"dispute": str(case.pk)})
    return dispute


def _link_offers(dispute: Dispute, offers: Sequence[EarlierOffer], *, actor: Actor, at: datetime) -> None:
    Offer.objects.bulk_create(
        Offer(
            dispute=dispute,
            source_id=one.source_id,
            text_redacted=one.text_redacted[:400],
            answer=OfferAnswer.REFUSED,
            by_id=actor.id,
            at=at,
            **priced(one.money),
        )
        for one in offers
    )


def _years_on(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
