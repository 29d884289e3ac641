"""A drill that is due, or whose day has come, is told to its post and stands in the briefing (CASE-32)."""

from datetime import date, timedelta

import pytest

from innkeeper.complaints import actions, tasks
from innkeeper.complaints.models import DrillReminder
from innkeeper.complaints.rules import drill_waiting
from innkeeper.desk.queries.briefing import briefing
from innkeeper.desk.queries.briefing_paper import briefing_paper
from innkeeper.kernel.errors import NotPermitted
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.makers.complaints import SYSTEM
from tests.people import START

TODAY, DAY = date(2026, 3, 14), timedelta(days=1)


def remind(cast, *, at=START):
    return actions.remind_of_drill(actor=SYSTEM, property_id=cast.house.pk, at=at)


def plan(cast, on):
    return actions.plan_drill(
        actor=cast.quality.actor,
        property_id=cast.house.pk,
        topic="客房漏水联动",
        departments=["engineering", "housekeeping"],
        on=on,
        at=START,
    )


def hold(cast, drill_id, *, on=TODAY):
    noted = {"held_on": on, "result": "8 分钟到场", "lessons": "水闸位置要会背", "today": on}
    actions.note_drill(actor=cast.quality.actor, drill_id=drill_id, at=START, **noted)


def told():
    return set(StaffNotice.objects.values_list("text_key", "recipient_id"))


@pytest.mark.req("CASE-32")
@pytest.mark.parametrize(
    ("last_on", "next_on", "waiting"),
    [
        (None, None, "due"),
        (TODAY - 365 * DAY, None, "due"),
        (TODAY - 30 * DAY, None, ""),
        (None, TODAY + DAY, ""),
        (TODAY - 30 * DAY, TODAY, "planned"),
        (None, TODAY - DAY, "planned"),
    ],
)
def test_what_waits_is_a_drill_that_is_due_or_one_whose_day_has_come(last_on, next_on, waiting):
    assert drill_waiting(last_on=last_on, next_on=next_on, today=TODAY, every_months=6) == waiting


@pytest.mark.req("CASE-32")
def test_the_quality_manager_hears_that_one_is_due_once_a_week(cast):
    assert remind(cast) and not remind(cast) and not remind(cast, at=START + 6 * DAY)
    assert told() == {("complaints.drill_due", cast.quality.id)}
    assert remind(cast, at=START + 7 * DAY)


def test_nobody_is_called_to_a_drill_at_night(cast):
    assert not remind(cast, at=START - timedelta(hours=5))
    assert not DrillReminder.objects.exists()


@pytest.mark.req("CASE-32")
def test_on_its_day_those_who_take_part_hear_it_too(cast):
    drill_id = plan(cast, TODAY)
    assert remind(cast)
    heads = {recipient for key, recipient in told() if key == "complaints.drill_planned"}
    assert {cast.quality.id, cast.housekeeper.id} <= heads
    hold(cast, drill_id)
    assert not remind(cast, at=START + 8 * DAY)


def test_one_that_is_planned_in_time_wakes_nobody(cast):
    plan(cast, TODAY + 9 * DAY)
    assert not remind(cast)


def test_the_house_alone_reminds(cast):
    with pytest.raises(NotPermitted):
        actions.remind_of_drill(actor=cast.quality.actor, property_id=cast.house.pk, at=START)


def test_the_schedule_reminds_every_hotel(cast):
    tasks.remind_of_drills(at=START)
    houses = set(DrillReminder.objects.values_list("property_id", flat=True))
    assert houses == {cast.house.pk, cast.other_house.pk}


@pytest.mark.req("CASE-32")
def test_it_stands_in_the_briefing_on_the_page_and_on_paper(cast, clock):
    due = briefing(cast.manager.actor, cast.house, at=START)
    assert due.drill == "该组织跨部门演练了：还没有演练过。" == briefing_paper(due).lead
    page = enter(cast.quality).get("/briefing/").content.decode()
    assert due.drill in page and "/drills/" in page
    hold(cast, plan(cast, TODAY))
    assert not briefing(cast.manager.actor, cast.house, at=START).drill
    plan(cast, TODAY)
    assert "3 月 14 日" in briefing(cast.manager.actor, cast.house, at=START).drill
