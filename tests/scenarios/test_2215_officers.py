"""22:15: two officers with papers: logged, and with manager on duty and security in minutes; not a clock of days."""

from datetime import timedelta

import pytest

from innkeeper.calls.models import Call
from innkeeper.cases.models import Case, Task
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockRun
from innkeeper.notices.models import StaffNotice
from tests.addresses import MY_WORK
from tests.makers.errands import work_off
from tests.scenarios.day import TODAY, Screen, at_clock, on_duty

pytestmark = pytest.mark.django_db(databases="__all__")
NOW = at_clock(22, 15)
CARD = {
    "zh-hans": ["请警员稍候值班经理", "不要自行出示登记或记录"],
    "en": ["Show no register and no record yourself", "Ask them to wait for the manager on duty"],
}
MINE = {"zh-hans": ["到前台接待，先看证件和文书"], "en": ["Meet the officers; papers first"]}


@pytest.fixture
def officers(day, clock):
    clock.set(NOW)
    on_duty(day.house, "late", day.owner, day.manager, day.front_desk, day.security, on=TODAY)
    desk = day.before("front_desk")
    desk.press("/calls/", "calls/police-checks", number="2", has_papers="on", words="查 1506 房登记")
    return day, Case.objects.get(kind="police_check")


def test_the_card_says_what_the_desk_does_not_do(day, clock):
    clock.set(NOW)
    day.before("front_desk").says("/calls/", CARD)


def test_manager_and_security_are_told_in_the_same_minute_and_it_is_on_their_screens(officers):
    day, case = officers
    told = StaffNotice.objects.filter(text_key="calls.police")
    assert {day.manager.id, day.security.id} <= set(told.values_list("recipient_id", flat=True))
    assert {one.created_at for one in told} == {NOW}
    day.before("manager").says(MY_WORK, MINE)
    assert Call.objects.get().case_id == case.pk


def test_every_clock_is_one_of_minutes_and_climbs_to_the_general_manager(officers, clock):
    day, case = officers
    work_off(clock)
    due = ClockRun.objects.filter(owner_id__in=[case.pk, *Task.objects.values_list("pk", flat=True)])
    assert {run.due_at for run in due} == {NOW + timedelta(minutes=10)}
    for _round in range(3):
        clock.move(minutes=11)
        sweep(now=clock.at)
        work_off(clock)
    late = StaffNotice.objects.filter(recipient_id=day.general_manager.id, object_id=case.pk)
    assert late.exists()


def test_met_in_minutes_by_one_tap_each(officers, clock):
    day, case = officers
    work_off(clock)
    for who in ("manager", "security"):
        task = Task.objects.get(
            case=case, post={"manager": "manager_on_duty", "security": "security_manager"}[who]
        )
        for verb in ("accept", "arrive", "done"):
            day.before(who).press("/board/", f"{task.pk}/taps", verb=verb)
    case.refresh_from_db()
    assert case.stage == "record" and case.owner_id == day.manager.id


def test_nobody_else_knows_of_it(officers):
    day, case = officers
    for other in (day.attendant, day.colleague, day.engineer):
        assert Screen(other, day.language).client.get(f"/cases/{case.ref}/").status_code == 404
    assert case.is_restricted
