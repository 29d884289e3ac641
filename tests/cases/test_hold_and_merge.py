"""Holds, links and merges."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions
from innkeeper.cases.actions import merging
from innkeeper.cases.actions.holding import end_hold
from innkeeper.cases.models import Case, CaseLink
from innkeeper.cases.queries import page, thread
from innkeeper.cases.queries.playbooks import playbook_of
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockFiring, ClockRun
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox.models import Job
from tests.accounts.conftest import enter
from tests.makers.cases import SYSTEM, make_case, make_task
from tests.makers.guests import make_guest
from tests.people import START

HOUR = timedelta(hours=1)


def test_a_hold_pauses_the_clock_and_the_release_gives_the_time_back(cast):
    case = make_case(cast)
    due_at = ClockRun.objects.get(owner_id=case.pk, name="resolve").due_at
    actions.hold_case(actor=cast.owner.actor, case_id=case.pk, reason="等宾客回房", at=START + HOUR)
    assert ClockRun.objects.get(owner_id=case.pk, name="resolve").due_at is None
    actions.release_case(actor=cast.owner.actor, case_id=case.pk, at=START + 3 * HOUR)
    assert ClockRun.objects.get(owner_id=case.pk, name="resolve").due_at == due_at + 2 * HOUR


def test_it_refuses_a_second_hold_a_release_of_none_and_a_hold_without_reason(cast):
    case = make_case(cast)
    do = {"actor": cast.owner.actor, "case_id": case.pk, "at": START}
    with pytest.raises(WrongState):
        actions.release_case(**do)
    with pytest.raises(InvalidInput):
        actions.hold_case(**do, reason="")
    actions.hold_case(**do, reason="x")
    with pytest.raises(WrongState):
        actions.hold_case(**do, reason="x")


def test_a_hold_with_an_end_goes_on_by_itself_and_its_handler_is_told(cast):
    case = make_case(cast)
    do = {"actor": cast.owner.actor, "case_id": case.pk, "reason": "宾客 15:00 回房", "at": START}
    with pytest.raises(InvalidInput):
        actions.hold_case(**do, until_at=START)
    actions.hold_case(**do, until_at=START + HOUR)
    assert Job.objects.get(name="cases.end_hold").run_after == START + HOUR
    assert not end_hold(actor=SYSTEM, case_id=case.pk, at=START + HOUR / 2)
    StaffNotice.objects.all().delete()
    assert end_hold(actor=SYSTEM, case_id=case.pk, at=START + HOUR)
    assert not end_hold(actor=SYSTEM, case_id=case.pk, at=START + HOUR)
    case.refresh_from_db()
    assert (case.is_held, ClockRun.objects.get(owner_id=case.pk, name="resolve").due_at is None) == (
        False,
        False,
    )
    assert StaffNotice.objects.get(text_key="cases.hold_over").recipient_id == cast.owner.id


def test_a_hold_without_an_end_ends_when_its_playbook_says_and_its_handler_is_told(cast):
    case = make_case(cast)
    actions.hold_case(actor=cast.owner.actor, case_id=case.pk, reason="等配件", at=START)
    end = START + timedelta(minutes=playbook_of(case.playbook_id).hold_minutes)
    assert (page.held_until(case), Job.objects.get(name="cases.end_hold").run_after) == (end, end)
    StaffNotice.objects.all().delete()
    assert end_hold(actor=SYSTEM, case_id=case.pk, at=end)
    assert StaffNotice.objects.get(text_key="cases.hold_over").recipient_id == cast.owner.id


def test_only_the_handler_holds(cast):
    case = make_case(cast)
    with pytest.raises(NotPermitted):
        actions.hold_case(actor=cast.manager.actor, case_id=case.pk, reason="x", at=START)
    assert not Case.objects.get(pk=case.pk).is_held


def merged(cast):
    case, into = make_case(cast, text="没有热水"), make_case(cast, text="洗澡水是凉的")
    make_task(cast, case, minutes=30)
    actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=START)
    case.refresh_from_db()
    return case, into


def test_a_merged_case_never_alarms_and_its_tasks_and_words_go_along(cast):
    case, into = merged(cast)
    sweep(now=START + 2000 * HOUR)
    assert not ClockFiring.objects.filter(run__owner_id=case.pk).exists()
    assert (case.is_open, case.merged_into_id, into.tasks.count()) == (False, into.pk, 1)
    texts = [entry.text_redacted for entry in thread.thread_of(cast.owner.actor, ref=into.ref).entries]
    assert {"没有热水", "洗澡水是凉的"} <= set(texts)


def test_a_merge_is_undone_within_a_day_and_the_clocks_run_from_the_true_start(cast):
    case, _into = merged(cast)
    actions.unmerge_case(actor=cast.owner.actor, case_id=case.pk, at=START + HOUR)
    case.refresh_from_db()
    assert (case.is_open, case.merged_into_id) == (True, None)
    run = ClockRun.objects.get(owner_id=case.pk, name="resolve", stopped_at=None)
    assert run.started_at == START


def test_a_merge_is_not_undone_after_a_day_nor_where_there_was_none(cast):
    case, into = merged(cast)
    for one, at in ((case, START + 25 * HOUR), (into, START)):
        with pytest.raises(WrongState):
            actions.unmerge_case(actor=cast.owner.actor, case_id=one.pk, at=at)


def test_a_restricted_case_never_goes_up_where_everybody_reads_it(cast):
    case, into = make_case(cast, text="小何拿了东西", taxonomy_code="theft"), make_case(cast)
    with pytest.raises(InvalidInput) as refused:
        actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=START)
    assert "other" in refused.value.fields
    texts = [entry.text_redacted for entry in thread.thread_of(cast.owner.actor, ref=into.ref).entries]
    assert (Case.objects.get(pk=case.pk).is_open, len(texts)) == (True, 1)


@pytest.mark.req("CASE-16")
def test_whom_a_case_names_must_be_named_where_it_goes_up(cast):
    case, into = make_case(cast, taxonomy_code="theft"), make_case(cast, taxonomy_code="theft")
    actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.engineer.id, at=START)
    do = {"actor": cast.owner.actor, "case_id": case.pk, "into_id": into.pk, "at": START}
    with pytest.raises(InvalidInput):
        actions.merge_case(**do)
    actions.name_staff(actor=cast.owner.actor, case_id=into.pk, staff_id=cast.engineer.id, at=START)
    actions.merge_case(**do)
    assert Case.objects.get(pk=case.pk).merged_into_id == into.pk


def test_two_cases_never_go_up_in_each_other(cast, monkeypatch):
    """Between the first look and the lock the other case went up in this one."""
    case, other = make_case(cast), make_case(cast)
    look = merging.other_case

    def meanwhile(actor, case_id, other_id):
        found = look(actor, case_id, other_id)
        monkeypatch.setattr(merging, "other_case", look)
        actions.merge_case(actor=cast.owner.actor, case_id=other.pk, into_id=case.pk, at=START)
        return found

    monkeypatch.setattr(merging, "other_case", meanwhile)
    with pytest.raises(WrongState):
        actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=other.pk, at=START)
    assert Case.objects.get(pk=case.pk).is_open


def test_linking_twice_is_once_and_an_unseen_case_cannot_be_linked(cast):
    case, other = make_case(cast), make_case(cast)
    for _time in range(2):
        actions.link_cases(
            actor=cast.owner.actor, case_id=case.pk, other_id=other.pk, relation="neighbour", at=START
        )
    assert CaseLink.objects.count() == 1
    hidden = make_case(cast, taxonomy_code="theft", owner="manager")
    with pytest.raises(NotFound):
        actions.link_cases(
            actor=cast.owner.actor, case_id=case.pk, other_id=hidden.pk, relation="related", at=START
        )
    with pytest.raises(InvalidInput):
        actions.link_cases(
            actor=cast.owner.actor, case_id=case.pk, other_id=case.pk, relation="related", at=START
        )


def test_a_number_that_was_mistyped_is_said_at_its_field_and_the_page_stays(cast):
    case, desk = make_case(cast), enter(cast.owner)
    for wrong in ("SHA-2026-999999", "1208", ""):
        answer = desk.post(f"/cases/{case.ref}/links/", {"other": wrong, "relation": "related"})
        assert answer.status_code == 422 and "没有这张工单" in answer.content.decode()
    assert not CaseLink.objects.exists()


def test_a_merged_case_says_at_its_head_where_it_went(cast):
    case, into = make_case(cast), make_case(cast, room_number="1210")
    desk = enter(cast.owner)
    desk.post(f"/cases/{case.ref}/links/", {"other": into.ref.lower(), "relation": "merge"})
    page = desk.get(f"/cases/{case.ref}/").content.decode()
    assert f'href="/cases/{into.ref}/"' in page and f"已并入 {into.ref}" in page
    Case.objects.filter(pk=into.pk).update(is_restricted=True)
    assert into.ref not in desk.get(f"/cases/{case.ref}/").content.decode()


def test_whose_case_goes_up_is_named_no_more_in_what_the_other_said_before(cast):
    nickname = "团团圆圆"
    guest = make_guest(house=cast.house, name=nickname)
    whole = make_case(cast, text=f"楼上吵，{nickname}也来说过")
    part = make_case(cast, room_number="1308", guest_ids=(guest.id,))
    assert nickname in Case.objects.get(pk=whole.pk).text_redacted
    actions.merge_case(actor=cast.owner.actor, case_id=part.pk, into_id=whole.pk, at=START)
    shown = Case.objects.get(pk=whole.pk)
    assert nickname not in shown.text_redacted + shown.title_redacted
