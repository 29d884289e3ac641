"""Closing and reopening."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions
from innkeeper.cases.models import Case, Closure, Reopening
from innkeeper.cases.queries.past import export_case
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.outbox.models import OutboxEvent
from tests.makers.cases import bring_to_review, make_case, make_closed_case, make_task, reach_guest
from tests.people import START

LATER = START + timedelta(hours=1)


def close(cast, case, *, by=None):
    actions.close_case(actor=(by or cast.owner).actor, case_id=case.pk, at=LATER)


def test_it_closes_with_its_audit_entry_and_event(cast):
    case = bring_to_review(cast, make_case(cast))
    close(cast, case)
    case.refresh_from_db()
    assert (case.is_open, case.closed_at) == (False, LATER)
    assert Closure.objects.get(case=case).by_id == cast.owner.id
    assert AuditEntry.objects.filter(verb="cases.closed", object_id=case.pk).count() == 1
    assert OutboxEvent.objects.get(name="cases.CaseClosed").facts["round"] == 1
    assert not ClockRun.objects.filter(owner_id=case.pk, stopped_at=None).exists()


@pytest.mark.req("CASE-31")
def test_one_open_task_refuses_closure_naming_the_department(cast):
    case = bring_to_review(cast, make_case(cast))
    make_task(cast, case, title="查看空调", department="engineering")
    with pytest.raises(actions.GatesOpen) as refused:
        close(cast, case)
    assert "工程部" in refused.value.fields["tasks_done"]
    assert Case.objects.get(pk=case.pk).is_open


@pytest.mark.req("CASE-33")
def test_it_refuses_closure_from_an_earlier_stage(cast):
    case = make_case(cast)
    with pytest.raises(WrongState):
        close(cast, case)
    reach_guest(cast, case)
    with pytest.raises(WrongState):
        close(cast, case)
    assert not Closure.objects.exists()


def test_it_refuses_a_second_closure(cast):
    case = make_closed_case(cast)
    with pytest.raises(WrongState):
        close(cast, case)
    assert Closure.objects.count() == 1


def test_it_refuses_another_handler_and_the_outsider_and_nothing_changed(cast):
    case = bring_to_review(cast, make_case(cast))
    with pytest.raises(NotPermitted):
        close(cast, case, by=cast.manager)
    with pytest.raises(NotFound):
        close(cast, case, by=cast.outsider)
    assert Case.objects.get(pk=case.pk).is_open


def test_an_open_approval_and_one_by_phone_keep_it_open(cast):
    case = make_case(cast)
    question = actions.Question(
        subject="recovery", post="general_manager", reason="免一晚", amount_minor=80_000
    )
    approval = actions.ask_approval(actor=cast.owner.actor, case_id=case.pk, question=question, at=START)
    bring_to_review(cast, case)
    with pytest.raises(actions.GatesOpen) as refused:
        close(cast, case)
    assert "approvals_given" in refused.value.fields
    actions.note_phone_approval(
        actor=cast.owner.actor, approval_id=approval, given_by_id=cast.general_manager.id, at=START
    )
    with pytest.raises(actions.GatesOpen) as refused:
        close(cast, case)
    assert "approvals_ratified" in refused.value.fields
    actions.ratify_approval(actor=cast.general_manager.actor, approval_id=approval, at=LATER)
    close(cast, case)


@pytest.mark.req("CASE-33")
def test_the_export_has_six_stages_each_with_person_and_time(cast):
    record = export_case(cast.owner.actor, ref=make_closed_case(cast).ref)
    assert [one["stage"] for one in record["stages"]] == [
        "report",
        "classify",
        "respond",
        "resolve",
        "feedback",
        "review",
    ]
    assert all(one["person"] and one["done_at"] for one in record["stages"])


@pytest.mark.req("CASE-29")
def test_a_case_that_comes_back_keeps_its_history_with_a_new_clock_and_a_higher_priority(cast):
    case = make_closed_case(cast)
    actions.reopen_case(actor=cast.colleague.actor, case_id=case.pk, reason="still broken", at=LATER)
    case.refresh_from_db()
    assert (case.is_open, case.round, case.priority, case.stage) == (True, 2, 1, "respond")
    assert Closure.objects.filter(case=case).exists()
    assert Reopening.objects.get(case=case).from_priority == 2
    run = ClockRun.objects.get(owner_id=case.pk, name="respond", stopped_at=None)
    assert (run.round, run.started_at, run.due_at) == (2, LATER, LATER + timedelta(minutes=5))


def test_it_refuses_to_reopen_an_open_case_or_without_a_reason(cast):
    case = make_case(cast)
    with pytest.raises(WrongState):
        actions.reopen_case(actor=cast.owner.actor, case_id=case.pk, reason="again", at=LATER)
    with pytest.raises(InvalidInput):
        actions.reopen_case(actor=cast.owner.actor, case_id=make_closed_case(cast).pk, reason="", at=LATER)
