"""The guests of the demo: who is in the house follows the hour at which it is made."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from innkeeper.config.demo.shift import STILL_TO_ASK, ask_guests
from innkeeper.config.demo.stays import guests, stays
from innkeeper.service_requests.models import NeedsAsked
from innkeeper.service_requests.queries import stays_not_asked
from tests.makers.stays import move_in
from tests.people import START

TODAY = date(2026, 3, 14)


def made(hour: int) -> list[tuple[object, ...]]:
    """The rows of the file at an hour of the day."""
    chance = random.Random(1208)
    return list(stays(TODAY, chance, guests(chance), hour))


def due(rows: list[tuple[object, ...]]) -> tuple[int, int]:
    """Who is still to come and who is still to go today."""
    coming = sum(row[1] == "expected" and row[2] == TODAY.isoformat() for row in rows)
    going = sum(row[1] == "in house" and row[3] == TODAY.isoformat() for row in rows)
    return coming, going


def test_in_the_morning_nobody_has_come_or_gone_and_at_night_nearly_everybody():
    assert all(number > 50 for number in due(made(7)))
    assert all(0 < number < 10 for number in due(made(23)))


@pytest.mark.parametrize("hour", [0, 7, 12, 15, 18, 23])
def test_no_room_is_lived_in_twice(hour):
    rooms = Counter(row[6] for row in made(hour) if row[1] == "in house")
    assert rooms and max(rooms.values()) == 1


@pytest.mark.parametrize("days", [1, 2, 3])
def test_after_a_warp_of_some_days_guests_are_still_due(days):
    day = (TODAY + timedelta(days=days)).isoformat()
    coming = [row for row in made(12) if row[2] == day]
    assert 30 < len(coming) < 120
    assert {(row[1], row[6]) for row in coming} == {("expected", "")}


@pytest.mark.django_db(databases="__all__")
def test_the_desk_has_asked_most_who_came_and_a_few_stand_on_its_list(cast):
    for place in range(1, STILL_TO_ASK + 3):
        move_in(house=cast.house, room=f"12{place:02d}")
    ask_guests(cast.house, at=START)
    assert len(stays_not_asked(cast.house.pk, START.date())) == STILL_TO_ASK
    assert NeedsAsked.objects.filter(has_needs=False).count() == 2
