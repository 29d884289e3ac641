"""08:40: cleaning woke the guest of 1012: nobody calls on them before noon, no clock drives anybody there, the apology follows."""

import pytest

from innkeeper.cases.models import Case, Task
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockRun
from innkeeper.notices.models import StaffNotice
from innkeeper.stays.actions import open_rooms
from tests.addresses import MY_WORK
from tests.makers.errands import work_off
from tests.makers.properties import make_floor
from tests.makers.stays import move_in
from tests.scenarios.day import at_clock

pytestmark = pytest.mark.django_db(databases="__all__")
LINE = "1012 打扫吵醒客人 门口挂了请勿打扰"
NOON = at_clock(12)
PEACE = {"zh-hans": ["12:00 前勿联系"], "en": ["o contact before 12:00"]}


@pytest.fixture
def woken(day, clock):
    make_floor(house=day.house, floor=10, rooms=14)
    clock.set(at_clock(8, 40))
    open_rooms(property_id=day.house.pk, at=clock.at)
    move_in(house=day.house, room="1012")
    case = day.before("colleague").take_in(LINE)
    work_off(clock)
    day.before("owner").press("/rooms/1012/", "quiet", until="12:00")
    work_off(clock)
    return Case.objects.get(pk=case.pk)


def visit_of(case):
    return Task.objects.get(case=case, post="assistant_manager")


def until(clock, at):
    while clock.at < at:
        clock.move(minutes=10)
        sweep(now=clock.at)
        work_off(clock)


def contact_clocks(case):
    runs = ClockRun.objects.filter(owner_id__in=[case.pk, visit_of(case).pk])
    return runs.filter(name__in=["respond", "on_the_spot", "task", "arrival"])


@pytest.mark.req("REQ-08")
def test_before_noon_nobody_is_driven_to_the_door(day, woken, clock):
    StaffNotice.objects.all().delete()
    visit = visit_of(woken)
    assert visit.due_at > NOON and not Task.objects.filter(case=woken, department="housekeeping").exists()
    until(clock, at_clock(11, 50))
    assert not StaffNotice.objects.filter(object_id__in=[woken.pk, visit.pk]).exists()
    assert not contact_clocks(woken).filter(due_at__isnull=False).exists()
    for path in (f"/cases/{woken.ref}/", "/rooms/1012/"):
        day.before("owner").says(path, PEACE)


@pytest.mark.req("REQ-08")
def test_from_noon_on_the_assistant_manager_is_due_there_and_apologises_in_time(day, woken, clock):
    until(clock, NOON)
    visit = visit_of(woken)
    assert NOON < visit.due_at <= at_clock(12, 15)
    assert contact_clocks(woken).filter(due_at__gt=NOON).count() == 4
    lobby = day.before("owner")
    assert "1012" in lobby.see(MY_WORK)
    clock.move(minutes=2)
    for verb in ("accept", "arrive", "done"):
        lobby.press("/board/", f"{visit.pk}/taps", verb=verb)
    visit.refresh_from_db()
    assert visit.state == "done" and visit.done_at < visit.due_at


@pytest.mark.req("REQ-08")
def test_once_the_guest_takes_the_sign_in_nobody_waits_for_noon(day, woken, clock):
    clock.set(at_clock(9, 30))
    day.before("owner").press("/rooms/1012/", "flags/dnd/removal")
    work_off(clock)
    assert visit_of(woken).due_at <= at_clock(9, 45)
    assert contact_clocks(woken).filter(due_at__gt=clock.at).count() == 4
