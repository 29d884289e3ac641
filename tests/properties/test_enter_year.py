"""A year's holidays by hand: from – until is free, a Saturday or Sunday is worked for it; announced when the notice is whole."""

from datetime import UTC, date, datetime

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import EditConflict, InvalidInput, NotFound, NotPermitted
from innkeeper.outbox.models import Job
from innkeeper.properties.actions import enter_year, publish_calendar, year_wished
from innkeeper.properties.models import Calendar
from innkeeper.properties.queries import calendar_plan, work_calendar
from innkeeper.properties.rules import Holiday, SpecialDay, holidays_of
from tests.people import START

SPRING = Holiday("春节", "Spring Festival", date(2027, 2, 5), date(2027, 2, 11), (date(2027, 2, 20),))
MAY = Holiday(
    "劳动节", "Labour Day", date(2027, 5, 1), date(2027, 5, 5), (date(2027, 4, 25), date(2027, 5, 8))
)
NEW_YEAR = Holiday("元旦", "New Year's Day", date(2026, 12, 31), date(2027, 1, 2))
NAMELESS = Holiday("", "", date(2027, 3, 1), date(2027, 3, 1))


def given(cast, **more):
    return {
        "actor": cast.general_manager.actor, "property_id": cast.house.pk, "year": 2027, "holidays": [SPRING],
        "is_announced": False,
    } | more  # fmt: skip


def test_the_days_count_at_once_and_the_year_stays_unannounced(cast):
    assert work_calendar(cast.house.pk).is_working_day(date(2027, 2, 8))
    enter_year(at=START, **given(cast))
    now = work_calendar(cast.house.pk)
    assert not now.is_working_day(date(2027, 2, 8)) and now.is_working_day(date(2027, 2, 20))
    assert not now.is_announced(2027) and now.is_announced(2026)
    eve = datetime(2027, 2, 4, 8, tzinfo=UTC)
    assert now.local_date(now.end_of_next_working_day(eve)) == date(2027, 2, 12)
    friday = datetime(2027, 2, 19, 8, tzinfo=UTC)
    assert now.local_date(now.end_of_next_working_day(friday)) == date(2027, 2, 20)


def test_confirmed_the_year_is_announced_and_taken_back_it_is_not(cast):
    enter_year(at=START, **given(cast, is_announced=True))
    assert work_calendar(cast.house.pk).is_announced(2027)
    enter_year(at=START, **given(cast, holidays=[]))
    now = work_calendar(cast.house.pk)
    assert not now.is_announced(2027) and now.is_working_day(date(2027, 2, 8))
    assert not now.is_working_day(date(2026, 2, 17)), "the other years stay"


def test_it_stands_in_the_log_and_a_job_moves_the_clocks(cast):
    version = enter_year(at=START, **given(cast, is_announced=True))
    entry = AuditEntry.objects.get(verb="properties.calendar_published", object_id=version.pk)
    assert entry.facts == {
        "version": 2, "weekdays": [0, 1, 2, 3, 4], "hours": "09:00-18:00", "year": 2027, "days": 8, "is_announced": True,
    }  # fmt: skip
    assert Job.objects.filter(name="cases.follow_calendar").count() == 1


def test_other_hours_keep_the_days_that_hands_entered(cast):
    enter_year(at=START, **given(cast, is_announced=True))
    publish_calendar(
        actor=cast.general_manager.actor, property_id=cast.house.pk, at=START, years=[2026, 2027]
    )
    assert calendar_plan(cast.house.pk).holidays(2027) == [SPRING]
    assert work_calendar(cast.house.pk).is_announced(2027)


def test_days_of_december_belong_to_the_new_year_they_are_entered_with(cast):
    enter_year(at=START, **given(cast, holidays=[NEW_YEAR, SPRING]))
    plan = calendar_plan(cast.house.pk)
    assert plan.holidays(2027) == [NEW_YEAR, SPRING] and NEW_YEAR in plan.holidays(2026)
    enter_year(at=START, **given(cast))
    assert not {date(2026, 12, 31), date(2027, 1, 1)} & {day.on for day in calendar_plan(cast.house.pk).days}


@pytest.mark.parametrize(
    ("holidays", "field"),
    [
        ([NAMELESS], "h:0:zh"),
        ([SPRING, Holiday("端午", "", date(2027, 6, 9), date(2027, 6, 9))], "h:1:en"),
        ([Holiday("长" * 41, "Long", date(2027, 6, 9), date(2027, 6, 9))], "h:0:zh"),
        ([Holiday("端午", "Dragon Boat", None, date(2027, 6, 9))], "h:0:from"),
        ([Holiday("端午", "Dragon Boat", date(2027, 6, 9))], "h:0:until"),
        ([Holiday("端午", "Dragon Boat", date(2027, 6, 9), date(2027, 6, 8))], "h:0:until"),
        ([Holiday("端午", "Dragon Boat", date(2027, 6, 9), date(2027, 8, 9))], "h:0:until"),
        ([Holiday("端午", "Dragon Boat", date(2028, 6, 9), date(2028, 6, 9))], "h:0:until"),
        ([Holiday("元旦", "New Year", date(2026, 12, 30), date(2026, 12, 31))], "h:0:until"),
        ([SPRING, Holiday("元宵", "Lanterns", date(2027, 2, 11), date(2027, 2, 12))], "h:1:until"),
        ([Holiday("春节", "Spring Festival", worked_on=(date(2027, 2, 20), date(2027, 2, 18)))], "h:0:w2"),
        ([Holiday("春节", "Spring Festival", worked_on=(date(2026, 2, 21),))], "h:0:w1"),
        ([Holiday("春节", "Spring Festival", date(2027, 2, 6), date(2027, 2, 7), (date(2027, 2, 6),))], "h:0:w1"),
    ],
)  # fmt: skip
def test_what_no_notice_can_say_is_refused_by_its_field_and_nothing_is_published(cast, holidays, field):
    with pytest.raises(InvalidInput) as refused:
        enter_year(at=START, **given(cast, holidays=holidays))
    assert field in refused.value.fields
    assert Calendar.objects.filter(property=cast.house).count() == 1


def test_an_empty_year_cannot_be_confirmed(cast):
    with pytest.raises(InvalidInput) as refused:
        enter_year(at=START, **given(cast, holidays=[Holiday("春节", "Spring Festival")], is_announced=True))
    assert [*refused.value.fields] == ["announced"]


def test_a_year_of_the_shipped_list_stays_announced(cast):
    held = calendar_plan(cast.house.pk).holidays(2026)
    enter_year(at=START, **given(cast, year=2026, holidays=held[1:]))
    now = work_calendar(cast.house.pk)
    assert now.is_announced(2026) and now.is_working_day(date(2026, 1, 1))


def test_the_second_of_two_is_told_and_the_first_stays(cast):
    enter_year(at=START, seen="1", **given(cast))
    with pytest.raises(EditConflict):
        enter_year(at=START, seen="1", **given(cast, holidays=[MAY]))
    assert calendar_plan(cast.house.pk).holidays(2027) == [SPRING]


def test_it_needs_the_right_and_the_hotel(cast):
    with pytest.raises(NotPermitted):
        enter_year(at=START, **given(cast, actor=cast.owner.actor))
    with pytest.raises(NotPermitted):
        year_wished(**given(cast, actor=cast.owner.actor))
    with pytest.raises(NotFound):
        enter_year(at=START, **given(cast, property_id=cast.other_house.pk))
    assert Calendar.objects.count() == 2


def test_days_are_put_together_as_their_notice_had_them():
    days = [day for one in (SPRING, MAY, NEW_YEAR) for day in one.days]
    assert holidays_of(reversed(days)) == [NEW_YEAR, SPRING, MAY]
    lone = SpecialDay(date(2027, 11, 6), is_working=True, name_zh="春节", name_en="Spring Festival")
    assert holidays_of([*days, lone])[-1] == Holiday(lone.name_zh, lone.name_en, worked_on=(lone.on,))
