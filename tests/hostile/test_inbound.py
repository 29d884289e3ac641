"""What comes in by itself, over a webhook or by mail: a clear answer that names the field, nothing kept of what is wrong."""

import hashlib
import hmac
import json

import pytest
from django.test import Client
from imap_tools import MailMessage

from innkeeper.inbox import actions
from innkeeper.inbox.actions import Arrival, receive
from innkeeper.inbox.adapters import imap
from innkeeper.inbox.models import Message
from innkeeper.kernel.actors import system
from tests.accounts.conftest import enter
from tests.makers.properties import make_floor
from tests.people import START

GOOD = {"id": "a1", "text": "空调不制冷"}
DEEP = b"[" * 100_000
BODIES = {
    "empty": (b"", "body"),
    "broken": (b'{"id": ', "body"),
    "list": (b"[]", "body"),
    "deep": (DEEP, "body"),
    "utf-16 halves": (b"\xff\xfe{", "body"),
    "gbk": ('{"id": "1", "text": "空调"}'.encode("gb18030"), "body"),
    "endless": (b'{"id": "1", "text": "' + b"x" * 300_000 + b'"}', "body"),
    "far too large": (b" " * 6_000_000, "body"),
}
FIELDS = {
    "no id": ({"id": ""}, "id"),
    "number as id": ({"id": 5}, "id"),
    "half a character in id": ({"id": "\ud800"}, "id"),
    "no text": ({"text": ""}, "text"),
    "text too long": ({"text": "长" * 20_001}, "text"),
    "nul": ({"text": "a\x00b"}, "text"),
    "half a character": ({"text": "a\ud800"}, "text"),
    "nested text": ({"text": ["a"]}, "text"),
    "nul in sender": ({"sender": "\x00"}, "sender"),
    "sender too long": ({"sender": "x" * 201}, "sender"),
    "room too long": ({"room": "1" * 13}, "room"),
    "nul in room": ({"room": "12\x00"}, "room"),
    "no time": ({"sent_at": "yesterday"}, "sent_at"),
    "no offset": ({"sent_at": "2026-03-14T11:50:00"}, "sent_at"),
    "no such day": ({"sent_at": "2026-02-31T11:50:00+08:00"}, "sent_at"),
    "time as number": ({"sent_at": 1e308}, "sent_at"),
}


@pytest.fixture
def hook(cast, clock):
    given = {"actor": cast.general_manager.actor, "property_id": cast.house.pk, "at": START}
    return actions.add_hook(name="小程序", channel="wechat", **given)


def post(hook, body):
    stamp = str(int(START.timestamp()))
    sign = hmac.new(hook[1].encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {"Innkeeper-Timestamp": stamp, "Innkeeper-Signature": f"sha256={sign}"}
    client = Client(raise_request_exception=False)
    return client.post(f"/hooks/{hook[0]}/", body, content_type="application/json", headers=headers)


def test_what_a_webhook_cannot_mean_is_refused_by_its_field(hook):
    tries = {name: (body, field) for name, (body, field) in BODIES.items()}
    tries |= {name: (json.dumps(GOOD | more).encode(), field) for name, (more, field) in FIELDS.items()}
    for name, (body, field) in tries.items():
        answer = post(hook, body)
        assert answer.status_code == 422, f"{name}: {answer.status_code}"
        told = answer.json()["errors"]
        assert [one["field"] for one in told] == [field], name
        assert all(one["detail"] for one in told), name
    assert not Message.objects.exists()


@pytest.mark.parametrize("room", ["9999", "12O8", "十二楼", "1208;--"])
def test_a_room_that_is_not_there_is_told_by_its_field_and_kept_for_the_desk(cast, hook, room):
    for is_new in (True, False):
        answer = post(hook, json.dumps(GOOD | {"room": room}).encode())
        assert (answer.status_code, answer.json()["is_new"]) == (202, is_new)
        assert [one["field"] for one in answer.json()["warnings"]] == ["room"]
    message = Message.objects.get()
    assert message.room_number == ""
    page = enter(cast.owner).get(f"/inbox/{message.pk}/").content.decode()
    assert room in page and "房间不存在" in page


def test_a_room_that_is_there_is_taken_without_a_warning(cast, hook):
    make_floor(house=cast.house, floor=12, rooms=9)
    answer = post(hook, json.dumps(GOOD | {"room": " 1208 "}).encode())
    assert "warnings" not in answer.json()
    assert Message.objects.get().room_number == "1208"


@pytest.mark.parametrize("sent_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_an_impossible_clock_loses_no_message(hook, sent_at):
    assert post(hook, json.dumps(GOOD | {"sent_at": sent_at}).encode()).status_code == 202
    assert Message.objects.get().received_at == START


MAILS = {
    "broken charset": b"From: a@b.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\xff\xfe\xd8 1208",
    "unknown charset": b"From: a@b.example\r\nContent-Type: text/plain; charset=klingon\r\n\r\n1208 \xb0\xae",
    "raw bytes in the heading": b"From: \xd6\xd0 <a@b.example>\r\nSubject: \xce\xd2\xc3\xc7\r\n\r\n1208",
    "half a character": b"From: a@b.example\r\nSubject: =?utf-8?b?7aCA?=\r\n\r\n1208",
    "nul": b"From: a@b.example\r\nSubject: a\x00b\r\nMessage-ID: <\x00>\r\n\r\n12\x0008",
    "no day": b"From: a@b.example\r\nDate: Sat, 99 Foo 99999 99:99:99 +9999\r\n\r\n1208",
    "year one": b"From: a@b.example\r\nDate: Mon, 1 Jan 0001 00:00:00 +1400\r\n\r\n1208",
    "parts without end": b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n1208",
    "page only": b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><b>1208",
    "endless": b"From: " + b"a" * 9000 + b"@b.example\r\n\r\n" + b"1208 " * 100_000,
    "broken base64": b"From: a@b.example\r\nContent-Transfer-Encoding: base64\r\n\r\n$$$$MTIwOA",
}


def test_no_mail_stops_the_mailbox(cast, clock):
    """A mail that raised would be fetched again for ever, and those behind it never."""
    for number, (name, raw) in enumerate(MAILS.items()):
        head = f"1 (UID {number + 1} FLAGS () BODY[] {{{len(raw)}}}".encode()
        mail = imap._mail(MailMessage([(head, raw), b")"]), 7)
        arrival = Arrival(
            source="mail:1", key=mail.key, channel="email", text=mail.text, sender=mail.sender,
            received_at=mail.sent_at, files=mail.files,
        )  # fmt: skip
        if mail.text.strip():
            received = receive(actor=system("mail"), property_id=cast.house.pk, arrival=arrival, at=START)
            assert received.is_new, name
    assert Message.objects.count() >= len(MAILS) - 3
