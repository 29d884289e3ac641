"""A message for somebody who may or may not stay here: sealed, opened by who may pass it on, destroyed."""

from uuid import uuid4

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.calls import actions
from innkeeper.calls.models import Call, CallMessage
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.notices.models import StaffNotice
from innkeeper.vault.models import DataKey
from tests.accounts.conftest import enter
from tests.people import GUEST_NAME, START

pytestmark = pytest.mark.django_db(databases="__all__")
SAID = f"给{GUEST_NAME}：请回家里电话"


def left(house, by="front_desk"):
    actions.take_message(actor=getattr(house, by).actor, words=SAID, key=uuid4(), at=START)
    return CallMessage.objects.get()


@pytest.mark.parametrize("by", ["attendant", "front_desk"])
def test_the_words_are_sealed_and_who_may_open_them_is_told_without_them(house, by):
    message = left(house, by=by)
    assert SAID.encode() not in bytes(message.words.blob)
    notice = StaffNotice.objects.get(recipient_id=house.owner.id)
    assert GUEST_NAME not in str(notice.__dict__)
    assert actions.open_message(actor=house.owner.actor, message_id=message.pk, at=START) == SAID


def test_the_same_form_with_another_message_in_it_is_another_message(house, desk):
    """Who goes back in the browser finds the old form, and writes down what the next caller says."""
    key = str(uuid4())
    for words in (SAID, SAID, "给王先生：车在门口"):
        assert desk.post("/calls/messages/", {"key": key, "words": words}).status_code == 302
    said = [
        actions.open_message(actor=house.owner.actor, message_id=one.pk, at=START)
        for one in CallMessage.objects.order_by("pk")
    ]
    assert said == [SAID, "给王先生：车在门口"]
    assert key not in str(list(Call.objects.values_list("key", flat=True)))


def test_who_may_reveal_contact_opens_it_and_the_log_says_so(house):
    message = left(house)
    assert actions.open_message(actor=house.owner.actor, message_id=message.pk, at=START) == SAID
    assert AuditEntry.objects.filter(object_id=message.pk, verb__contains="reveal").exists()


def test_others_do_not_even_see_that_it_is_there(house):
    message = left(house)
    for other in (house.front_desk, house.attendant, house.outsider):
        with pytest.raises(NotFound):
            actions.open_message(actor=other.actor, message_id=message.pk, at=START)
    assert enter(house.front_desk).post(f"/calls/messages/{message.pk}/words/").status_code == 403
    assert GUEST_NAME not in enter(house.owner).get("/calls/").content.decode()


def test_settled_its_key_is_destroyed_whatever_came_of_it(house):
    message = left(house)
    browser = enter(house.owner)
    assert SAID in browser.post(f"/calls/messages/{message.pk}/words/").content.decode()
    browser.post(f"/calls/messages/{message.pk}/settlement/", {"outcome": "dropped"})
    message.refresh_from_db()
    assert message.outcome == "dropped"
    assert actions.forget_message(actor=system("tests"), message_id=message.pk, at=START)
    assert not DataKey.objects.filter(subject_id=message.pk).exists()


def test_a_message_that_waits_keeps_its_key(house):
    message = left(house)
    assert not actions.forget_message(actor=system("tests"), message_id=message.pk, at=START)
    assert DataKey.objects.filter(subject_id=message.pk).exists()


@pytest.mark.parametrize("words", ["  ", "a" * 1001, "a\x00b"])
def test_a_message_that_cannot_be_kept_is_refused(house, words):
    with pytest.raises(InvalidInput):
        actions.take_message(actor=house.front_desk.actor, words=words, key=uuid4(), at=START)
    assert CallMessage.objects.count() == 0


def test_the_front_desk_leaves_one_by_the_form(house, desk):
    assert desk.post("/calls/messages/", {"key": str(uuid4()), "words": SAID}).status_code == 302
    assert CallMessage.objects.count() == 1
    assert desk.post("/calls/messages/", {"key": str(uuid4()), "words": ""}).status_code == 422
