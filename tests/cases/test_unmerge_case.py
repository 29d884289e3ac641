"""A merge is undone: what was given for a case comes home with it, the other one keeps what is its own."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions
from innkeeper.cases.actions.escalating import Reached, escalate
from innkeeper.cases.models import Approval, Task
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockFiring, ClockRun
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox.models import Job
from tests.makers import cases as make
from tests.people import START

HOUR = timedelta(hours=1)


@pytest.fixture
def pair(cast):
    """A case that went up in another, each with a task of its own; the other one came later."""
    case, into = make.make_case(cast, text="没有热水"), make.make_case(cast, at=START + HOUR)
    make.make_task(cast, case, title="看热水器", minutes=300)
    make.make_task(cast, into, title="查看空调", minutes=300, at=START + HOUR)
    actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=START + HOUR)
    return case, into


def unmerge(cast, case, *, at=START + 2 * HOUR):
    actions.unmerge_case(actor=cast.owner.actor, case_id=case.pk, at=at)
    case.refresh_from_db()


def titles(case):
    return sorted(case.tasks.values_list("title_redacted", flat=True))


def due(case, name="resolve"):
    return ClockRun.objects.get(owner_id=case.pk, name=name, stopped_at=None).due_at


def facts(case, verb):
    return AuditEntry.objects.get(object_id=case.pk, verb=f"cases.{verb}").facts


@pytest.mark.req("CASE-30")
def test_its_tasks_come_home_with_their_clocks_and_the_others_stay(cast, pair):
    case, into = pair
    assert titles(into) == ["查看空调", "看热水器"]
    sweep(now=START + 5 * HOUR)
    assert ClockFiring.objects.filter(run__owner_kind="task").exists()
    unmerge(cast, case, at=START + 5 * HOUR)
    assert (titles(case), titles(into)) == (["看热水器"], ["查看空调"])
    task = case.tasks.get()
    assert ClockRun.objects.get(owner_id=task.pk).stopped_at is None
    assert task.given_on_id is None


def test_who_took_the_task_meanwhile_keeps_it(cast, pair):
    case, _into = pair
    task = Task.objects.get(title_redacted="看热水器")
    actions.accept_task(actor=cast.engineer.actor, task_id=task.pk, at=START + HOUR)
    unmerge(cast, case)
    task.refresh_from_db()
    assert (task.state, task.assignee_id, task.case_id) == ("accepted", cast.engineer.id, case.pk)


def test_what_was_done_meanwhile_comes_home_done_so_that_nobody_does_it_twice(cast, pair):
    case, into = pair
    task = Task.objects.get(title_redacted="看热水器")
    actions.finish_task(actor=cast.engineer.actor, task_id=task.pk, result="已修好", at=START + HOUR)
    given = make.make_task(cast, into, title="送热水", at=START + HOUR)
    unmerge(cast, case)
    task.refresh_from_db()
    assert (task.case_id, task.state, task.result_redacted) == (case.pk, "done", "已修好")
    assert Task.objects.get(pk=given.pk).case_id == into.pk


def test_a_case_that_went_further_up_brings_home_what_is_below_it(cast, pair):
    case, into = pair
    third = make.make_case(cast)
    actions.merge_case(actor=cast.owner.actor, case_id=into.pk, into_id=third.pk, at=START + HOUR)
    unmerge(cast, into)
    assert (titles(third), titles(into)) == ([], ["查看空调", "看热水器"])
    unmerge(cast, case)
    assert (titles(case), titles(into)) == (["看热水器"], ["查看空调"])


def test_each_case_has_its_own_time_again(cast, pair):
    case, into = pair
    promised = due(into)
    unmerge(cast, case)
    assert due(case) == promised
    assert due(into) == promised + HOUR
    case.refresh_from_db()
    into.refresh_from_db()
    assert into.next_due_at - case.next_due_at == HOUR


def test_what_had_been_announced_is_not_announced_again(cast, pair):
    case, into = pair
    late = START + timedelta(minutes=100)
    sweep(now=late)
    told = list(ClockFiring.objects.filter(run__owner_id=into.pk, run__name="respond").values_list("pk"))
    unmerge(cast, case, at=late)
    sweep(now=late)
    assert told
    assert (
        list(ClockFiring.objects.filter(run__owner_id=case.pk, run__name="respond").values_list("pk")) == told
    )


def test_a_case_that_waited_waits_on_and_not_without_an_end(cast):
    case, into = make.make_case(cast), make.make_case(cast)
    until = START + 9 * HOUR
    actions.hold_case(actor=cast.owner.actor, case_id=case.pk, reason="等宾客", until_at=until, at=START)
    actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=START)
    Job.objects.all().delete()
    unmerge(cast, case, at=START + HOUR)
    assert case.is_held
    assert ClockRun.objects.get(owner_id=case.pk, name="resolve", stopped_at=None).paused_at == START
    assert Job.objects.get(name="cases.end_hold").run_after == until


def test_a_case_whose_wait_ended_meanwhile_goes_on(cast):
    case, into = make.make_case(cast), make.make_case(cast)
    until = START + HOUR
    actions.hold_case(actor=cast.owner.actor, case_id=case.pk, reason="等宾客", until_at=until, at=START)
    actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=START)
    unmerge(cast, case)
    assert not case.is_held
    assert ClockRun.objects.get(owner_id=case.pk, name="resolve", stopped_at=None).paused_at is None


def test_both_cases_say_in_the_log_which_tasks_went_where(cast, pair):
    case, into = pair
    mine = str(Task.objects.get(title_redacted="看热水器").pk)
    unmerge(cast, case)
    assert facts(case, "merged") == {"into": str(into.pk), "tasks": [mine]}
    assert facts(case, "unmerged") == {"tasks": [mine]}
    assert facts(into, "parted") == {"other": str(case.pk), "tasks": [mine]}


def test_nobody_but_its_handler_takes_it_out_and_nothing_moves(cast, pair):
    case, into = pair
    with pytest.raises(NotPermitted):
        actions.unmerge_case(actor=cast.attendant.actor, case_id=case.pk, at=START + HOUR)
    assert titles(into) == ["查看空调", "看热水器"]


@pytest.mark.req("CASE-27")
def test_an_approval_stays_with_its_matter_and_is_still_ratified(cast):
    case, into = make.make_case(cast), make.make_case(cast)
    question = actions.Question(subject="recovery", post="manager_on_duty", reason="退一晚")
    asked = actions.ask_approval(actor=cast.owner.actor, case_id=case.pk, question=question, at=START)
    do = {"approval_id": asked, "at": START}
    actions.note_phone_approval(actor=cast.owner.actor, given_by_id=cast.manager.id, **do)
    actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=START)
    clock = ClockRun.objects.get(owner_id=asked, stopped_at=None)
    reached = Reached(
        clock_id=clock.pk, owner_kind="approval", owner_id=asked, clock_name="ratify", level=0, share=80, round=1
    )  # fmt: skip
    assert escalate(actor=make.SYSTEM, reached=reached, at=START + HOUR) == 1
    actions.ratify_approval(actor=cast.manager.actor, approval_id=asked, at=START + HOUR)
    assert Approval.objects.get(pk=asked).ratified_by_id == cast.manager.id
    assert not ClockRun.objects.filter(owner_id=case.pk, stopped_at=None).exists()


@pytest.fixture
def secret(cast):
    """A case with two tasks, one taken, and a restricted one of the same handler that names nobody yet."""
    case, into = make.make_case(cast), make.make_case(cast, taxonomy_code="theft")
    tasks = [make.make_task(cast, case, title=title) for title in ("查看空调", "换滤网")]
    actions.accept_task(actor=cast.engineer.actor, task_id=tasks[0].pk, at=START)
    return case, into, tasks


def merge(cast, case, into):
    actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=START)


@pytest.mark.req("CASE-16")
def test_in_a_restricted_case_a_task_stays_in_reach_of_who_does_it(cast, secret):
    case, into, (taken, offered) = secret
    merge(cast, case, into)
    actions.finish_task(actor=cast.engineer.actor, task_id=taken.pk, at=START)
    told = StaffNotice.objects.filter(kind="cases.task_offered", object_id=into.pk)
    knowing = into.need_to_know.values_list("staff_id", flat=True)
    assert told.exists() and set(told.values_list("recipient_id", flat=True)) <= set(knowing)
    assert Task.objects.get(pk=offered.pk).state == "offered"


@pytest.mark.req("CASE-16")
def test_whom_the_other_case_names_has_none_of_its_tasks_any_more(cast, secret):
    case, into, (taken, _offered) = secret
    actions.name_staff(actor=cast.owner.actor, case_id=into.pk, staff_id=cast.engineer.id, at=START)
    merge(cast, case, into)
    taken.refresh_from_db()
    assert (taken.state, taken.assignee_id) == ("offered", None)
    with pytest.raises(NotFound):
        actions.accept_task(actor=cast.engineer.actor, task_id=taken.pk, at=START)
    unmerge(cast, case, at=START + HOUR)
    actions.accept_task(actor=cast.engineer.actor, task_id=taken.pk, at=START + HOUR)
