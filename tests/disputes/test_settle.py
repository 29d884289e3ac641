"""How it ends: terms with their clocks, the loop, the way back."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.actions.closing import GatesOpen
from innkeeper.cases.models import Case, Task
from innkeeper.clocks.models import ClockRun
from innkeeper.disputes import actions
from innkeeper.disputes.models import Settlement
from innkeeper.disputes.queries import dispute_of, overdue_terms, term_lines
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState
from tests.makers import disputes as make
from tests.people import START


@pytest.mark.req("DISP-04")
def test_a_due_refund_is_overdue_when_its_date_has_passed_and_its_clock_alarms(cast):
    case = make.settled(cast)
    late = START + timedelta(days=8)
    assert overdue_terms(cast.house.pk, at=START + timedelta(days=6)) == []
    (term,) = overdue_terms(cast.house.pk, at=late)
    assert term.text_redacted.startswith("退款")
    task = Task.objects.get(pk=term.task_id)
    assert ClockRun.objects.get(owner_id=task.pk).due_at <= late
    make.carry_out(cast, case, at=late)
    assert overdue_terms(cast.house.pk, at=late) == []


@pytest.mark.req("DISP-04")
def test_the_stage_is_not_left_while_a_term_is_open(cast):
    case = make.settled(cast)
    with pytest.raises(GatesOpen) as refused:
        cases.advance_stage(actor=cast.quality.actor, case_id=case.pk, at=START)
    assert "terms_carried_out" in refused.value.fields


def test_a_settlement_wants_a_term_and_a_time_to_come(cast):
    case = make.answered(cast)
    with pytest.raises(InvalidInput):
        make.settle(cast, case, terms=[])
    with pytest.raises(InvalidInput):
        make.settle(cast, case, terms=[make.term(days=-1)])
    assert not Settlement.objects.exists()


def test_an_award_needs_the_rung_of_proceedings(cast):
    case = make.answered(cast)
    with pytest.raises(WrongState):
        make.settle(cast, case, kind="award")
    with pytest.raises(WrongState):
        make.settle(cast, case, kind="mediated", mediator="消费者协会")


def test_it_ends_once_a_round(cast):
    case = make.settled(cast)
    with pytest.raises(WrongState):
        make.settle(cast, case)


@pytest.mark.req("DISP-02")
def test_beyond_talk_no_dispute_ends_without_law_and_liability(cast):
    case = make.answered(cast)
    make.note_points(cast, case)
    make.talk(cast, case)
    actions.climb(actor=cast.quality.actor, case_id=case.pk, to="mediation", at=START)
    make.talk(cast, case, outcome="agreed", mediator="消费者协会")
    make.settle(cast, case, kind="mediated", mediator="消费者协会")
    with pytest.raises(GatesOpen) as refused:
        make.carry_out(cast, case)
    assert "law_relied_on" in refused.value.fields
    make.name_law(cast, case)
    make.carry_out(cast, case)
    assert case.stage == "feedback"


@pytest.mark.req("CASE-33")
def test_a_dispute_goes_round_the_loop_and_closes(cast):
    case = make.closed(cast)
    assert not case.is_open


def test_who_still_disputes_sends_it_back_to_be_settled_anew(cast):
    case = make.settled(cast)
    make.carry_out(cast, case)
    actions.hear_other_side(
        actor=cast.quality.actor, case_id=case.pk, means="phone", answer="still_disputes", at=START
    )
    case.refresh_from_db()
    assert case.stage == "resolve"
    assert Settlement.objects.get().set_aside_at is not None
    make.settle(cast, case, at=START + timedelta(hours=1))
    assert len(term_lines(dispute_of(case.pk))) == 2


def test_only_the_handler_settles(cast):
    case = make.answered(cast)
    with pytest.raises(NotPermitted):
        actions.end_dispute(
            actor=cast.manager.actor, case_id=case.pk, kind="withdrawn", text="撤回", terms=[], at=START
        )
    assert Case.objects.get(pk=case.pk).stage == "resolve"
