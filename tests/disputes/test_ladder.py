"""The ladder: talk, mediation, litigation or arbitration; law before liability."""

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.models import Approval
from innkeeper.disputes import actions
from innkeeper.disputes.models import Dispute, Liability
from innkeeper.disputes.queries import dispute_of, rung_of
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState
from tests.makers import disputes as make
from tests.people import START


def rung(case):
    return rung_of(dispute_of(case.pk))


def climb(cast, case, to, **given):
    return actions.climb(actor=cast.quality.actor, case_id=case.pk, to=to, at=START, **given)


@pytest.mark.req("DISP-02")
def test_liability_without_a_legal_basis_is_refused(cast):
    case = make.answered(cast)
    with pytest.raises(actions.NoLegalBasis):
        actions.set_liability(
            actor=cast.quality.actor, case_id=case.pk, party="house", text="赔", basis_id=None, at=START
        )
    assert not Liability.objects.exists()
    make.name_law(cast, case)
    assert Liability.objects.get().basis.article == "第五十五条"


@pytest.mark.req("DISP-02")
def test_the_law_of_another_dispute_is_no_basis(cast):
    first, second = make.answered(cast), make.answered(cast, room_number="1701")
    make.name_law(cast, first)
    with pytest.raises(actions.NoLegalBasis):
        actions.set_liability(
            actor=cast.quality.actor,
            case_id=second.pk,
            party="house",
            text="赔",
            basis_id=make.a_basis(first).pk,
            at=START,
        )


@pytest.mark.req("DISP-03")
def test_after_failed_talks_the_next_rung_is_free(cast):
    case = make.answered(cast)
    make.talk(cast, case)
    climb(cast, case, "mediation")
    assert rung(case) == "mediation"
    make.talk(cast, case, mediator="市旅游质监所")
    climb(cast, case, "proceedings")
    assert rung(case) == "proceedings"
    assert not Approval.objects.exists()


@pytest.mark.req("DISP-03")
def test_arbitration_without_failed_talks_wants_a_reason_and_a_managers_approval(cast):
    case = make.answered(cast)
    with pytest.raises(actions.RungSkipped):
        climb(cast, case, "proceedings")
    climb(cast, case, "proceedings", reason="对方已申请仲裁")
    assert rung(case) == "talk"
    approval = Approval.objects.get(subject="dispute_rung")
    assert approval.post == "general_manager"
    with pytest.raises(WrongState):
        climb(cast, case, "mediation", reason="换个办法")
    cases.decide_approval(actor=cast.general_manager.actor, approval_id=approval.pk, is_given=True, at=START)
    assert rung(case) == "proceedings"


@pytest.mark.req("DISP-03")
def test_a_refused_approval_leaves_the_dispute_where_it_is(cast):
    case = make.answered(cast)
    make.talk(cast, case)
    climb(cast, case, "proceedings", reason="不调解")
    approval = Approval.objects.get(subject="dispute_rung")
    with pytest.raises(NotPermitted):
        cases.decide_approval(actor=cast.quality.actor, approval_id=approval.pk, is_given=True, at=START)
    cases.decide_approval(actor=cast.general_manager.actor, approval_id=approval.pk, is_given=False, at=START)
    assert rung(case) == "talk"


@pytest.mark.req("DISP-03")
def test_a_skipped_rung_is_not_gone_to_first_and_no_button_says_so(cast):
    case = make.answered(cast)
    make.talk(cast, case)
    climb(cast, case, "proceedings", reason="不调解")
    approval = Approval.objects.get(subject="dispute_rung")
    assert not policy.may_act_first(cast.quality.actor, approval)
    with pytest.raises(WrongState):
        cases.act_first(actor=cast.quality.actor, approval_id=approval.pk, because="等不及", at=START)
    assert rung(case) == "talk"


@pytest.mark.req("DISP-03")
def test_parties_may_always_go_back_to_talking(cast):
    case = make.answered(cast)
    make.talk(cast, case)
    climb(cast, case, "mediation")
    climb(cast, case, "talk")
    assert rung(case) == "talk"


@pytest.mark.req("DISP-04")
def test_mediation_names_its_third_party(cast):
    case = make.answered(cast)
    make.talk(cast, case)
    climb(cast, case, "mediation")
    with pytest.raises(InvalidInput):
        make.talk(cast, case, outcome="agreed")
    make.talk(cast, case, outcome="agreed", mediator="消费者协会")
    assert Dispute.objects.get().talks.get(rung="mediation").mediator == "消费者协会"
