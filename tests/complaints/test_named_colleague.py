"""A colleague named late: what was written of the complaint before says their name no more, wherever it is read."""

import pytest

from innkeeper.accounts.models import DutyTurn
from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Task
from innkeeper.cases.policy import visible_to
from innkeeper.cases.queries.lists import my_tasks
from innkeeper.complaints import actions as complaints
from innkeeper.complaints.models import Measure, Review
from innkeeper.improvements.models import Improvement
from innkeeper.kernel.money import Money
from innkeeper.workflows.review_leaves_improvement import leave_improvement
from tests.makers import complaints as make
from tests.makers.house import work_off
from tests.people import START
from tests.secrets.test_names_of_guests import index_texts, plain_texts

SAID = "前台许敏说没办法，小许让客人自己找"
NAMES = ("许敏", "小许")
MINUTE = make.MINUTE


def told():
    """Where the colleague's name can be read."""
    return sorted(
        {place for place, text in [*plain_texts(), *index_texts()] if any(n in text for n in NAMES)}
    )


def course(cast, case):
    """The complaint to its end, the colleague called by name in every text."""
    given = {"actor": cast.owner.actor, "case_id": case.pk}
    cases.add_finding(text=SAID, at=START + 2 * MINUTE, **given)
    complaints.give_recovery(
        kind="amenity", money=Money("CNY", 5_000), reason=SAID, at=START + 2 * MINUTE, **given
    )
    options = [complaints.OptionDraft(kind=kind, text=SAID) for kind in ("room_move", "refund")]
    complaints.propose_solution(
        reasons=SAID, options=options, single_reason=SAID, at=START + 3 * MINUTE, **given
    )
    make.agree(cast, case)
    measures = [make.measure(cast, text=SAID)]
    complaints.decide_solution(measures=measures, accountability=SAID, at=START + 5 * MINUTE, **given)
    complaints.name_prevention(text=SAID, at=START + 6 * MINUTE, **given)
    for row in Measure.objects.filter(case_id=case.pk):
        complaints.finish_measure(
            actor=cast.housekeeper.actor, measure_id=row.pk, result=SAID, at=START + 6 * MINUTE
        )
    complaints.resolve_complaint(result=SAID, means="phone", at=START + 7 * MINUTE, **given)
    complaints.record_feedback(answer="satisfied", words=SAID, means="phone", at=START + 8 * MINUTE, **given)
    complaints.review_complaint(cause=SAID, measure=SAID, use=SAID, at=START + 9 * MINUTE, **given)


@pytest.mark.req("CASE-16", "PRIV-01")
def test_measures_reasons_decisions_and_causes_are_masked_when_the_colleague_is_named(cast, clock):
    case = make.reached(cast, text=SAID, demand=SAID)
    course(cast, case)
    work_off(clock)
    before = told()
    assert {"Measure.text_redacted", "Review.cause_redacted", "Solution.reasons_redacted"} <= set(before)
    cases.name_staff(
        actor=cast.owner.actor, case_id=case.pk, staff_id=cast.front_desk.id, at=START + 10 * MINUTE
    )
    assert told() == []
    assert AuditEntry.objects.get(verb="cases.staff_named").facts["texts_masked"] >= 10


def test_the_improvement_that_came_of_it_says_the_name_no_more(cast, clock):
    case = make.reached(cast, text=SAID)
    course(cast, case)
    leave_improvement(case_id=case.pk, review_id=Review.objects.get().pk, at=START + 10 * MINUTE)
    assert "小许" in Improvement.objects.get().measure_redacted
    cases.name_staff(
        actor=cast.owner.actor, case_id=case.pk, staff_id=cast.front_desk.id, at=START + 10 * MINUTE
    )
    made = Improvement.objects.get()
    texts = (made.measure_redacted, made.cause_redacted, Case.objects.get(pk=made.case_id).title_redacted)
    assert not [text for text in texts if "许" in text]


@pytest.mark.req("CASE-16")
def test_the_improvement_of_a_restricted_complaint_is_restricted_too(cast, clock):
    case = make.reached(cast, text=SAID)
    course(cast, case)
    cases.restrict_case(actor=cast.owner.actor, case_id=case.pk, reason="未成年人", at=START + 9 * MINUTE)
    leave_improvement(case_id=case.pk, review_id=Review.objects.get().pk, at=START + 10 * MINUTE)
    assert Case.objects.get(kind="improvement").is_restricted


def test_what_was_said_of_others_stays(cast, clock):
    case = make.reached(cast, text="客房服务太慢")
    course(cast, case)
    cases.name_staff(
        actor=cast.owner.actor, case_id=case.pk, staff_id=cast.engineer.id, at=START + 10 * MINUTE
    )
    assert "Measure.text_redacted" in told()


def test_who_owns_a_measure_of_a_restricted_complaint_knows_of_it(cast, clock):
    case = make.reached(cast, text=SAID)
    cases.restrict_case(actor=cast.owner.actor, case_id=case.pk, reason="未成年人", at=START + 2 * MINUTE)
    course(cast, case)
    assert Measure.objects.get(case_id=case.pk).result_redacted


@pytest.mark.req("CASE-34")
def test_quality_may_know_of_a_restricted_complaint_that_it_is_to_verify_also_off_duty(cast):
    DutyTurn.objects.filter(staff=cast.quality.staff).delete()
    case = make.resolved(cast, text="有人拿了抽屉里的东西", taxonomy_code="theft")
    task = Task.objects.get(case=case, step="verify")
    assert case.is_restricted
    assert [line.id for line in my_tasks(cast.quality.actor)] == [task.pk]
    assert visible_to(cast.engineer.actor).filter(pk=case.pk).count() == 0
