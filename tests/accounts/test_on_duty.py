"""Who answers for a post, at every hour."""

from datetime import UTC, date, datetime

import pytest

from innkeeper.accounts.queries import on_duty, staff_lines
from tests.makers.accounts import assign, make_staff, make_turn
from tests.people import START

NIGHT = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)  # 02:00 on the 15th in Shanghai


def codes(lines):
    return [(line.staff_number, line.post_code) for line in lines]


def test_the_post_itself_answers_while_on_duty(cast):
    assert codes(on_duty(cast.house.pk, "executive_housekeeper", START)) == [
        ("3000", "executive_housekeeper")
    ]


def test_at_two_in_the_night_the_housekeeper_falls_back_to_the_assistant_manager(cast):
    night = make_staff(staff_number="2009")
    make_turn(night, house=cast.house, post_code="assistant_manager", on=date(2026, 3, 14), shift="night")
    assert codes(on_duty(cast.house.pk, "executive_housekeeper", NIGHT)) == [("2009", "assistant_manager")]


def test_with_nobody_on_duty_the_general_manager_is_on_call(cast):
    assert codes(on_duty(cast.house.pk, "executive_housekeeper", NIGHT)) == [("1001", "general_manager")]


def test_a_stand_in_is_asked_only_when_the_others_are_away(cast):
    stand_in = make_staff(staff_number="2010")
    make_turn(stand_in, house=cast.house, post_code="engineer", is_deputy=True)
    assert codes(on_duty(cast.house.pk, "engineer", START)) == [("4001", "engineer")]
    cast.engineer.staff.is_active = False
    cast.engineer.staff.save()
    assert codes(on_duty(cast.house.pk, "engineer", START)) == [("2010", "engineer")]


def test_nobody_answers_in_an_empty_house(house):
    assert on_duty(house.pk, "engineer", START) == []
    assert on_duty(house.pk, "no_such_post", START) == []


def test_the_shift_ends_on_the_minute(cast):
    end = datetime(2026, 3, 14, 7, 0, tzinfo=UTC)
    assert codes(on_duty(cast.house.pk, "engineer", end)) == [("1001", "general_manager")]


def test_another_hotel_is_not_asked(cast):
    assert codes(on_duty(cast.other_house.pk, "assistant_manager", START)) == [("8001", "assistant_manager")]


@pytest.mark.parametrize("post", ["order_taker", "engineer", "executive_housekeeper"])
def test_it_takes_three_queries(cast, post, django_assert_num_queries):
    with django_assert_num_queries(3):
        on_duty(cast.house.pk, post, START)


def test_lines_name_the_post_held(cast):
    person = make_staff()
    assign(person, house=cast.house, post_code="waiter")
    assert staff_lines([person.pk])[person.pk].post_code == "waiter"
    assert staff_lines([]) == {}
