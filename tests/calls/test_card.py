"""The phone card: the same words to every caller, nothing looked up, no name kept."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from innkeeper.calls import actions
from innkeeper.calls.models import Call, CallKind
from innkeeper.calls.queries import shift_counts
from tests.accounts.conftest import enter
from tests.addresses import MY_WORK
from tests.makers.guests import make_guest
from tests.makers.stays import move_in
from tests.people import GUEST_NAME, START

pytestmark = pytest.mark.django_db(databases="__all__")
LOOKED_AT = re.compile(r'"(stays_|guests_|search_)')


def words_of(page):
    """The page without the tokens that are new each time."""
    return re.sub(r'(value|content)="[0-9A-Za-z-]{32,64}"', "", page.content.decode())


def test_the_words_are_the_same_whether_the_guest_stays_or_not(house, desk):
    before = words_of(desk.get("/calls/"))
    move_in(house=house.house, room="1208", guest=make_guest(house=house.house, name=GUEST_NAME))
    assert words_of(desk.get("/calls/")) == before
    assert "不对外确认任何人是否住在本店" in before and "We never say whether anyone stays" in before


def test_what_is_never_done_stands_beside_it_in_the_readers_language(desk):
    assert "不查系统，不问全名" in words_of(desk.get("/calls/"))
    desk.post("/language/", {"language": "en"})
    assert "Look nothing up, ask for no full name" in words_of(desk.get("/calls/"))


def test_neither_the_page_nor_the_log_of_a_call_asks_the_tables_of_guests(house, desk):
    with CaptureQueriesContext(connection) as seen:
        assert desk.get("/calls/").status_code == 200
        assert desk.post("/calls/", {"key": str(uuid4())}).status_code == 302
    assert [one["sql"] for one in seen if LOOKED_AT.search(one["sql"])] == []


def test_anyone_signed_in_may_log_and_refuse_and_no_field_takes_a_name(house):
    for colleague in (house.attendant, house.engineer, house.front_desk, house.privacy_officer):
        browser = enter(colleague)
        assert browser.post("/calls/", {"key": str(uuid4())}).status_code == 302
    assert Call.objects.filter(kind=CallKind.ASKED).count() == 4
    columns = {field.name for field in Call._meta.get_fields()}
    assert columns == {"id", "property_id", "kind", "taken_by_id", "at", "key", "case_id", "message"}


def test_sent_twice_it_is_one_call(house):
    key = uuid4()
    for _again in range(2):
        actions.log_call(actor=house.front_desk.actor, key=key, at=START)
    assert Call.objects.count() == 1


def test_the_calls_are_counted_by_shift(house):
    actions.log_call(actor=house.front_desk.actor, key=uuid4(), at=START)
    counts = shift_counts(house.house.pk, at=START)
    assert [(one.asked, one.is_now) for one in counts] == [(1, True), (0, False), (0, False)]


def test_every_page_reaches_the_card_by_one_key(house):
    page = enter(house.attendant).get(MY_WORK).content.decode()
    assert 'href="/calls/" data-key="p"' in page


def test_signed_out_the_card_is_closed(client, house):
    assert client.get("/calls/").status_code == 302
    assert client.post("/calls/", {"key": str(uuid4())}).status_code == 302
    assert Call.objects.count() == 0
