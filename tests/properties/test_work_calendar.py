"""The working calendar: weekdays, holidays, moved working days, clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.properties.actions import publish_calendar
from innkeeper.properties.models import Calendar
from innkeeper.properties.queries import work_calendar
from innkeeper.properties.rules import WorkCalendar
from tests.makers.properties import make_calendar, make_property
from tests.people import START

PARIS = WorkCalendar(timezone="Europe/Paris", opens=time(9), closes=time(18))
moments = st.integers(0, 4 * 366 * 86400).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
zones = st.sampled_from(
    ["Asia/Shanghai", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]
)


@pytest.fixture
def china(db):
    house = make_property()
    make_calendar(house=house, years=(2026, 2027))
    return work_calendar(house.pk)


@pytest.mark.parametrize(
    ("on", "is_working"),
    [
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 10), True),  # a Saturday worked in exchange
        (date(2026, 2, 14), True),  # a Saturday before Spring Festival, worked
        (date(2026, 2, 17), False),  # Spring Festival, a Tuesday
        (date(2026, 3, 14), False),  # a plain Saturday
        (date(2026, 3, 16), True),
    ],
)
def test_holidays_and_moved_working_days_of_2026(china, on, is_working):
    assert china.is_working_day(on) is is_working


def test_a_year_that_nobody_announced_goes_by_weekdays_and_says_so(china):
    assert (china.is_announced(2026), china.is_announced(2027)) == (True, False)
    assert china.is_working_day(date(2027, 10, 1))


def test_the_next_working_day_before_a_long_holiday_is_after_it(china):
    eve = datetime(2026, 9, 30, 10, 0, tzinfo=UTC)
    end = china.end_of_next_working_day(eve)
    assert china.local_date(end) == date(2026, 10, 8)
    assert end.tzinfo is UTC and (end.hour, end.minute) == (10, 0)


def test_an_edit_publishes_the_next_version_and_leaves_the_first(db):
    house = make_property()
    first = make_calendar(house=house)
    make_calendar(house=house, closes=time(17))
    now = work_calendar(house.pk)
    assert (now.version, now.closes) == (2, time(17))
    first.closes = time(12)
    with pytest.raises(TypeError):
        first.save()
    assert Calendar.objects.get(version=1).closes == time(18)


@pytest.mark.parametrize(
    "wrong", [{"weekdays": []}, {"weekdays": [7]}, {"opens": time(18), "closes": time(9)}]
)
def test_a_calendar_without_work_is_refused(cast, wrong):
    with pytest.raises(InvalidInput):
        make_calendar(house=cast.house, **wrong)
    with pytest.raises(NotPermitted):
        publish_calendar(actor=cast.attendant.actor, property_id=cast.house.pk, at=START, years=[2026])
    assert Calendar.objects.filter(property=cast.house).count() == 1


def test_a_published_calendar_stands_in_the_log_and_another_hotels_is_not_touched(cast):
    given = {"actor": cast.administrator.actor, "at": START, "years": [2026]}
    version = publish_calendar(property_id=cast.house.pk, closes=time(17), **given)
    entry = AuditEntry.objects.get(verb="properties.calendar_published", object_id=version.pk)
    assert entry.facts == {"version": version.version, "weekdays": [0, 1, 2, 3, 4], "hours": "09:00-17:00"}
    with pytest.raises(NotFound):
        publish_calendar(property_id=cast.other_house.pk, **given)
    assert Calendar.objects.filter(property=cast.other_house).count() == 1


def test_the_hour_stays_over_a_clock_change():
    friday = datetime(2026, 3, 27, 17, 0, tzinfo=UTC)  # 18:00 in Paris, still winter time
    assert PARIS.add_working_days(friday, 1) == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)
    assert PARIS.end_of_next_working_day(friday) == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)


@given(moments, zones)
def test_the_end_of_the_next_working_day_is_ahead_on_a_working_day_at_closing(at, zone):
    calendar = WorkCalendar(timezone=zone, days={date(2026, 5, 1): False, date(2026, 5, 9): True})
    end = calendar.end_of_next_working_day(at)
    assert end > at
    assert calendar.is_working_day(calendar.local_date(end))
    assert calendar.local_date(end) > calendar.local_date(at)


@given(moments, moments, zones)
def test_a_later_start_never_ends_sooner(one, other, zone):
    calendar = WorkCalendar(timezone=zone)
    early, late = sorted([one, other])
    assert calendar.end_of_next_working_day(early) <= calendar.end_of_next_working_day(late)


@given(moments, st.integers(0, 30), st.integers(0, 30))
def test_working_days_add_up(at, one, other):
    calendar = WorkCalendar()
    assert calendar.add_working_days(calendar.add_working_days(at, one), other) == calendar.add_working_days(
        at, one + other
    )


@given(moments)
def test_a_holiday_never_makes_the_end_come_sooner(at):
    plain = WorkCalendar()
    free = plain.next_working_day(plain.local_date(at))
    holiday = WorkCalendar(days={free: False})
    assert holiday.end_of_next_working_day(at) > plain.end_of_next_working_day(at)
    assert holiday.end_of_next_working_day(at) - plain.end_of_next_working_day(at) <= timedelta(days=4)


def test_a_calendar_that_never_works_says_so():
    with pytest.raises(ValueError, match="no working day"):
        WorkCalendar(weekdays=frozenset()).next_working_day(date(2026, 1, 1))
