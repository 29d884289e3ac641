"""When a target is due."""

from datetime import date, datetime, time, timedelta

import pytest

from innkeeper.clocks import rules
from tests.makers.clocks import BERLIN, NIGHT, SHANGHAI, SPLIT, TEN, ShiftCalendar

HOUR = 3600


def local(text, zone=SHANGHAI):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.req("CASE-09")
def test_an_emergency_is_answered_in_a_quarter_of_an_hour_and_solved_in_two_hours():
    assert rules.due_of(rules.FixedTime(900), TEN) == local("2026-03-02T10:15")
    assert rules.due_of(rules.FixedTime(2 * HOUR), TEN) == local("2026-03-02T12:00")


@pytest.mark.req("CASE-10")
def test_an_important_problem_is_due_at_noon_and_on_wednesday():
    assert rules.due_of(rules.FixedTime(2 * HOUR), TEN) == local("2026-03-02T12:00")
    assert rules.due_of(rules.FixedTime(48 * HOUR), TEN) == local("2026-03-04T10:00")


@pytest.mark.req("CASE-11")
def test_a_general_problem_is_due_on_tuesday_and_on_thursday():
    assert rules.due_of(rules.FixedTime(24 * HOUR), TEN) == local("2026-03-03T10:00")
    assert rules.due_of(rules.FixedTime(72 * HOUR), TEN) == local("2026-03-05T10:00")


@pytest.mark.req("CASE-12")
@pytest.mark.parametrize(
    ("begun", "due"),
    [
        ("2026-01-31T10:00", "2026-02-28T10:00"),
        ("2028-01-31T10:00", "2028-02-29T10:00"),
        ("2026-03-31T23:30", "2026-04-30T23:30"),
        ("2026-12-15T00:10", "2027-01-15T00:10"),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_of_a_shorter_month(begun, due):
    assert rules.due_of(rules.Months(1), local(begun), ShiftCalendar()) == local(due)


def test_a_month_is_counted_by_the_local_date_not_by_the_date_in_utc():
    just_after_midnight = local("2026-02-01T00:30")
    assert rules.due_of(rules.Months(1), just_after_midnight, ShiftCalendar()) == local("2026-03-01T00:30")


@pytest.mark.req("CASE-13")
def test_one_working_day_from_friday_evening_ends_on_monday_evening():
    assert rules.due_of(rules.WorkingDays(1), local("2026-03-06T17:00"), ShiftCalendar()) == local(
        "2026-03-09T18:00"
    )


@pytest.mark.req("CASE-13")
def test_a_moved_working_day_counts_and_a_holiday_does_not():
    days = {date(2026, 10, 10): True} | {date(2026, 10, day): False for day in range(1, 8)}
    calendar = ShiftCalendar(days=days)
    assert rules.due_of(rules.WorkingDays(1), local("2026-09-30T11:00"), calendar) == local(
        "2026-10-08T18:00"
    )
    assert rules.due_of(rules.WorkingDays(1), local("2026-10-09T11:00"), calendar) == local(
        "2026-10-10T18:00"
    )


def test_a_night_shift_belongs_to_the_evening_it_began():
    nights = ShiftCalendar(shifts=NIGHT)
    assert rules.due_of(rules.WorkingDays(1), local("2026-03-03T02:00"), nights) == local("2026-03-04T06:00")
    assert rules.due_of(rules.WorkingTime(5 * HOUR), local("2026-03-02T20:00"), nights) == local(
        "2026-03-03T03:00"
    )


def test_a_split_shift_leaves_out_the_hours_between():
    split = ShiftCalendar(shifts=SPLIT)
    assert rules.due_of(rules.WorkingTime(2 * HOUR), local("2026-03-02T10:00"), split) == local(
        "2026-03-02T18:00"
    )


@pytest.mark.parametrize(
    ("begun", "due"), [("2026-03-28T22:00", "2026-03-29T05:00"), ("2026-10-24T22:00", "2026-10-25T03:00")]
)
def test_a_night_of_daylight_saving_counts_the_hours_that_pass(begun, due):
    nights = ShiftCalendar(
        timezone=BERLIN, shifts=NIGHT, days={date(2026, 3, 28): True, date(2026, 10, 24): True}
    )
    assert rules.due_of(rules.WorkingTime(6 * HOUR), local(begun, BERLIN), nights) == local(due, BERLIN)


def test_a_month_over_daylight_saving_keeps_the_local_hour():
    calendar = ShiftCalendar(timezone=BERLIN)
    begun = local("2026-03-15T09:00", BERLIN)
    assert rules.due_of(rules.Months(1), begun, calendar) == local("2026-04-15T09:00", BERLIN)
    assert rules.seconds_of(rules.Months(1), begun, calendar) == 31 * 24 * HOUR - HOUR


def test_the_tighter_of_ceiling_and_norm_wins():
    ceiling, norm = rules.FixedTime(2 * HOUR), rules.FixedTime(300)
    assert rules.tighter(ceiling, norm, at=TEN) == norm
    friday = local("2026-03-06T17:00")
    assert rules.tighter(rules.WorkingDays(1), ceiling, at=friday, calendar=ShiftCalendar()) == ceiling


def test_a_cap_keeps_its_margin_before_departure_while_there_is_one():
    leaves, margin = TEN + timedelta(hours=2), timedelta(minutes=30)
    assert rules.cap_before_departure(leaves, margin=margin, at=TEN) == leaves - margin
    assert rules.cap_before_departure(leaves, margin=margin, at=leaves - timedelta(minutes=5)) == leaves
    assert rules.cap_before_departure(leaves, margin=margin, at=leaves) is None


@pytest.mark.parametrize(
    ("due", "begun", "moved"),
    [
        ("2026-03-03T02:00", "2026-03-02T02:00", "2026-03-02T22:00"),
        ("2026-03-02T23:10", "2026-03-02T23:05", "2026-03-03T08:00"),
        ("2026-03-02T03:15", "2026-03-02T03:00", "2026-03-02T08:00"),
        ("2026-03-02T12:00", "2026-03-02T10:00", "2026-03-02T12:00"),
        ("2026-03-02T08:00", "2026-03-02T07:00", "2026-03-02T08:00"),
    ],
)
def test_nobody_is_to_be_called_in_quiet_hours(due, begun, moved):
    quiet = rules.QuietHours(time(22), time(8), SHANGHAI)
    assert rules.within_contact_hours(local(due), quiet, not_before=local(begun)) == local(moved)


def test_a_target_that_needs_a_calendar_says_so():
    with pytest.raises(ValueError, match="calendar"):
        rules.due_of(rules.Months(1), TEN)


def test_an_empty_calendar_ends_the_search():
    with pytest.raises(ValueError, match="no working"):
        rules.due_of(rules.WorkingDays(1), TEN, ShiftCalendar(shifts=()))
