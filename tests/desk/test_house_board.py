"""The house board: figures that agree with the lists they count; a poll that costs next to nothing."""

import re

import pytest

from innkeeper.cases.queries.board import open_by_place
from innkeeper.cases.queries.lists import Filters, cases_page
from tests.makers.cases import make_case
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")


def figures(page: str) -> dict[str, str]:
    """What each key figure links to, and its number."""
    return dict(re.findall(r'<a href="([^"]+)"[^>]*><b>(\d+)</b>', page))


def test_every_figure_of_stays_agrees_with_the_list_it_opens(desk):
    shown = figures(desk.get("/house/").content.decode())
    lists = {href: number for href, number in shown.items() if href.startswith("/house/lists/")}
    assert len(lists) == 7
    assert lists["/house/lists/in-house/"] == "1"
    for href, number in lists.items():
        assert str(desk.get(href).content.decode().count('<tr><th scope="row">')) == number, href


def test_the_open_cases_agree_with_list_departments_and_rooms(lived_in):
    cast = lived_in[0]
    for room in ("1208", "1208", "1205", ""):
        make_case(cast, room_number=room, is_anonymous=not room)
    counted = open_by_place(cast.owner.actor, cast.house.pk, at=START)
    listed = cases_page(cast.owner.actor, filters=Filters(is_open=True)).lines
    in_rooms = sum(one.open for one in counted.by_room.values())
    in_departments = sum(one.open for one in counted.by_department.values())
    assert counted.whole.open == len(listed) == in_rooms == in_departments == 4
    assert counted.by_room["1208"].open == 2


def test_a_poll_is_answered_304_until_something_happens(desk, lived_in):
    first = desk.get("/house/", headers={"HX-Request": "true"})
    again = desk.get("/house/", headers={"HX-Request": "true", "If-None-Match": first.headers["ETag"]})
    make_case(lived_in[0])
    changed = desk.get("/house/", headers={"HX-Request": "true", "If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)


def test_an_empty_house_says_that_nothing_burns(desk):
    assert "没有超时的事" in desk.get("/house/").content.decode()
