"""A message that speaks of danger to life waits for nobody's ten minutes: who can raise the alarm is rung until one reads it."""

import re
from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.cases.models import Case
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockRun
from innkeeper.inbox import actions
from innkeeper.inbox.models import Message
from innkeeper.kernel.actors import system
from innkeeper.notices.models import StaffNotice, Unreached
from tests.accounts.conftest import enter
from tests.inbox.test_receive import arrive
from tests.makers.errands import work_off
from tests.makers.properties import make_room
from tests.people import GUEST_NAME, START

WORDS = f"我是{GUEST_NAME}，我先生喘不上来了，快来人"
"""Said in a chat at night: nobody at the desk has typed it."""


def told(key="inbox.danger"):
    return list(StaffNotice.objects.filter(text_key=key).order_by("created_at"))


@pytest.mark.req("OPS-05")
@pytest.mark.parametrize("words", [WORDS, "there is smoke in my room, help", "1208 漏水漏到插座了 冒火花"])
def test_everybody_who_can_raise_the_alarm_is_told_at_once_and_no_word_of_it(cast, clock, words):
    make_room(house=cast.house)
    arrive(cast, text=words, room="1208")
    work_off(clock)
    rung = told()
    assert {one.recipient_id for one in rung} == {cast.owner.id, cast.colleague.id, cast.manager.id}
    assert {(one.level, one.room) for one in rung} == {("burn", "1208")}
    assert all(GUEST_NAME not in str(vars(one)) and "喘" not in str(vars(one)) for one in rung)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "words", ["晚上想吃火锅", "could you fire up the TV", "壁炉怎么点", "heart of palm salad please"]
)
def test_a_calm_message_rings_nobody_more(cast, clock, words):
    arrive(cast, text=words)
    work_off(clock)
    assert told() == [] and Message.objects.get().danger == ""


@pytest.mark.parametrize(
    "given",
    [
        {"text": "Fire in our hearts: 50 % off this week", "is_from_machine": True},
        {"text": "上周入住的经过如下。" * 40 + "后来我在浴室摔倒了"},
    ],
)
def test_a_newsletter_and_a_long_letter_of_what_has_been_wake_nobody(cast, clock, given):
    arrive(cast, **given)
    work_off(clock)
    assert told() == []


def test_it_rings_again_until_somebody_has_read_it(cast, clock):
    message = arrive(cast, text=WORDS)
    work_off(clock)
    first = len(told())
    clock.set(START + timedelta(seconds=130))
    sweep(now=clock.at)
    work_off(clock)
    assert len(told()) > first
    actions.open_message(actor=cast.colleague.actor, message_id=message.id, at=clock.at)
    assert not ClockRun.objects.filter(
        owner_id=message.id, name="danger_read", next_at__isnull=False
    ).exists()
    assert not actions.ring_again(actor=system("inbox"), message_id=message.id, at=clock.at)


def test_twice_is_once_and_what_was_read_before_starts_no_clock(cast, clock):
    message = arrive(cast, text=WORDS)
    actions.open_message(actor=cast.colleague.actor, message_id=message.id, at=START)
    warning = {"actor": system("desk"), "message_id": message.id, "code": "illness", "at": START}
    assert [actions.warn_of_danger(**warning), actions.warn_of_danger(**warning)] == [True, False]
    assert not ClockRun.objects.filter(name="danger_read").exists()
    assert AuditEntry.objects.filter(verb="inbox.danger_found").count() == 1


def test_with_nobody_on_duty_it_stands_on_the_screens(cast, clock):
    clock.set(START + timedelta(days=40))
    arrive(cast, text=WORDS, at=clock.at)
    work_off(clock)
    assert told() or Unreached.objects.filter(text_key="inbox.danger").exists()


@pytest.mark.parametrize(
    ("language", "flag", "button"),
    [("zh-hans", "人身危险", "立即通知各岗位"), ("en", "Danger to life?", "Tell all posts now")],
)
def test_the_message_shows_the_action_card_and_one_press_raises_the_alarm(
    cast, clock, language, flag, button
):
    publish_shipped(actor=system("tests"), at=START)
    seed_taxonomy()
    make_room(house=cast.house)
    message = arrive(cast, text=WORDS, room="1208")
    work_off(clock)
    client = enter(cast.colleague)
    client.post("/language/", {"language": language})
    assert flag in client.get("/inbox/").content.decode()
    page = client.get(f"/inbox/{message.id}/").content.decode()
    assert button in page and page.index("action-card") < page.index("<blockquote")
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    given = {"key": key, "code": "illness", "say": "喘不上来", "room": "1208"}
    assert client.post("/emergencies/", given).status_code == 303
    raised = Case.objects.get()
    assert (raised.kind, raised.room_number, raised.is_restricted) == ("emergency", "1208", True)
