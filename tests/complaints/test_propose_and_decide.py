"""Looking into it, proposing, asking, deciding, making good."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Approval, Case, ScriptStep, Task, Transfer
from innkeeper.complaints import actions, rules
from innkeeper.complaints.actions.deciding import GuestNotAsked
from innkeeper.complaints.actions.proposing import NotInvestigated
from innkeeper.complaints.models import Decision, GuestOpinion, Measure, Recovery, Solution
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.kernel.money import Money
from tests.makers import complaints as make
from tests.people import START

MINUTE = make.MINUTE
ONE = [actions.OptionDraft(kind="apology", text="当面致歉")]


@pytest.mark.req("CASE-03", "CASE-01")
def test_the_whole_script_is_kept_with_the_ref(cast):
    case = make.make_complaint(cast, script_steps=rules.SCRIPT)
    assert case.ref.startswith("SHA-2026-")
    assert set(rules.SCRIPT) <= set(ScriptStep.objects.filter(case=case).values_list("step", flat=True))


@pytest.mark.req("CASE-03")
def test_a_script_out_of_order_is_refused_naming_the_step(cast):
    with pytest.raises(InvalidInput) as refused:
        make.make_complaint(cast, script_steps=("listen", "apologise"))
    assert "script_steps" in refused.value.fields
    assert not Case.objects.exists()


@pytest.mark.req("CASE-30")
def test_a_leak_sets_each_department_to_work_with_a_deadline(cast):
    case = make.make_complaint(cast, text="天花板漏水 行李湿", taxonomy_code="water_leak")
    tasks = Task.objects.filter(case=case)
    assert {task.department for task in tasks} == {"engineering", "housekeeping", "front_office"}
    assert tasks.count() == 3 and all(task.due_at for task in tasks)


@pytest.mark.req("CASE-30")
def test_splitting_again_gives_no_second_task(cast):
    case = make.make_complaint(cast, taxonomy_code="water_leak")
    assert actions.split_tasks(actor=cast.owner.actor, case_id=case.pk, at=START) == 0
    assert Task.objects.filter(case=case).count() == 3


@pytest.mark.req("CASE-15")
def test_a_solution_without_finding_or_evidence_is_refused(cast):
    case = make.reached(cast)
    with pytest.raises(NotInvestigated):
        make.propose(cast, case)
    assert not Solution.objects.exists()


@pytest.mark.req("CASE-16")
def test_the_person_complained_about_may_not_look_into_it(cast):
    case = make.reached(cast, owner="manager")
    with pytest.raises(NotPermitted):
        cases.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.manager.id, at=START)
    other = make.reached(cast)
    cases.name_staff(actor=cast.owner.actor, case_id=other.pk, staff_id=cast.manager.id, at=START)
    with pytest.raises(NotPermitted):
        cases.assign_case(actor=cast.owner.actor, case_id=other.pk, owner_id=cast.manager.id, at=START)


@pytest.mark.req("CASE-18")
def test_two_options_are_stored_with_what_they_rest_on(cast):
    case = make.investigated(cast)
    solution = Solution.objects.get(pk=make.propose(cast, case))
    assert [option.kind for option in solution.options.order_by("number")] == ["room_move", "refund"]
    assert solution.finding_count == 1


@pytest.mark.req("CASE-18")
def test_one_option_needs_its_reason(cast):
    case = make.investigated(cast)
    given = {"actor": cast.owner.actor, "case_id": case.pk, "reasons": "查明", "at": START + 3 * MINUTE}
    with pytest.raises(InvalidInput) as refused:
        actions.propose_solution(options=ONE, **given)
    assert "options" in refused.value.fields
    actions.propose_solution(options=ONE, single_reason="宾客马上离店", **given)
    assert Solution.objects.get(case_id=case.pk).single_reason == "宾客马上离店"


@pytest.mark.req("CASE-19")
def test_carrying_out_before_the_guest_was_asked_is_refused(cast):
    case = make.investigated(cast)
    make.propose(cast, case)
    with pytest.raises(GuestNotAsked):
        actions.decide_solution(
            actor=cast.owner.actor, case_id=case.pk, measures=[make.measure(cast)], at=START + 4 * MINUTE
        )
    assert not Decision.objects.exists()


@pytest.mark.req("CASE-19")
def test_an_emergency_acts_first(cast):
    case = make.reached(cast, taxonomy_code="water_leak")
    actions.decide_solution(
        actor=cast.owner.actor, case_id=case.pk, measures=[make.measure(cast)], at=START + 2 * MINUTE
    )
    assert Decision.objects.get(case_id=case.pk).is_emergency


def test_going_against_a_refusal_needs_a_reason(cast):
    case = make.investigated(cast)
    make.propose(cast, case)
    actions.record_opinion(
        actor=cast.owner.actor,
        case_id=case.pk,
        answer="refuses",
        means="phone",
        words="不行",
        at=START + 4 * MINUTE,
    )
    given = {"actor": cast.owner.actor, "case_id": case.pk, "measures": [make.measure(cast)]}
    with pytest.raises(InvalidInput) as refused:
        actions.decide_solution(at=START + 5 * MINUTE, **given)
    assert "in_spite_of" in refused.value.fields
    actions.decide_solution(at=START + 5 * MINUTE, in_spite_of="安全原因必须换房", **given)
    assert GuestOpinion.objects.get(case_id=case.pk).answer == "refuses"


@pytest.mark.req("CASE-21")
def test_each_measure_has_its_owner_and_due_time(cast):
    case = make.decided(cast, measures=2)
    rows = Measure.objects.filter(case_id=case.pk)
    assert [row.owner_id for row in rows] == [cast.housekeeper.id] * 2
    assert all(row.due_at == START + timedelta(hours=1) for row in rows)


def test_a_measure_is_finished_by_its_owner_or_the_handler_only(cast):
    case = make.decided(cast)
    row = Measure.objects.get(case_id=case.pk)
    with pytest.raises(NotPermitted):
        actions.finish_measure(actor=cast.engineer.actor, measure_id=row.pk, at=START + 6 * MINUTE)
    assert Measure.objects.get(pk=row.pk).done_at is None
    actions.finish_measure(actor=cast.housekeeper.actor, measure_id=row.pk, at=START + 6 * MINUTE)
    assert AuditEntry.objects.filter(verb="cases.measure_done", object_id=case.pk).count() == 1


def test_a_recovery_within_the_limit_is_given_at_once(cast):
    case = make.reached(cast)
    given = {"actor": cast.owner.actor, "case_id": case.pk, "reason": "行李湿", "at": START + 2 * MINUTE}
    actions.give_recovery(kind="compensation", money=Money("CNY", 100_000), **given)
    assert Recovery.objects.get(case_id=case.pk).approval_id is None


def test_pressed_twice_a_recovery_is_given_once(cast):
    case = make.reached(cast)
    given = {"actor": cast.owner.actor, "case_id": case.pk, "reason": "行李湿", "at": START + 2 * MINUTE}
    for _press in range(2):
        actions.give_recovery(kind="compensation", money=Money("CNY", 90_000), key=case.pk, **given)
    assert (Recovery.objects.count(), Approval.objects.count()) == (1, 0)


@pytest.mark.req("CASE-27")
def test_who_approves_answers_for_all_that_the_case_has_had(cast):
    case = make.reached(cast)
    given = {"actor": cast.owner.actor, "case_id": case.pk, "reason": "行李湿", "at": START + 2 * MINUTE}
    for yuan in (900, 900, 1300):
        actions.give_recovery(kind="compensation", money=Money("CNY", yuan * 100), **given)
    asked = list(Approval.objects.order_by("asked_at", "amount_minor").values_list("amount_minor", "post"))
    assert asked == [(90_000, "manager_on_duty"), (130_000, "general_manager")]
    second = Approval.objects.get(amount_minor=130_000)
    cases.decide_approval(actor=cast.general_manager.actor, approval_id=second.pk, is_given=False, at=START)
    actions.give_recovery(kind="compensation", money=Money("CNY", 100_000), **given)
    assert Approval.objects.get(amount_minor=100_000).post == "manager_on_duty"


def test_a_recovery_above_the_limit_waits_for_the_post_that_may(cast):
    case = make.decided(cast)
    given = {"actor": cast.owner.actor, "case_id": case.pk, "reason": "行李湿", "at": START + 6 * MINUTE}
    actions.give_recovery(kind="compensation", money=Money("CNY", 250_000), **given)
    approval = Approval.objects.get(case_id=case.pk)
    assert (approval.post, approval.amount_minor) == ("manager_on_duty", 250_000)
    make.carry_out(cast, case)
    with pytest.raises(cases.GatesOpen) as refused:
        make.resolve(cast, case)
    assert "recovery_settled" in refused.value.fields
    cases.decide_approval(
        actor=cast.manager.actor, approval_id=approval.pk, is_given=True, at=START + 7 * MINUTE
    )
    make.resolve(cast, case, at=START + 8 * MINUTE)
    assert case.stage == "feedback"


@pytest.mark.parametrize(
    ("post", "amount", "is_within"),
    [
        ("front_desk", 20_000, True),
        ("front_desk", 30_000, False),
        ("general_manager", 9_000_000, True),
        ("engineer", 1, False),
    ],
)
def test_the_empowerment_limit_goes_with_the_post(post, amount, is_within):
    assert rules.is_within_limit([post], Money("CNY", amount)) is is_within


def test_a_gesture_without_a_price_is_always_within_the_limit():
    assert rules.is_within_limit([], Money("CNY", 0))


@pytest.mark.req("CASE-14")
def test_a_matter_of_somebody_elses_is_passed_on_and_needs_no_solution_of_ours(cast):
    case = make.reached(cast)
    given = {"actor": cast.owner.actor, "case_id": case.pk}
    cases.transfer_case(
        addressee="航空公司行李部",
        reason="行李在机场丢失",
        at=START + 2 * MINUTE,
        guest_told_at=START,
        **given,
    )
    make.resolve(cast, case)
    assert (case.stage, case.is_transferred) == ("feedback", True)


@pytest.mark.req("CASE-14")
def test_the_guest_was_told_where_the_matter_went_by_now_at_the_latest(cast):
    case = make.reached(cast)
    told = START + 60 * MINUTE
    transfer = cases.transfer_case(
        actor=cast.owner.actor, case_id=case.pk, addressee="航空公司行李部", reason="行李在机场丢失",
        at=START + 2 * MINUTE, guest_told_at=told,
    )  # fmt: skip
    assert Transfer.objects.get(pk=transfer).guest_told_at == START + 2 * MINUTE


@pytest.mark.req("CASE-15", "CASE-21")
def test_nobody_answers_for_the_cause_before_the_named_colleague_was_heard(cast):
    case = make.investigated(cast)
    make.propose(cast, case)
    make.agree(cast, case)
    cases.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.attendant.id, at=START)
    given = {"actor": cast.owner.actor, "case_id": case.pk, "measures": [make.measure(cast)], "at": START}
    blame = {"accountable_department": "housekeeping", "accountability": "漏查浴室"}
    with pytest.raises(cases.ColleagueNotHeard):
        actions.decide_solution(**given, **blame)
    assert not Decision.objects.exists()
    actions.decide_solution(**given)
    hearing = {"staff_id": cast.attendant.id, "words": "交接单上没有这一间", "at": START}
    cases.hear_colleague(actor=cast.owner.actor, case_id=case.pk, **hearing)
    actions.decide_solution(**given, **blame)
    assert Decision.objects.count() == 2


@pytest.mark.req("CASE-16")
def test_a_named_colleague_owns_no_measure(cast):
    case = make.investigated(cast)
    make.propose(cast, case)
    make.agree(cast, case)
    cases.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.housekeeper.id, at=START)
    with pytest.raises(NotPermitted):
        actions.decide_solution(
            actor=cast.owner.actor, case_id=case.pk, measures=[make.measure(cast)], at=START
        )


@pytest.mark.req("CASE-16", "CASE-34")
def test_a_named_colleague_neither_reviews_nor_verifies(cast):
    case = make.heard(cast)
    cases.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.quality.id, at=START)
    with pytest.raises(cases.ColleagueNotHeard):
        make.review(cast, case)
    given = {"actor": cast.quality.actor, "case_id": case.pk, "at": START}
    with pytest.raises(NotFound):
        actions.review_complaint(cause="a", measure="b", use="c", **given)
    with pytest.raises(NotFound):
        actions.verify_effect(note="抽查三间", **given)
