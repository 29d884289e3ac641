"""What the parties say: claims, points, offers, the law relied on, who is liable (DISP-01, DISP-02)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.actions.checking import chosen, required, storable
from innkeeper.cases.actions.wording import LINE_LENGTH, hidden
from innkeeper.disputes.actions.wording import priced, sealed
from innkeeper.disputes.models import (
    Claim,
    LegalBasis,
    Liability,
    Offer,
    OfferAnswer,
    Party,
    Point,
    PointKind,
)
from innkeeper.disputes.queries import dispute_of
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.money import Money


class NoLegalBasis(InvalidInput):
    """Liability was to be set without the law that it stands on (DISP-02)."""

    code = "no_legal_basis"


def add_claim(
    *, actor: Actor, case_id: UUID, party: str, text: str, at: datetime, money: Money | None = None
) -> UUID:
    """Write down what a party demands. Raises: InvalidInput; NotPermitted for another than the handler; NotFound."""
    chosen(party, Party.values, field="party")
    required(text=text)
    price, row_id = priced(money), uuid7()
    seen = policy.case_for(actor, pk=case_id)
    words = sealed(text, case=seen, column="Claim.text", row_id=row_id, at=at)
    with cases.changing(actor=actor, case_id=case_id, verb="resolve", at=at, typed={"text": text}) as case:
        Claim.objects.create(
            id=row_id,
            dispute=dispute_of(case.pk),
            party=party,
            text=words.sealed,
            text_redacted=words.redacted,
            by_id=actor.id,
            at=at,
            **price,
        )
        cases.tick(case, ["write_claims"], actor=actor, at=at)
        cases.tell(case, actor=actor, verb="claim_added", at=at, facts={"party": party})
    return row_id


def add_point(*, actor: Actor, case_id: UUID, kind: str, text: str, at: datetime) -> UUID:
    """Write down common ground, a point of agreement, or what is still disputed. Raises like `add_claim`."""
    chosen(kind, PointKind.values, field="kind")
    required(limit=400, text=text)
    with cases.changing(actor=actor, case_id=case_id, verb="resolve", at=at, typed={"text": text}) as case:
        row = Point.objects.create(
            dispute=dispute_of(case.pk),
            kind=kind,
            text_redacted=hidden(text, case, length=LINE_LENGTH),
            by_id=actor.id,
            at=at,
        )
        cases.tick(case, ["write_claims"], actor=actor, at=at)
        cases.tell(case, actor=actor, verb="point_added", at=at, facts={"kind": kind})
        return row.pk


def make_offer(
    *, actor: Actor, case_id: UUID, party: str, text: str, at: datetime, money: Money | None = None
) -> UUID:
    """Write down an offer of a party. Raises like `add_claim`."""
    chosen(party, Party.values, field="party")
    required(limit=400, text=text)
    price = priced(money)
    with cases.changing(actor=actor, case_id=case_id, verb="resolve", at=at, typed={"text": text}) as case:
        row = Offer.objects.create(
            dispute=dispute_of(case.pk),
            party=party,
            text_redacted=hidden(text, case, length=LINE_LENGTH),
            by_id=actor.id,
            at=at,
            **price,
        )
        cases.tell(case, actor=actor, verb="offer_made", at=at, facts={"party": party})
        return row.pk


def answer_offer(*, actor: Actor, offer_id: UUID, answer: str, at: datetime) -> None:
    """Note what came of an offer. Raises: WrongState when it is answered; InvalidInput; NotPermitted; NotFound."""
    chosen(answer, (OfferAnswer.ACCEPTED, OfferAnswer.REFUSED), field="answer")
    offer = Offer.objects.filter(pk=offer_id).select_related("dispute").first()
    if offer is None:
        raise NotFound(_("There is no such offer."))
    with cases.changing(actor=actor, case_id=offer.dispute.case_id, verb="resolve", at=at) as case:
        if not Offer.objects.filter(pk=offer_id, answer=OfferAnswer.OPEN).update(answer=answer):
            raise WrongState(_("This offer is answered already."))
        facts = {"offer": str(offer_id), "answer": answer}
        cases.tell(case, actor=actor, verb="offer_answered", at=at, facts=facts)


def rely_on_law(*, actor: Actor, case_id: UUID, law: str, article: str, at: datetime, note: str = "") -> UUID:
    """Write down a provision relied on: law and article (DISP-02). Raises like `add_claim`."""
    required(limit=120, law=law)
    required(limit=60, article=article)
    storable(note=note)
    with cases.changing(actor=actor, case_id=case_id, verb="resolve", at=at, typed={"note": note}) as case:
        row = LegalBasis.objects.create(
            dispute=dispute_of(case.pk),
            law=law.strip(),
            article=article.strip(),
            note_redacted=hidden(note, case, length=LINE_LENGTH),
            by_id=actor.id,
            at=at,
        )
        cases.tell(case, actor=actor, verb="law_relied_on", at=at)
        return row.pk


def set_liability(
    *,
    actor: Actor,
    case_id: UUID,
    party: str,
    text: str,
    basis_id: UUID | None,
    at: datetime,
    share_percent: int | None = None,
) -> UUID:
    """Say what a party answers for, and on which legal basis (DISP-02).

    Raises: NoLegalBasis where none of the dispute's own is named; InvalidInput; NotPermitted; NotFound.
    """
    chosen(party, Party.values, field="party")
    required(limit=400, text=text)
    if share_percent is not None and not 0 <= share_percent <= 100:
        text_wrong = _("The share goes from 0 to 100.")
        raise InvalidInput(text_wrong, fields={"share_percent": text_wrong})
    with cases.changing(actor=actor, case_id=case_id, verb="resolve", at=at, typed={"text": text}) as case:
        dispute = dispute_of(case.pk)
        basis = dispute.bases.filter(pk=basis_id).first() if basis_id else None
        if basis is None:
            words = _("Name the law first: without a legal basis no liability is set.")
            raise NoLegalBasis(words, fields={"basis": words})
        row = Liability.objects.create(
            dispute=dispute,
            basis=basis,
            party=party,
            share_percent=share_percent,
            text_redacted=hidden(text, case, length=LINE_LENGTH),
            by_id=actor.id,
            at=at,
        )
        cases.tick(case, ["name_law"], actor=actor, at=at)
        facts = {"party": party, "basis": str(basis.pk), "share_percent": share_percent}
        cases.tell(case, actor=actor, verb="liability_set", at=at, facts=facts)
        return row.pk
