"""17:30: a one-star review on Ctrip names the clerk: masked on every board, heard first, and no part of the case is theirs."""

import pytest

from innkeeper.cases.models import Hearing, Task
from innkeeper.notices.models import StaffNotice
from tests.addresses import MY_WORK
from tests.makers.errands import work_off
from tests.scenarios.day import TODAY, Screen, at_clock, on_duty

pytestmark = pytest.mark.django_db(databases="__all__")
REVIEW = "携程一星：前台小许态度差，爱理不理，应该处分"
HER_WORDS = "系统当时在重启，我请客人坐下稍等。"
NAMES = ("许敏", "小许", "Xu Min")
DUTY = 'aria-labelledby="duty"'
"""Who is on duty stands by name at the end of the briefing, whatever a case says of them."""
SAYS = {
    "unheard": {"zh-hans": ["涉及同事", "尚未听取"], "en": ["Colleagues concerned", "Not heard yet"]},
    "heard": {"zh-hans": ["已听取"], "en": ["Heard"]},
    "refused": {
        "zh-hans": "涉及的同事尚未听取陈述。",
        "en": "A colleague whom the case names has not been heard.",
    },
}


@pytest.fixture
def review(day, clock):
    """Guest relations types what the platform shows; the handler says whom it names."""
    clock.set(at_clock(17, 30))
    people = (day.owner, day.colleague, day.manager, day.front_desk, day.engineer, day.general_manager)
    on_duty(day.house, "late", *people, on=TODAY)
    case = day.before("colleague").take_in(REVIEW, channel="online", is_anonymous="on")
    work_off(clock)
    case.refresh_from_db()
    StaffNotice.objects.all().delete()
    number = day.front_desk.staff.staff_number
    holder = next(one for one in (day.owner, day.manager) if one.id == case.owner_id)
    Screen(holder, day.language).press(page_of(case), "named-staff", staff_number=number)
    work_off(clock)
    case.refresh_from_db()
    return Screen(holder, day.language), case


def page_of(case):
    return f"/cases/{case.ref}/"


def test_on_boards_and_lists_the_clerk_has_no_name(day, review):
    holder, _case = review
    chief = day.before("general_manager")
    for screen, path in ((holder, MY_WORK), (holder, "/cases/"), (chief, "/house/"), (chief, "/briefing/")):
        told = screen.see(path).split(DUTY)[0]
        assert [name for name in NAMES if name in told] == [], path


def test_the_clerk_neither_sees_it_nor_is_told_nor_gets_a_task_of_it(day, review):
    _holder, case = review
    clerk = day.before("front_desk")
    assert case.is_restricted and clerk.client.get(page_of(case)).status_code == 404
    assert not StaffNotice.objects.filter(recipient_id=day.front_desk.id, object_id=case.pk).exists()
    assert not Task.objects.filter(case=case, assignee_id=day.front_desk.id).exists()
    for path in (MY_WORK, "/board/", "/cases/"):
        assert "携程" not in clerk.see(path)


def test_heard_first_and_only_then_can_it_close(day, review):
    holder, case = review
    holder.says(page_of(case), SAYS["unheard"])
    refused = holder.press(page_of(case), "closure", status=409).content.decode()
    assert SAYS["refused"][day.language] in refused
    holder.press(page_of(case), "hearings", words=HER_WORDS, outcome="heard")
    row = Hearing.objects.get()
    assert (row.heard_by_id, row.named.staff_id) == (case.owner_id, day.front_desk.id)
    holder.says(page_of(case), SAYS["heard"])
    assert Task.objects.get(case=case, step="hear").state == "done"
    still = holder.press(page_of(case), "closure", status=409).content.decode()
    assert SAYS["refused"][day.language] not in still
