"""Who may not come in meets a door at every address; hostile input meets a clear answer, never a breakdown."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.http import urlencode

from innkeeper.handovers.models import Handover
from tests.accounts.conftest import enter
from tests.hostile.addresses import PUBLIC, all_addresses, field_names, holdings, make_things
from tests.hostile.reading import readers
from tests.makers.every_thing import EveryThing
from tests.makers.pages import paths

SPOKEN_OF = re.compile(r"<str:ref>|_id>|<str:number>")
DOORS = re.compile("^/(sign-in|account)/")
SCRIPT = "<script>alert(1)</script>"
PAYLOADS = {
    "nul": "a\x00b",
    "long": "长" * 350_000,
    "sql": "'; DROP TABLE cases_case; --",
    "template": "{{ settings.SECRET_KEY }}{% debug %}${7*7}",
    "html": f'"><img src=x onerror=alert(1)>{SCRIPT}',
    "formula": '=HYPERLINK("http://x.example","1")',
    "bidi": "\u202e1208\u2066\u200b\ufeff\u0007",
    "negative": "-1",
    "huge": "9" * 400,
    "float": "NaN",
    "enum": "no_such_choice",
    "path": "../../etc/passwd",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "json": '{"broken": [',
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "empty": "",
}
NEVER_STORED = ("nul", "long")
TO_ALL = "html"
FILES = ("file", "photo", "evidence")
SAME_TO_BOTH = ("template", "html", "formula", "enum", "path", "json", "empty", "first day", "last day")
"""Plain short texts, in which no database sees more than letters: they are tried once, on SQLite. What a database may
keep, count or refuse in a way of its own (NUL, length, quotes, directions, numbers, ids) is tried on both."""
EACH_PAYLOAD = [
    pytest.param(name, marks=pytest.mark.sqlite_only) if name in SAME_TO_BOTH else name for name in PAYLOADS
]
WORDED = ("cases_case", "cases_thread_entry", "cases_task", "cases_finding", "cases_transfer", "cases_hold")
WORK = ("cases/", "complaints/", "tasks/")


@pytest.fixture
def things(cast, clock):
    return make_things(cast)


def quiet(client):
    client.raise_request_exception = False
    return client


def broken(answers):
    return [f"{answer.status_code} {name}" for name, answer in answers if answer.status_code >= 500]


def test_a_stranger_meets_the_door_at_every_address(things):
    client, before = quiet(Client()), holdings()
    for route, path in all_addresses(things).items():
        if any(route.startswith(public) for public in PUBLIC):
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            led = answer.status_code == 302 and DOORS.search(answer["Location"])
            assert led or answer.status_code in (401, 403, 404, 405), f"{method} {path}: {answer.status_code}"
    assert holdings() == before


def test_a_colleague_of_another_hotel_finds_nothing_of_this_one(cast, clock):
    """But for the guest files, which belong to the group. Every address speaks of a thing that is there."""
    made = EveryThing(cast)
    made.add()
    Handover.objects.filter(property_id=cast.other_house.pk).delete()  # the outsider's own
    client, before = quiet(enter(cast.outsider)), holdings()
    oldest = dict(reversed([*paths(made)]))  # the newest turn is the outsider's own
    for route, path in oldest.items():
        if not SPOKEN_OF.search(route) or "<uuid:guest_id>" in route or route.startswith("device/"):
            continue  # a phone that is not bound is only sent to the page that says so
        for method in ("get", "post"):
            answer = getattr(client, method)(path, {"text": "x"} if method == "post" else {})
            assert answer.status_code in (403, 404, 405, 422), f"{method} {path}: {answer.status_code}"
    assert holdings() == before


def test_without_its_token_no_form_is_taken(cast, things):
    signed_in = enter(cast.general_manager)
    client = quiet(Client(enforce_csrf_checks=True))
    client.cookies = signed_in.cookies
    before = holdings()
    for route, path in all_addresses(things).items():
        answer = client.post(path, {"text": "x"})
        assert answer.status_code in (403, 404, 405), f"{route}: {answer.status_code}"
    assert holdings() == before


@pytest.mark.sqlite_only  # what methods an address takes, its view decides
@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace", "options"])
def test_a_method_that_means_nothing_changes_nothing(cast, things, method):
    client, before = quiet(enter(cast.owner)), holdings()
    answers = [(path, getattr(client, method)(path)) for path in all_addresses(things).values()]
    assert broken(answers) == []
    assert holdings() == before


def typed(payload):
    """Every field of every form, filled; a megabyte goes into the fields for long texts."""
    if payload != "long":
        return dict.fromkeys(field_names(), PAYLOADS[payload])
    return dict.fromkeys(field_names(), "x") | dict.fromkeys(("text", "reason", "line"), PAYLOADS[payload])


class Senders:
    """Who sends what to which address: the one who handles the case to its work, the general manager to all else."""

    def __init__(self, cast):
        self.handler, self.manager = (quiet(enter(one)) for one in (cast.owner, cast.general_manager))

    def send(self, route, path, body, kind):
        client = self.handler if route.startswith(WORK) else self.manager
        return client.generic("POST", path, body, content_type=kind)


@pytest.fixture
def senders(cast):
    return Senders(cast)


def takers(senders, things):
    """The addresses that read anything of what is sent to them, be it a field or a file."""
    files = {key: SimpleUploadedFile("a.png", b"x") for key in FILES}
    body = encode_multipart(BOUNDARY, dict.fromkeys(field_names(), "x") | files)
    return readers("post", to_send(things), lambda *to: senders.send(*to, body, MULTIPART_CONTENT))


def to_send(things):
    """Who signs in anew or out is somebody else afterwards."""
    return {route: path for route, path in all_addresses(things).items() if not route.startswith("sign-")}


@pytest.mark.parametrize("payload", EACH_PAYLOAD)
def test_no_payload_breaks_a_form(senders, things, payload):
    """One goes to every address, each of the others to all that read anything of it."""
    addresses, before = to_send(things) if payload == TO_ALL else takers(senders, things), holdings()
    if payload == "long":
        body, kind = encode_multipart(BOUNDARY, typed(payload)), MULTIPART_CONTENT
    else:
        body, kind = urlencode(typed(payload)), "application/x-www-form-urlencoded"
    for route, path in addresses.items():
        answer = senders.send(route, path, body, kind)
        assert answer.status_code < 500, f"{route}: {answer.status_code}"
    if payload in NEVER_STORED:
        after = holdings()
        assert {name: after[name] for name in WORDED} == {name: before[name] for name in WORDED}


def unread(counts):
    """Without how far somebody has read a thread: opening a case notes it."""
    return {name: count for name, count in counts.items() if name != "cases_thread_read"}


@pytest.mark.parametrize("payload", EACH_PAYLOAD)
def test_no_payload_breaks_a_page(cast, things, payload):
    """One is asked of every address, each of the others of all that read anything of it."""
    client, before = quiet(enter(cast.general_manager)), holdings()
    asked = urlencode(dict.fromkeys(field_names(), PAYLOADS[payload][:500]))
    addresses = all_addresses(things)
    if payload != TO_ALL:
        plain = urlencode(dict.fromkeys(field_names(), "x"))
        addresses = readers("get", addresses, lambda _route, path: client.get(f"{path}?{plain}"))
    answers = [(path, client.get(f"{path}?{asked}")) for path in addresses.values()]
    assert broken(answers) == []
    assert not [path for path, answer in answers if SCRIPT.encode() in answer.content]
    assert unread(holdings()) == unread(before)


@pytest.mark.sqlite_only  # a body that cannot be read reaches no table
@pytest.mark.parametrize(
    "body", [b"\xff\xfe\x00text=\xd8\x00", b"text=%ff%fe%80", b'{"broken": [', b"\x1f\x8b\x08" * 50]
)
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"]
)
def test_no_broken_body_breaks_an_address(senders, things, body, kind):
    for route, path in takers(senders, things).items():
        answer = senders.send(route, path, body, kind)
        assert answer.status_code < 500, f"{path}: {answer.status_code}"


def test_what_was_typed_is_shown_as_text(cast, things):
    client = quiet(enter(cast.owner))
    ref = things["ref"]
    client.post(f"/cases/{ref}/thread/", {"text": PAYLOADS["html"], "audience": "internal"})
    client.post(f"/cases/{ref}/thread/", {"text": PAYLOADS["template"], "audience": "internal"})
    for path in (f"/cases/{ref}/", "/cases/", "/work/", "/house/", f"/search/?q={SCRIPT}"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert SCRIPT not in answer.content.decode()
        assert "<img src=x" not in answer.content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00.png", "<b>.png", "长" * 400 + ".png", "con.png"])
def test_the_name_of_a_file_is_never_a_path(senders, things, name):
    before = holdings()
    body = encode_multipart(BOUNDARY, {key: SimpleUploadedFile(name, b"nothing at all") for key in FILES})
    for route, path in takers(senders, things).items():
        answer = senders.send(route, path, body, MULTIPART_CONTENT)
        assert answer.status_code < 500, f"{path}: {answer.status_code}"
    after = holdings()
    assert after["cases_evidence"] == before["cases_evidence"]
