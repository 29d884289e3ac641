"""Whose hands a case is in."""

import pytest

from innkeeper.accounts.models import Staff
from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions, tasks
from innkeeper.cases.models import Case, HandlerChange
from innkeeper.kernel.errors import EditConflict, InvalidInput, NotFound, NotPermitted
from innkeeper.notices.models import StaffNotice
from tests.makers.cases import make_case, make_task, reach_guest
from tests.people import START


@pytest.mark.req("CASE-05")
def test_routing_gives_the_case_to_who_is_on_duty_and_tells_them(cast):
    case = make_case(cast, owner=None)
    tasks.route(case_id=case.pk, at=START)
    case.refresh_from_db()
    assert (case.owner_id, case.owner_post) == (cast.owner.id, "assistant_manager")
    notice = StaffNotice.objects.get(recipient_id=cast.owner.id)
    assert (notice.ref, notice.text_key) == (case.ref, "cases.opened")


def test_routing_twice_changes_nothing(cast):
    case = make_case(cast, owner=None)
    tasks.route(case_id=case.pk, at=START)
    tasks.route(case_id=case.pk, at=START)
    assert HandlerChange.objects.filter(case=case).count() == 1
    assert StaffNotice.objects.count() == 1


@pytest.mark.req("CASE-04")
def test_a_change_of_handler_is_kept(cast):
    case = make_case(cast)
    actions.assign_case(
        actor=cast.owner.actor, case_id=case.pk, owner_id=cast.manager.id, at=START, reason="shift ends"
    )
    change = HandlerChange.objects.filter(case=case).latest("at", "id")
    assert (change.from_id, change.to_id, change.by_id) == (cast.owner.id, cast.manager.id, cast.owner.id)
    assert AuditEntry.objects.filter(verb="cases.assigned", object_id=case.pk).count() == 2


@pytest.mark.req("CASE-04")
def test_another_user_who_resolves_is_refused_and_the_attempt_is_logged(cast):
    case = make_case(cast)
    reach_guest(cast, case)
    with pytest.raises(NotPermitted):
        actions.advance_stage(actor=cast.manager.actor, case_id=case.pk, at=START)
    case.refresh_from_db()
    assert case.stage == "resolve"
    refused = AuditEntry.objects.get(verb="cases.refused")
    assert (refused.actor_id, refused.object_id) == (cast.manager.id, case.pk)


def test_an_outsider_does_not_find_the_case_and_nothing_changed(cast):
    case = make_case(cast)
    with pytest.raises(NotFound):
        actions.assign_case(actor=cast.outsider.actor, case_id=case.pk, owner_id=cast.outsider.id, at=START)
    assert Case.objects.get(pk=case.pk).owner_id == cast.owner.id


@pytest.mark.req("CASE-16")
def test_a_colleague_whom_the_case_names_cannot_handle_it(cast):
    case = make_case(cast, owner=None)
    actions.name_staff(actor=cast.manager.actor, case_id=case.pk, staff_id=cast.owner.id, at=START)
    with pytest.raises(NotPermitted):
        actions.assign_case(actor=cast.manager.actor, case_id=case.pk, owner_id=cast.owner.id, at=START)
    with pytest.raises(NotFound):
        actions.take_case(actor=cast.owner.actor, case_id=case.pk, at=START)


def test_two_people_editing_one_case_lose_nothing(cast):
    case = make_case(cast)
    read_version = case.edit_version
    sorting = actions.Sorting(scope="floor")
    actions.classify_case(
        actor=cast.manager.actor,
        case_id=case.pk,
        sorting=sorting,
        reason="",
        at=START,
        edit_version=read_version,
    )
    with pytest.raises(EditConflict) as conflict:
        actions.classify_case(
            actor=cast.owner.actor,
            case_id=case.pk,
            sorting=actions.Sorting(scope="house"),
            reason="all floors",
            at=START,
            edit_version=read_version,
        )
    case.refresh_from_db()
    assert case.scope == "floor"
    assert conflict.value.fields["reason"] == "all floors"


def test_taking_an_unowned_case_puts_it_into_ones_own_hands(cast):
    case = make_case(cast, owner=None)
    actions.take_case(actor=cast.owner.actor, case_id=case.pk, at=START)
    case.refresh_from_db()
    assert case.owner_id == cast.owner.id
    with pytest.raises(NotPermitted):
        actions.take_case(actor=cast.manager.actor, case_id=case.pk, at=START)


@pytest.mark.req("CASE-04", "OPS-04")
def test_neither_case_nor_task_goes_to_a_colleague_who_has_left(cast):
    case = make_case(cast)
    task = make_task(cast, case)
    Staff.objects.filter(pk=cast.engineer.id).update(is_active=False)
    gone = {"actor": cast.owner.actor, "at": START}
    with pytest.raises(InvalidInput):
        actions.assign_case(case_id=case.pk, owner_id=cast.engineer.id, **gone)
    with pytest.raises(InvalidInput):
        actions.reassign_task(task_id=task.pk, assignee_id=cast.engineer.id, **gone)
    with pytest.raises(InvalidInput):
        job = actions.Job(title="查看空调", department="engineering", assignee_id=cast.engineer.id)
        actions.add_task(case_id=case.pk, job=job, **gone)
    case.refresh_from_db()
    assert (case.owner_id, case.tasks.get().assignee_id) == (cast.owner.id, None)
