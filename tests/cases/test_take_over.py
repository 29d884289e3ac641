"""At night: what nobody on duty holds is taken over by who is, with from whom and why in the log."""

from datetime import date, timedelta

import pytest

from innkeeper.accounts.models import DutyTurn
from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions
from innkeeper.cases.queries.department import department_tasks
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.notices.models import StaffNotice
from tests.makers.accounts import make_turn
from tests.makers.cases import make_case, make_task
from tests.makers.complaints import make_complaint
from tests.makers.disputes import make_dispute
from tests.people import START


@pytest.fixture
def night(cast):
    """Only the room attendant and the assistant manager are left in the house."""
    DutyTurn.objects.exclude(staff_id__in=[cast.attendant.id, cast.owner.id]).delete()
    return cast


def test_a_task_of_a_post_that_nobody_holds_is_taken_over_and_logged(night):
    task = make_task(night, make_case(night), post="engineer")
    assert [line.id for line in department_tasks(night.attendant.actor, at=START).answer().orphans] == [
        task.pk
    ]
    actions.take_over_task(actor=night.attendant.actor, task_id=task.pk, at=START)
    task.refresh_from_db()
    assert (task.assignee_id, task.state) == (night.attendant.id, "accepted")
    facts = AuditEntry.objects.get(verb="cases.task_taken_over").facts
    assert (facts["from_post"], facts["why"]) == ("engineer", "nobody_on_duty")
    actions.finish_task(actor=night.attendant.actor, task_id=task.pk, at=START)


def test_what_can_wait_for_whose_work_it_is_is_not_laid_before_the_night(night):
    make_task(night, make_case(night), post="engineer", minutes=150)
    assert department_tasks(night.attendant.actor, at=START).answer().orphans == ()
    assert (
        len(department_tasks(night.attendant.actor, at=START + timedelta(minutes=31)).answer().orphans) == 1
    )


def test_a_task_left_by_who_went_home_is_taken_over_and_they_are_told(cast):
    task = make_task(cast, make_case(cast), post="engineer")
    actions.accept_task(actor=cast.engineer.actor, task_id=task.pk, at=START)
    DutyTurn.objects.filter(staff_id=cast.engineer.id).delete()
    actions.take_over_task(actor=cast.attendant.actor, task_id=task.pk, at=START)
    told = StaffNotice.objects.get(text_key="cases.task_taken_over")
    assert told.recipient_id == cast.engineer.id


def test_what_somebody_on_duty_holds_is_left_to_them(cast):
    task = make_task(cast, make_case(cast), post="engineer")
    with pytest.raises(NotPermitted):
        actions.take_over_task(actor=cast.attendant.actor, task_id=task.pk, at=START)
    make_turn(cast.engineer.staff, house=cast.house, post_code="engineer", on=date(2026, 3, 15))
    task.refresh_from_db()
    assert task.assignee_id is None


def test_off_duty_and_outside_nobody_takes_over(night):
    task = make_task(night, make_case(night), post="engineer")
    with pytest.raises(NotPermitted):
        actions.take_over_task(actor=night.housekeeper.actor, task_id=task.pk, at=START)
    with pytest.raises(NotFound):
        actions.take_over_task(actor=night.outsider.actor, task_id=task.pk, at=START)


def test_a_case_whose_owner_went_home_gets_an_owner_on_duty(cast):
    case = make_case(cast)
    with pytest.raises(NotPermitted):
        actions.take_over_case(actor=cast.manager.actor, case_id=case.pk, at=START)
    DutyTurn.objects.filter(staff_id=cast.owner.id).delete()
    actions.take_over_case(actor=cast.manager.actor, case_id=case.pk, at=START)
    case.refresh_from_db()
    assert case.owner_id == cast.manager.id
    assert AuditEntry.objects.get(verb="cases.case_taken_over").facts["from"] == str(cast.owner.id)


@pytest.mark.req("CASE-35")
def test_a_complaint_goes_to_one_of_its_team_while_one_is_on_duty(cast):
    case = make_complaint(cast)
    DutyTurn.objects.filter(staff_id=cast.owner.id).delete()
    with pytest.raises(NotPermitted):
        actions.take_over_case(actor=cast.colleague.actor, case_id=case.pk, at=START)
    case.refresh_from_db()
    assert case.owner_id == cast.owner.id
    actions.take_over_case(actor=cast.manager.actor, case_id=case.pk, at=START)


@pytest.mark.req("CASE-35")
def test_with_nobody_of_the_team_there_who_is_there_takes_the_complaint_but_no_dispute(cast):
    case, dispute = make_complaint(cast), make_dispute(cast)
    DutyTurn.objects.exclude(staff_id=cast.colleague.id).delete()
    actions.take_over_case(actor=cast.colleague.actor, case_id=case.pk, at=START)
    with pytest.raises(NotPermitted):
        actions.take_over_case(actor=cast.colleague.actor, case_id=dispute.pk, at=START)
    dispute.refresh_from_db()
    assert dispute.owner_id == cast.quality.id
