"""02:00: a party on 1506, and in the house one assistant manager, two attendants, one engineer: act, ask by phone, ratify."""

import pytest

from innkeeper.accounts.models import DutyTurn
from innkeeper.cases.models import Approval, Case, Task
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockRun
from innkeeper.notices.models import StaffNotice
from innkeeper.service_requests.models import PlannedTask
from tests.makers.accounts import make_turn
from tests.makers.errands import work_off
from tests.makers.requests import set_share
from tests.makers.stays import move_in
from tests.scenarios.day import TODAY, at_clock, on_duty

pytestmark = pytest.mark.django_db(databases="__all__")
TWO = at_clock(2, day=15)
LINE = "1506 派对，音乐很大，三间房来电"
STEPS = {
    "zh-hans": ["两人与保安同去", "不单独敲门", "说明规定并给时间", "请示值班经理"],
    "en": ["Two go with security", "Never alone", "Say the rule and give a time", "Ask the manager on duty"],
}  # fmt: skip
ORPHANS = {"zh-hans": ["当班无人负责"], "en": ["Nobody on duty holds these"]}
BY_PHONE = {"zh-hans": ["电话审批，还没补批"], "en": ["by phone, not ratified yet"]}


@pytest.fixture
def night(day, clock):
    clock.set(TWO)
    move_in(house=day.house, room="1506")
    on_duty(day.house, "night", day.owner, day.attendant, day.second_attendant, day.engineer, on=TODAY)
    return day


@pytest.fixture
def party(night, clock):
    """One line at the desk; guests against guests is a kind of its own."""
    case = night.before("owner").take_in(LINE, kind="disturbance", room="1506")
    work_off(clock)
    case.refresh_from_db()
    return case


def page_of(case):
    return f"/cases/{case.ref}/"


def asked(night, party):
    night.before("owner").press(page_of(party), "exclusion", reason="两次劝说后仍播放音乐，02:05 与 02:20")
    return Approval.objects.get(case=party)


def test_guest_against_guest_has_its_steps_and_wants_facts_not_judgement(night, party):
    desk = night.before("owner")
    desk.says(page_of(party), STEPS)
    assert (party.kind, party.owner_id) == ("disturbance", night.owner.id)
    assert {task.department for task in Task.objects.filter(case=party)} == {"security", "front_office"}
    assert desk.press(page_of(party), "exclusion", status=422, reason="客人无理取闹").status_code == 422


def test_security_has_nobody_so_who_is_there_takes_the_task_by_one_tap(night, party):
    task = Task.objects.get(case=party, department="security")
    engineer = night.before("engineer")
    engineer.says("/board/", ORPHANS)
    engineer.press("/board/", f"{task.pk}/takeover")
    task.refresh_from_db()
    assert (task.assignee_id, task.state) == (night.engineer.id, "accepted")


def test_where_a_deputy_is_entered_the_deputy_is_asked(night, clock):
    make_turn(
        night.second_attendant.staff, house=night.house, post_code="security_manager", shift="night", on=TODAY,
        is_deputy=True,
    )  # fmt: skip
    case = night.before("owner").take_in(LINE, kind="disturbance", room="1506")
    work_off(clock)
    task = Task.objects.get(case=case, department="security")
    told = StaffNotice.objects.filter(recipient_id=night.second_attendant.id, object_id=task.pk)
    assert told.exists()


def test_late_it_climbs_by_post_to_the_general_manager_on_call(night, party, clock):
    for _round in range(5):
        clock.move(minutes=15)
        sweep(now=clock.at)
        work_off(clock)
    told = StaffNotice.objects.filter(object_id=party.pk, recipient_id=night.general_manager.id)
    assert told.exists() and DutyTurn.objects.filter(staff=night.general_manager.staff).count() == 0


def test_nothing_waits_for_a_second_signature_act_first_ratify_by_nine(night, party, clock):
    approval = asked(night, party)
    desk = night.before("owner")
    desk.press(page_of(party), f"{approval.pk}/decision", verdict="act", because="邻房有小孩，三间房来电")
    for noun in ("security", "front_office"):
        task = Task.objects.get(case=party, department=noun)
        night.before("owner").client.post(f"/board/tasks/{task.pk}/takeover/")
    approval.refresh_from_db()
    assert approval.acted_at == TWO and approval.ratify_by_at == at_clock(9, day=15)
    clock.set(at_clock(8, day=15))
    on_duty(night.house, "early", night.manager, on=at_clock(8, day=15).date())
    chief = night.before("manager")
    assert party.ref in chief.see("/approvals/")
    chief.press("/approvals/", f"{approval.pk}/decision", verdict="give")
    approval.refresh_from_db()
    assert approval.ratified_by_id == night.manager.id
    assert not ClockRun.objects.filter(owner_id=approval.pk, stopped_at=None).exists()


@pytest.mark.req("CASE-27")
def test_a_yes_by_phone_counts_at_once_and_keeps_the_case_from_closing_until_ratified(night, party, clock):
    approval = asked(night, party)
    assert StaffNotice.objects.filter(recipient_id=night.general_manager.id, object_id=party.pk).exists()
    desk = night.before("owner")
    number = night.general_manager.staff.staff_number
    desk.press(page_of(party), f"{approval.pk}/decision", verdict="phone", staff_number=number)
    approval.refresh_from_db()
    assert (approval.state, approval.by_phone, approval.decided_by_id) == (
        "given",
        True,
        night.general_manager.id,
    )
    desk.says(page_of(party), BY_PHONE)
    refused = desk.client.post(f"{page_of(party)}closure/")
    assert refused.status_code == 409 and Case.objects.get(pk=party.pk).is_open
    clock.set(at_clock(8, day=15))
    night.before("general_manager").press("/approvals/", f"{approval.pk}/decision", verdict="ratify")
    approval.refresh_from_db()
    assert approval.ratified_at == at_clock(8, day=15)


@pytest.mark.req("REQ-03")
def test_nobody_is_called_at_night_to_ask_how_it_was(night, clock):
    set_share("towels", 100)
    case = night.before("owner").take_in("1506 两条浴巾")
    work_off(clock)
    task = Task.objects.get(case=case)
    attendant = night.before("attendant")
    for verb in ("accept", "arrive", "done"):
        attendant.press("/board/", f"{task.pk}/taps", verb=verb)
    work_off(clock)
    assert list(Task.objects.filter(case=case).values_list("pk", flat=True)) == [task.pk]
    planned = PlannedTask.objects.get(case=case)
    assert planned.offer_at >= at_clock(7, day=15)
