"""My work as a polled page: it stays still while others work, and tells what is mine."""

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Task
from tests.addresses import MY_WORK
from tests.makers.cases import make_case

pytestmark = pytest.mark.django_db(databases="__all__")


def polled(client, tag=""):
    return client.get(MY_WORK, headers={"HX-Request": "true", "If-None-Match": tag})


def test_a_poll_is_answered_304_while_only_others_have_work(desk, lived_in, clock):
    cast = lived_in[0]
    first = polled(desk)
    make_case(cast, room_number="1205", owner="colleague")
    assert polled(desk, first.headers["ETag"]).status_code == 304
    clock.move(minutes=1)
    assert polled(desk, first.headers["ETag"]).status_code == 200


def test_a_poll_of_a_house_where_nothing_happened_reads_no_list(
    desk, lived_in, django_assert_max_num_queries
):
    first = polled(desk)
    with django_assert_max_num_queries(4):
        assert polled(desk, first.headers["ETag"]).status_code == 304


def test_the_work_of_others_moves_the_tag_so_that_the_next_poll_is_cheap_again(desk, lived_in, clock):
    first = polled(desk)
    make_case(lived_in[0], room_number="1205", owner="colleague")
    again = polled(desk, first.headers["ETag"])
    assert again.status_code == 304 and again.headers["ETag"] != first.headers["ETag"]


def test_what_is_mine_is_told_at_the_next_poll(desk, lived_in, clock):
    cast = lived_in[0]
    case = make_case(cast, room_number="1208", owner=None)
    first = polled(desk)
    cases.take_case(actor=cast.owner.actor, case_id=case.pk, at=clock.now())
    told = polled(desk, first.headers["ETag"])
    assert (told.status_code, "1208" in told.content.decode()) == (200, True)
    assert Task.objects.count() == 0
