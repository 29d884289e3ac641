"""One complaint through the whole loop, and back when it failed."""

from datetime import timedelta

import pytest

from innkeeper.accounts.models import Staff
from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases.actions import GatesOpen
from innkeeper.cases.models import Case, StageRecord, Task
from innkeeper.clocks.models import ClockRun
from innkeeper.complaints import actions
from innkeeper.complaints.models import Resolution, ReturnVisit
from innkeeper.complaints.rules import STAGES
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.outbox.models import OutboxEvent
from tests.makers import complaints as make
from tests.people import START

MINUTE = make.MINUTE


@pytest.mark.req("CASE-33", "CASE-31", "DIG-07")
def test_a_closed_complaint_has_six_stages_each_with_person_and_time(cast):
    case = make.closed(cast)
    rows = {row.stage: row for row in StageRecord.objects.filter(case=case)}
    assert set(rows) == set(STAGES)
    assert all(row.done_at and row.done_by_id for row in rows.values())
    assert not case.is_open and case.closed_at == START + 11 * MINUTE


def test_no_clock_outlives_a_closed_complaint(cast):
    case = make.closed(cast)
    assert not ClockRun.objects.filter(owner_id=case.pk, stopped_at__isnull=True).exists()


@pytest.mark.req("CASE-31")
def test_an_open_task_keeps_it_open_and_names_the_department(cast):
    case = make.heard(cast)
    make.review(cast, case)
    make.finish_tasks(cast, case)
    job = cases.Job(title="换浴缸胶条", department="engineering")
    cases.add_task(actor=cast.owner.actor, case_id=case.pk, job=job, at=START + 10 * MINUTE)
    with pytest.raises(GatesOpen) as refused:
        actions.close_complaint(actor=cast.owner.actor, case_id=case.pk, at=START + 11 * MINUTE)
    assert "tasks_done" in refused.value.fields
    assert "工程部" in refused.value.text


@pytest.mark.req("CASE-21")
def test_an_open_measure_keeps_it_unresolved(cast):
    case = make.decided(cast, measures=2)
    actions.name_prevention(actor=cast.owner.actor, case_id=case.pk, text="抽查", at=START + 6 * MINUTE)
    with pytest.raises(GatesOpen) as refused:
        make.resolve(cast, case)
    assert set(refused.value.fields) == {"measures_done"}
    assert not Resolution.objects.exists()


@pytest.mark.req("CASE-20")
def test_without_prevention_it_is_not_resolved(cast):
    case = make.decided(cast)
    with pytest.raises(GatesOpen) as refused:
        make.resolve(cast, case)
    assert "prevention_named" in refused.value.fields


@pytest.mark.req("CASE-36")
def test_the_first_contact_follows_up_until_the_guest_confirms(cast):
    case = make.resolved(cast)
    task = Task.objects.get(case=case, step="follow_up")
    assert task.assignee_id == cast.colleague.id
    assert case.first_contact_id == cast.colleague.id
    actions.record_feedback(
        actor=cast.colleague.actor, case_id=case.pk, means="phone", at=START + timedelta(hours=1)
    )
    task.refresh_from_db()
    assert task.is_open
    actions.record_feedback(
        actor=cast.colleague.actor,
        case_id=case.pk,
        means="phone",
        answer="satisfied",
        at=START + timedelta(hours=2),
    )
    task.refresh_from_db()
    assert (task.state, task.done_by_id) == ("done", cast.colleague.id)


@pytest.mark.req("CASE-36", "OPS-04")
def test_in_place_of_a_first_contact_who_left_the_front_desk_follows_up(cast):
    case = make.decided(cast)
    make.carry_out(cast, case)
    Staff.objects.filter(pk=cast.colleague.id).update(is_active=False)
    make.resolve(cast, case)
    task = Task.objects.get(case=case, step="follow_up")
    assert (task.assignee_id, task.department) == (None, "front_office")


@pytest.mark.req("CASE-23")
def test_a_closure_without_the_guests_answer_is_refused(cast):
    case = make.resolved(cast)
    make.finish_tasks(cast, case)
    with pytest.raises(GatesOpen) as refused:
        actions.close_complaint(actor=cast.owner.actor, case_id=case.pk, at=START + 11 * MINUTE)
    assert "feedback_taken" in refused.value.fields


@pytest.mark.req("CASE-23")
def test_two_logged_attempts_stand_for_an_answer(cast):
    case = make.resolved(cast)
    for minutes in (20, 90):
        at = START + timedelta(minutes=minutes)
        actions.record_feedback(actor=cast.colleague.actor, case_id=case.pk, means="phone", at=at)
    case.refresh_from_db()
    assert case.stage == "review"


@pytest.mark.req("CASE-23")
def test_one_attempt_pressed_twice_is_one_and_does_not_end_the_asking(cast):
    case = make.resolved(cast)
    at = START + timedelta(minutes=20)
    tries = {
        actions.record_feedback(
            actor=cast.colleague.actor, case_id=case.pk, means="phone", at=at + timedelta(seconds=second)
        )
        for second in (0, 3)
    }
    case.refresh_from_db()
    assert (len(tries), case.stage) == (1, "feedback")


@pytest.mark.req("CASE-22", "CASE-29")
def test_a_guest_not_satisfied_while_the_case_waits_starts_a_clock_that_waits(cast):
    case = make.resolved(cast)
    at = START + timedelta(hours=1)
    handler = cast.owner.actor if case.owner_id == cast.owner.id else cast.colleague.actor
    cases.hold_case(actor=handler, case_id=case.pk, reason="等宾客回国", at=at)
    actions.record_feedback(
        actor=handler, case_id=case.pk, means="phone", answer="dissatisfied", at=at + timedelta(hours=1)
    )
    run = ClockRun.objects.get(owner_id=case.pk, name="resolve", stopped_at=None)
    assert run.paused_at == at + timedelta(hours=1)
    cases.release_case(actor=handler, case_id=case.pk, at=at + timedelta(hours=9))
    run.refresh_from_db()
    assert run.due_at - run.started_at == timedelta(seconds=run.target_seconds) + timedelta(hours=8)


@pytest.mark.req("CASE-24", "CASE-25")
def test_feedback_is_due_in_24_hours_and_review_in_72(cast):
    case = make.resolved(cast)
    due = {run.name: run.due_at - case.resolved_at for run in ClockRun.objects.filter(owner_id=case.pk)}
    assert (due["feedback"], due["review"]) == (timedelta(hours=24), timedelta(hours=72))


@pytest.mark.req("CASE-24")
def test_a_noted_attempt_ends_the_feedback_clock(cast):
    case = make.resolved(cast)
    at = START + timedelta(hours=2)
    actions.record_feedback(actor=cast.colleague.actor, case_id=case.pk, means="phone", at=at)
    assert ClockRun.objects.get(owner_id=case.pk, name="feedback").stopped_at == at


@pytest.mark.req("CASE-25")
def test_a_review_names_cause_measure_and_use_and_announces_it(cast):
    case = make.heard(cast)
    with pytest.raises(InvalidInput) as refused:
        actions.review_complaint(
            actor=cast.owner.actor, case_id=case.pk, cause="漏查", measure=" ", use="", at=START + 9 * MINUTE
        )
    assert set(refused.value.fields) == {"measure", "use"}
    review_id = make.review(cast, case)
    event = OutboxEvent.objects.get(name="complaints.ComplaintReviewed")
    assert event.facts["review_id"] == str(review_id)
    assert event.facts["case_id"] == str(case.pk)


def test_a_guest_who_is_not_satisfied_sends_it_back_with_a_new_clock(cast):
    case = make.resolved(cast)
    at = START + timedelta(hours=3)
    actions.record_feedback(
        actor=cast.owner.actor,
        case_id=case.pk,
        means="phone",
        answer="dissatisfied",
        words="还是有味道",
        at=at,
    )
    case.refresh_from_db()
    assert (case.stage, case.resolved_at) == ("resolve", None)
    running = ClockRun.objects.filter(owner_id=case.pk, name="resolve", stopped_at__isnull=True)
    assert [run.started_at for run in running] == [at]
    with pytest.raises(GatesOpen) as refused:
        make.resolve(cast, case, at=at + MINUTE)
    assert {"solution_proposed", "guest_asked", "measures_done"} <= set(refused.value.fields)


@pytest.mark.req("CASE-28")
@pytest.mark.parametrize(("score", "notes"), [(0, "慢"), (6, "慢"), (4, "  ")])
def test_a_return_visit_needs_score_and_process_notes(cast, score, notes):
    case = make.closed(cast)
    with pytest.raises(InvalidInput):
        actions.record_return_visit(
            actor=cast.owner.actor, case_id=case.pk, score=score, process_notes=notes, means="phone", at=START
        )
    assert not ReturnVisit.objects.exists()


@pytest.mark.req("CASE-29", "CASE-28")
def test_still_broken_brings_the_same_case_back_with_raised_priority(cast):
    case = make.closed(cast)
    at = START + timedelta(days=7)
    actions.record_return_visit(
        actor=cast.owner.actor,
        case_id=case.pk,
        score=2,
        process_notes="回访太晚",
        means="phone",
        still_wrong="浴室还是没打扫好",
        at=at,
    )
    again = Case.objects.get(pk=case.pk)
    assert (again.ref, again.round, again.is_open, again.priority) == (case.ref, 2, True, 1)
    assert again.stage == "respond"
    running = ClockRun.objects.filter(owner_id=case.pk, name="respond", stopped_at__isnull=True)
    assert [run.started_at for run in running] == [at]
    assert StageRecord.objects.filter(case=case, round=1).count() == 6


@pytest.mark.req("CASE-04")
@pytest.mark.parametrize("who", ["colleague", "engineer", "manager"])
def test_nobody_but_the_handler_resolves_and_the_attempt_is_kept(cast, who):
    case = make.decided(cast)
    make.carry_out(cast, case)
    person = getattr(cast, who)
    with pytest.raises(NotPermitted):
        actions.resolve_complaint(
            actor=person.actor, case_id=case.pk, result="好了", means="phone", at=START + 7 * MINUTE
        )
    case.refresh_from_db()
    assert case.stage == "resolve" and not Resolution.objects.exists()
    assert AuditEntry.objects.filter(verb="cases.refused", actor_id=person.id, object_id=case.pk).exists()


def test_an_outsider_finds_no_such_complaint(cast):
    case = make.decided(cast)
    with pytest.raises(NotFound):
        actions.resolve_complaint(
            actor=cast.outsider.actor, case_id=case.pk, result="好了", means="phone", at=START + 7 * MINUTE
        )


def test_a_call_before_closure_is_no_return_visit(cast):
    case = make.heard(cast)
    with pytest.raises(WrongState):
        actions.record_return_visit(
            actor=cast.owner.actor,
            case_id=case.pk,
            score=5,
            process_notes="无",
            means="phone",
            at=START + 9 * MINUTE,
        )


@pytest.mark.req("CASE-16")
def test_a_complaint_about_who_took_it_in_is_resolved_and_another_asks_the_guest(cast):
    case = make.decided(cast)
    make.carry_out(cast, case)
    given = {"actor": cast.owner.actor, "case_id": case.pk, "staff_id": cast.colleague.id, "at": START}
    cases.name_staff(**given)
    cases.hear_colleague(words="当时在接另一个电话", **given)
    make.resolve(cast, case)
    assert case.stage == "feedback"
    assert not Task.objects.filter(case=case, assignee_id=cast.colleague.id, state__in=Task.OPEN).exists()
    assert Task.objects.get(case=case, step="follow_up").assignee_id is None
