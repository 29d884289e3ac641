"""A message arrives: sealed, receipted, its clock started, the owner of the hour told; twice is once."""

import hashlib
import hmac
import json

import pytest
from django.test import Client

from innkeeper.clocks.models import ClockRun
from innkeeper.inbox import actions
from innkeeper.inbox.models import Message
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.people import GUEST_NAME, GUEST_PHONE, START

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def arrive(cast, *, text="房间没有热水", key="m-1", at=START, **more):
    arrival = actions.Arrival(source="hook:1", key=key, channel="wechat", text=text, **more)
    return actions.receive(actor=system("hook"), property_id=cast.house.pk, arrival=arrival, at=at)


@pytest.mark.req("OPS-05")
def test_it_is_receipted_and_the_owner_of_the_hour_is_told(cast):
    received = arrive(cast, text=f"我是{GUEST_NAME}，电话 {GUEST_PHONE}", sender="guest@mail.example")
    told = StaffNotice.objects.get(text_key="inbox.arrived")
    assert (told.recipient_id, told.ref) == (cast.owner.id, received.code)
    message = Message.objects.get()
    assert GUEST_PHONE not in message.text_redacted and "4471" not in message.text_redacted
    assert ClockRun.objects.get(owner_id=message.pk).name == "answer"


def test_the_same_message_twice_is_one_and_other_words_are_refused(cast):
    first = arrive(cast)
    again = arrive(cast)
    assert (again.id, again.code, again.is_new) == (first.id, first.code, False)
    with pytest.raises(actions.AnotherMessage):
        arrive(cast, text="别的话")
    assert Message.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"text": " "}, {"text": "长" * 20_001}, {"text": "a\x00"}, {"key": ""}])
def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(cast, wrong):
    with pytest.raises(InvalidInput):
        arrive(cast, **wrong)
    assert not Message.objects.exists()


def test_files_are_typed_by_content_and_others_are_counted_as_refused(cast):
    arrive(cast, files=[b"MZ not a picture", b"%PDF-1.4\n%..", b""])
    message = Message.objects.get()
    assert (message.attachments.count(), message.refused_files) == (1, 2)


def signed(secret, body, *, at=START):
    stamp = str(int(at.timestamp()))
    sign = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Innkeeper-Timestamp": stamp, "Innkeeper-Signature": f"sha256={sign}"}


@pytest.fixture
def hook(cast, clock):
    given = {"actor": cast.general_manager.actor, "property_id": cast.house.pk, "at": START}
    return actions.add_hook(name="小程序", channel="wechat", **given)


def post(hook, told, *, headers=None, secret=None, at=START):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    given = signed(secret or hook[1], body, at=at) if headers is None else headers
    return Client().post(f"/hooks/{hook[0]}/", body, content_type="application/json", headers=given)


@pytest.mark.req("CHAN-01")
def test_a_signed_message_is_taken_in_once_and_answers_its_receipt(cast, hook):
    told = {"id": "wx-1", "text": "空调不制冷", "sender": "openid-1"}
    first, again = post(hook, told), post(hook, told)
    assert first.status_code == again.status_code == 202
    assert first.json()["receipt"] == again.json()["receipt"]
    assert [first.json()["is_new"], again.json()["is_new"]] == [True, False]
    assert "已收到" in first.json()["text"]
    assert post(hook, told | {"text": "别的"}).status_code == 409


@pytest.mark.parametrize("minutes", [-6, 6])
def test_stale_forged_and_unsigned_messages_are_refused(cast, hook, clock, minutes):
    told = {"id": "wx-1", "text": "空调不制冷"}
    clock.move(minutes=minutes)
    assert post(hook, told).status_code == 403
    clock.set(START)
    assert post(hook, told, secret="guess").status_code == 403
    assert post(hook, told, headers={}).status_code == 403
    assert not Message.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"id": 5, "text": "x"}', b"[" * 5000])
def test_a_broken_body_gets_a_clear_answer(cast, hook, body):
    assert post(hook, body).status_code == 422


def test_ways_in_are_for_who_changes_settings(cast, clock):
    with pytest.raises(NotPermitted):
        actions.add_hook(
            actor=cast.owner.actor, property_id=cast.house.pk, name="x", channel="wechat", at=START
        )
    client = enter(cast.general_manager)
    answer = client.post(
        "/settings/sources/", {"what": "hook", "hook-name": "小程序", "hook-channel": "wechat"}
    )
    assert "只显示这一次" in answer.content.decode()
    box = {
        "what": "box",
        "box-name": "订房",
        "box-host": "10.0.0.5",
        "box-port": "993",
        "box-user": "a",
        "box-password": "b",
    }
    assert client.post("/settings/sources/", box).status_code == 422
