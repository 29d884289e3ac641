"""What the house board says of rooms from which the same matter comes again and again."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from innkeeper.cases.models import Case
from innkeeper.cases.queries.house import repeats_in, repeats_of_room
from tests.makers.cases import make_case
from tests.people import START

CODE = {"taxonomy_code": "air_conditioning", "nature": "facility", "room_number": "1208"}


def times(cast, number):
    """That many cases of one matter in one room."""
    for _one in range(number):
        Case.objects.filter(pk=make_case(cast).pk).update(**CODE)


def test_the_third_time_is_said_and_the_second_not(cast):
    times(cast, 2)
    assert not repeats_in(cast.house.pk, at=START)
    times(cast, 1)
    later = START + timedelta(minutes=1)
    assert [(one.room, one.code, one.count) for one in repeats_in(cast.house.pk, at=later)] == [
        ("1208", "air_conditioning", 3)
    ]


def test_it_is_counted_once_a_minute_whoever_looks(cast):
    times(cast, 3)
    first = repeats_in(cast.house.pk, at=START)
    with CaptureQueriesContext(connection) as asked:
        assert repeats_in(cast.house.pk, at=START + timedelta(seconds=59)) == first
    assert not asked.captured_queries
    assert not repeats_in(cast.other_house.pk, at=START)


def test_a_restricted_case_points_at_no_room_but_for_who_may_know(cast):
    times(cast, 3)
    Case.objects.filter(pk=Case.objects.order_by("pk")[0].pk).update(is_restricted=True)
    assert not repeats_in(cast.house.pk, at=START)
    assert not repeats_of_room(cast.owner.actor, property_id=cast.house.pk, room="1208", at=START)
    Case.objects.update(is_restricted=False)
    told = repeats_of_room(cast.owner.actor, property_id=cast.house.pk, room="1208", at=START)
    assert [one.count for one in told] == [3]
