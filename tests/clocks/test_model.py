"""The product's clocks beside the walker that looks every minute: as values, and in the tables of both databases."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from innkeeper.clocks import rules
from innkeeper.clocks.models import ClockRun
from tests.clocks.minutes import walked_due
from tests.clocks.stories import by_the_minute, by_the_rules, by_the_tables, lives
from tests.makers.clocks import BERLIN, SHANGHAI, ShiftCalendar

DAYS = st.dates(date(2026, 3, 20), date(2026, 4, 10)) | st.dates(date(2026, 10, 15), date(2026, 11, 5))
SHIFTS = st.sampled_from(
    [
        ((time(9), time(18)),),
        ((time(7), time(11)), (time(17), time(22))),
        ((time(22), time(6)),),
        ((time(6), time(14)), (time(23), time(4))),
    ]
)
CALENDARS = st.builds(
    ShiftCalendar,
    timezone=st.sampled_from([SHANGHAI, BERLIN]),
    shifts=SHIFTS,
    days=st.dictionaries(DAYS, st.booleans(), max_size=6),
)
MOMENTS = st.builds(
    lambda day, minute, zone: datetime.combine(day, time(minute // 60, minute % 60), zone),
    DAYS,
    st.integers(0, 24 * 60 - 1),
    st.sampled_from([SHANGHAI, BERLIN]),
)
TARGETS = st.builds(rules.WorkingDays, st.integers(1, 3)) | st.builds(
    lambda minutes: rules.WorkingTime(minutes * 60), st.integers(1, 1500)
)


@pytest.mark.req("CASE-09", "CASE-22")
@settings(max_examples=200, deadline=None)
@given(lives())
def test_the_rules_tell_what_the_walker_tells(life):
    told, state, happenings = by_the_rules(life)
    assert told == by_the_minute(life)
    again = rules.replay(happenings, rungs=state.rungs, quiet=life.quiet)
    assert again.settled(life.begun + timedelta(minutes=life.until))[0] == state


@pytest.mark.django_db
@pytest.mark.req("CASE-22")
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lives())
def test_the_tables_tell_what_the_walker_tells(life):
    ClockRun.objects.all().delete()
    story, run = by_the_tables(life)
    assert story == by_the_minute(life)
    happenings = [row.as_value for row in run.happenings.order_by("number")]
    again = rules.replay(happenings, rungs=run.state.rungs, quiet=run.quiet)
    assert again.settled(life.begun + timedelta(minutes=life.until))[0] == run.state
    assert run.next_at == run.state.next_at


@pytest.mark.req("CASE-13")
@settings(max_examples=120, deadline=None)
@given(TARGETS, MOMENTS, CALENDARS)
def test_working_time_is_due_where_the_walker_arrives(target, begun, calendar):
    assert rules.due_of(target, begun, calendar) == walked_due(target, begun, calendar)


@settings(max_examples=300, deadline=None)
@given(TARGETS, MOMENTS, CALENDARS, DAYS)
def test_one_holiday_more_never_makes_anything_due_sooner(target, begun, calendar, holiday):
    more = ShiftCalendar(calendar.timezone, calendar.shifts, {**calendar.days, holiday: False})
    assert rules.due_of(target, begun, more) >= rules.due_of(target, begun, calendar)


@pytest.mark.req("CASE-12")
@settings(max_examples=300, deadline=None)
@given(
    st.builds(datetime.combine, st.dates(date(2025, 1, 1), date(2032, 1, 1)), st.times()),
    st.integers(1, 14),
    st.sampled_from([SHANGHAI, BERLIN]),
)
def test_a_month_later_is_the_same_day_or_the_last_day(moment, months, zone):
    begun = moment.replace(tzinfo=zone, microsecond=0, fold=0)
    due = rules.due_of(rules.Months(months), begun, ShiftCalendar(timezone=zone)).astimezone(zone)
    assume(not 1 <= moment.hour <= 3)
    assert (due.year * 12 + due.month) - (begun.year * 12 + begun.month) == months
    assert due.day == begun.day or (due.day < begun.day and (due + timedelta(days=1)).day == 1)
    assert (due.hour, due.minute) == (begun.hour, begun.minute)


@settings(max_examples=300, deadline=None)
@given(MOMENTS, st.integers(1, 3000), st.sampled_from([(22, 8), (13, 15), (0, 7), (23, 1)]))
def test_a_due_time_never_stays_in_quiet_hours(begun, minutes, hours):
    quiet = rules.QuietHours(time(hours[0]), time(hours[1]), SHANGHAI)
    moved = rules.within_contact_hours(begun + timedelta(minutes=minutes), quiet, not_before=begun)
    span = quiet.around(moved)
    assert moved > begun
    assert span is None or moved == span[0]
