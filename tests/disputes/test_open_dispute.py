"""A dispute opens from a case: linked, held, in the right hands."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.models import Case, CaseLink
from innkeeper.disputes import actions
from innkeeper.disputes.models import Claim, Dispute, HeldSubject, Offer
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.outbox.models import OutboxEvent
from innkeeper.vault import actions as vault
from innkeeper.vault.errors import SubjectHeld
from tests.makers import disputes as make
from tests.people import START


@pytest.mark.req("DISP-01")
def test_case_claims_and_offers_are_linked(cast):
    origin = make.refused_complaint(cast)
    case = make.make_dispute(cast, origin=origin)
    dispute = Dispute.objects.get(case_id=case.pk)
    assert (dispute.origin_case_id, case.room_number) == (origin.pk, origin.room_number)
    assert Claim.objects.get(dispute=dispute).amount_minor == 272_000
    assert set(Offer.objects.filter(dispute=dispute).values_list("answer", "amount_minor")) == {
        ("refused", None),
        ("refused", 68_000),
    }
    assert CaseLink.objects.filter(case=origin, other=case, relation="dispute").exists()


@pytest.mark.req("DISP-01")
def test_common_ground_and_points_of_agreement_are_recorded(cast):
    case = make.answered(cast)
    for kind in ("common_ground", "agreed", "open"):
        actions.add_point(actor=cast.quality.actor, case_id=case.pk, kind=kind, text="浴室未打扫", at=START)
    actions.add_claim(actor=cast.quality.actor, case_id=case.pk, party="house", text="不再追究", at=START)
    dispute = Dispute.objects.get(case_id=case.pk)
    assert (dispute.points.count(), dispute.claims.count()) == (3, 2)


def test_opening_twice_answers_the_same_dispute(cast):
    origin = make.refused_complaint(cast)
    first = make.make_dispute(cast, origin=origin)
    assert make.make_dispute(cast, origin=origin, owner=None).pk == first.pk
    assert Dispute.objects.count() == 1


def test_another_than_the_handler_is_refused_and_nothing_is_written(cast):
    origin = make.refused_complaint(cast)
    with pytest.raises(NotPermitted):
        actions.open_dispute(actor=cast.colleague.actor, origin_id=origin.pk, claim="赔", at=START)
    with pytest.raises(NotFound):
        actions.open_dispute(actor=cast.outsider.actor, origin_id=origin.pk, claim="赔", at=START)
    with pytest.raises(InvalidInput):
        actions.open_dispute(actor=cast.owner.actor, origin_id=origin.pk, claim=" ", at=START)
    assert not Dispute.objects.exists()
    assert AuditEntry.objects.filter(verb="cases.refused", object_id=origin.pk).exists()


def test_its_event_and_audit_entries_are_exact(cast):
    case = make.make_dispute(cast)
    origin_id = Dispute.objects.get(case_id=case.pk).origin_case_id
    assert OutboxEvent.objects.filter(name="disputes.DisputeOpened").count() == 1
    assert AuditEntry.objects.filter(verb="cases.dispute_opened", object_id=case.pk).count() == 1
    assert AuditEntry.objects.filter(verb="cases.disputed", object_id=origin_id).count() == 1


@pytest.mark.req("CASE-16")
def test_whom_the_case_names_sees_neither_case_nor_dispute(cast):
    origin = make.refused_complaint(cast)
    cases.name_staff(actor=cast.owner.actor, case_id=origin.pk, staff_id=cast.manager.id, at=START)
    case = make.make_dispute(cast, origin=Case.objects.get(pk=origin.pk))
    assert case.is_restricted
    seen = policy.visible_to(cast.manager.actor).filter(pk__in=[case.pk, origin.pk])
    assert not seen.exists()
    assert policy.visible_to(cast.quality.actor).filter(pk=case.pk).exists()


def test_keys_are_held_while_it_is_open_and_free_when_it_is_closed(cast):
    case = make.closed(cast)
    held = list(HeldSubject.objects.values_list("subject_id", flat=True))
    assert case.pk in held
    cases.reopen_case(actor=cast.owner.actor, case_id=case.pk, reason="又起争议", at=START)
    with pytest.raises(SubjectHeld):
        vault.shred(actor=make.SYSTEM, subject_id=case.pk, at=START, reason="retention")
    Case.objects.filter(pk=case.pk).update(is_open=False)
    assert vault.shred(actor=make.SYSTEM, subject_id=case.pk, at=START, reason="retention").keys_destroyed
