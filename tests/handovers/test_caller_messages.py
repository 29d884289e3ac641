"""A message that a caller left outlives the shift: it stands in the book until somebody has settled it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from innkeeper.calls.actions import settle_message, take_message
from innkeeper.calls.models import CallMessage
from innkeeper.config.subscriptions import SUBSCRIPTIONS
from innkeeper.handovers.actions import finish_line, take_line_back
from innkeeper.handovers.models import BookLine
from innkeeper.handovers.queries.book import entries_of
from innkeeper.handovers.queries.handovers import post_named
from innkeeper.kernel.errors import WrongState
from innkeeper.outbox import subscriptions
from tests.accounts.conftest import enter
from tests.handovers.test_calls_asked_for import work_off
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def message(house):
    """One that the desk took a minute before the shift ends, and the worker has seen."""
    with subscriptions.installed(SUBSCRIPTIONS):
        take_message(actor=house.front_desk.actor, words="给1208的客人：车在门口", key=uuid4(), at=START)
        work_off(house, START + MINUTE)
        yield CallMessage.objects.get()


def callers(cast, post="assistant_manager"):
    entries = entries_of(cast.manager.actor, cast.house, post_named(cast.house.pk, post), at=START + MINUTE)
    return [(one.section, one.room, one.text) for one in entries if one.section == "callers"]


@pytest.mark.req("ORG-06")
def test_it_stands_in_the_books_of_who_may_open_it_without_a_word_of_it(house, message):
    for post in ("assistant_manager", "manager_on_duty"):
        assert callers(house, post) == [("callers", "", "")]
    assert callers(house, "front_desk") == callers(house, "engineer") == []


@pytest.mark.req("ORG-06")
def test_it_leaves_the_book_when_it_is_settled(house, message):
    settle_message(actor=house.owner.actor, message_id=message.pk, outcome="passed", at=START + MINUTE)
    work_off(house, START + 2 * MINUTE)
    assert callers(house) == []


def test_settled_before_the_worker_came_it_never_stands_there(house):
    with subscriptions.installed(SUBSCRIPTIONS):
        take_message(actor=house.front_desk.actor, words="给1208", key=uuid4(), at=START)
        pk = CallMessage.objects.get().pk
        settle_message(actor=house.owner.actor, message_id=pk, outcome="dropped", at=START)
        work_off(house, START + MINUTE)
    assert not BookLine.objects.filter(kind="caller").exists()


def test_nobody_strikes_it_out_of_the_book(house, message):
    for strike in (finish_line, take_line_back):
        with pytest.raises(WrongState):
            strike(actor=house.owner.actor, line_id=message.pk, at=START + MINUTE)
    assert callers(house)


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "电话卡上有来电留言待处理"), ("en", "A caller&#x27;s message waits")]
)
def test_the_page_leads_to_the_card_and_has_no_button_of_its_own(house, message, language, words):
    browser = enter(house.owner)
    browser.post("/language/", {"language": language})
    page = browser.get("/handover/books/assistant_manager/").content.decode()
    assert words in page
    assert f'href="/calls/">{words}' in page
    assert str(message.pk) + "/completion" not in page
