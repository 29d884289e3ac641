"""What a review leaves behind, and whether it worked."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import GatesOpen
from innkeeper.cases.models import Case
from innkeeper.complaints.models import Review
from innkeeper.improvements.actions import record_effect
from innkeeper.improvements.models import Improvement
from innkeeper.kernel.errors import NotPermitted, WrongState
from innkeeper.workflows.review_leaves_improvement import leave_improvement
from tests.makers import complaints as make
from tests.people import START

LATER = START + timedelta(hours=1)


@pytest.fixture
def improvement(cast):
    case = make.heard(cast)
    make.review(cast, case)
    review = Review.objects.get(case_id=case.pk)
    leave_improvement(case_id=case.pk, review_id=review.pk, at=LATER)
    return Improvement.objects.get(review_id=review.pk)


@pytest.mark.req("CASE-25")
def test_a_review_leaves_one_improvement_however_often_the_job_runs(cast, improvement):
    leave_improvement(case_id=improvement.source_case_id, review_id=improvement.review_id, at=LATER)
    assert Improvement.objects.count() == 1
    assert Case.objects.filter(kind="improvement").count() == 1
    assert improvement.cause_redacted == "交接时漏了一间"


def give(cast, improvement):
    owner = cast.housekeeper
    cases.assign_case(actor=cast.manager.actor, case_id=improvement.case_id, owner_id=owner.id, at=LATER)
    cases.advance_stage(actor=owner.actor, case_id=improvement.case_id, at=LATER)


def test_its_effect_is_checked_by_another_and_then_it_is_done(cast, improvement):
    give(cast, improvement)
    with pytest.raises(GatesOpen):
        cases.advance_stage(actor=cast.housekeeper.actor, case_id=improvement.case_id, at=LATER)
    record_effect(
        actor=cast.quality.actor,
        case_id=improvement.case_id,
        effect="两周无同类客诉",
        is_effective=True,
        at=LATER,
    )
    cases.advance_stage(actor=cast.housekeeper.actor, case_id=improvement.case_id, at=LATER)
    cases.close_case(actor=cast.housekeeper.actor, case_id=improvement.case_id, at=LATER)
    assert not Case.objects.get(pk=improvement.case_id).is_open


def test_who_did_it_does_not_check_it(cast, improvement):
    give(cast, improvement)
    with pytest.raises(NotPermitted):
        record_effect(
            actor=cast.housekeeper.actor,
            case_id=improvement.case_id,
            effect="好了",
            is_effective=True,
            at=LATER,
        )
    improvement.refresh_from_db()
    assert improvement.effect_at is None


def test_an_effect_before_the_measure_is_refused(cast, improvement):
    with pytest.raises(WrongState):
        record_effect(
            actor=cast.quality.actor, case_id=improvement.case_id, effect="好了", is_effective=True, at=LATER
        )
