"""Who may not come in meets a door at every address; hostile input meets a clear answer, never a breakdown."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.http import urlencode

from tests.accounts.conftest import enter
from tests.addresses import MY_WORK
from tests.hostile.addresses import PUBLIC, all_addresses, field_names, holdings, make_things
from tests.hostile.reading import BODY, readers, watched
from tests.people import make_cast

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
LONG_IN_ADDRESS = "长" * 20 + "x" * 480
NEVER_STORED = ("nul", "long")
TO_ALL = "html"
TOLD_ALIKE = "nul"
"""What is refused before any view: one page says it, to all the others the same is told as JSON."""
FILES = ("file", "photo", "evidence")
SAME_TO_BOTH = ("template", "html", "formula", "enum", "path", "json", "empty", "first day", "last day")
"""Plain short texts, in which no database sees more than letters: they are tried once, on SQLite. What a database may
keep, count or refuse in a way of its own (NUL, length, quotes, directions, numbers, ids) is tried on both."""
EACH_PAYLOAD = [
    pytest.param(name, marks=pytest.mark.sqlite_only) if name in SAME_TO_BOTH else name for name in PAYLOADS
]
WORDED = ("cases_case", "cases_thread_entry", "cases_task", "cases_finding", "cases_transfer", "cases_hold")
WORK = ("cases/", "complaints/", "tasks/")
LEAST_TAKERS, LEAST_FILE_TAKERS, LEAST_PAGES = 100, 4, 20
"""How many addresses at least must be seen to read what is sent, or the watching sees too little."""


FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
AS_JSON, AS_PAGE = {"Accept": "application/json"}, {}
BROKEN_BODIES = [
    (body, kind)
    for kind in (FORM, "application/json", MULTIPART)
    for body in (b"\xff\xfe\x00text=\xd8\x00", b"text=%ff%fe%80", b'{"broken": [', b"\x1f\x8b\x08" * 50)
]


def with_things(_clock):
    cast = make_cast()
    return cast, make_things(cast)


@pytest.fixture(scope="module")
def standing_things(standing_house):
    """The house of the walks, built once for them all."""
    with standing_house(with_things) as house:
        yield house


@pytest.fixture
def walked(standing_things, db, clock):
    return standing_things()


@pytest.fixture
def cast(walked):
    return walked[0]


@pytest.fixture
def things(walked):
    return walked[1]


def quiet(client):
    client.raise_request_exception = False
    return client


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
    """What cannot be done here is drawn as a page at each address for one of them; to the others it is told as JSON."""
    client, before = quiet(enter(cast.owner)), holdings()
    headers = AS_PAGE if method == "put" else AS_JSON
    for path in all_addresses(things).values():
        answer = getattr(client, method)(path, headers=headers)
        assert answer.status_code < 500, f"{path}: {answer.status_code}"
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

    def send(self, route, path, body, kind, headers=AS_PAGE):
        client = self.handler if route.startswith(WORK) else self.manager
        return client.generic("POST", path, body, content_type=kind, headers=headers)


@pytest.fixture
def senders(cast):
    return Senders(cast)


def takers(senders, things):
    """The addresses that read anything of what is sent to them, be it a field or a file."""
    body = encode_multipart(BOUNDARY, {"text": "x"} | files("a.png"))
    ask = lambda *to: senders.send(*to, body, MULTIPART_CONTENT, AS_JSON)  # noqa: E731
    return readers("post", to_send(things), ask, least=LEAST_TAKERS)


def file_takers(senders, things):
    """The addresses that read anything of a file which is all that is sent to them."""
    body = encode_multipart(BOUNDARY, files("a.png"))
    ask = lambda *to: senders.send(*to, body, MULTIPART_CONTENT, AS_JSON)  # noqa: E731
    return readers("files", to_send(things), ask, least=LEAST_FILE_TAKERS)


def files(name):
    return {key: SimpleUploadedFile(name, b"nothing at all") for key in FILES}


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
    headers = AS_PAGE
    for route, path in addresses.items():
        answer = senders.send(route, path, body, kind, headers)
        assert answer.status_code < 500, f"{route}: {answer.status_code}"
        headers = AS_JSON if payload == TOLD_ALIKE else AS_PAGE
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
    value = LONG_IN_ADDRESS if payload == "long" else PAYLOADS[payload]
    asked = urlencode(dict.fromkeys(field_names(), value))
    addresses = all_addresses(things)
    if payload != TO_ALL:
        ask = lambda _route, path: client.get(f"{path}?text=x", headers=AS_JSON)  # noqa: E731
        addresses = readers("get", addresses, ask, least=LEAST_PAGES)
    headers = AS_PAGE
    for path in addresses.values():
        answer = client.get(f"{path}?{asked}", headers=headers)
        assert answer.status_code < 500, f"{path}: {answer.status_code}"
        assert SCRIPT.encode() not in answer.content, path
        headers = AS_JSON if payload == TOLD_ALIKE else AS_PAGE
    assert unread(holdings()) == unread(before)


def left_of(body, kind):
    """What there is to read for a view that does not read the body itself: the fields and files, or the fault."""
    request = RequestFactory().generic("POST", "/", body, content_type=kind)
    try:
        fields = repr((dict(request.POST), dict(request.FILES)))
    except Exception as fault:
        fields = repr(fault)
    return kind, fields


def alike():
    """The broken bodies, those together of which the same is left."""
    found = {}
    for body, kind in BROKEN_BODIES:
        found.setdefault(left_of(body, kind), []).append((body, kind))
    return found.values()


@pytest.mark.sqlite_only  # a body that cannot be read reaches no table
@pytest.mark.parametrize("bodies", alike(), ids=lambda bodies: f"{bodies[0][1]} {bodies[0][0][:8]!r}")
def test_no_broken_body_breaks_an_address(senders, things, bodies):
    """The first goes to every address that reads what is sent; those alike to all that read the body itself."""
    first, *others = bodies
    for route, path in takers(senders, things).items():
        with watched() as seen:
            answer = senders.send(route, path, *first)
        answers = [answer, *(senders.send(route, path, *one) for one in others if BODY in seen.read)]
        assert [one.status_code for one in answers if one.status_code >= 500] == [], route


def test_what_was_typed_is_shown_as_text(cast, things):
    client = quiet(enter(cast.owner))
    ref = things["ref"]
    client.post(f"/cases/{ref}/thread/", {"text": PAYLOADS["html"], "audience": "internal"})
    client.post(f"/cases/{ref}/thread/", {"text": PAYLOADS["template"], "audience": "internal"})
    for path in (f"/cases/{ref}/", "/cases/", MY_WORK, "/house/", f"/search/?q={SCRIPT}"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert SCRIPT not in answer.content.decode()
        assert "<img src=x" not in answer.content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00.png", "<b>.png", "长" * 400 + ".png", "con.png"])
def test_the_name_of_a_file_is_never_a_path(senders, things, name):
    before = holdings()
    body = encode_multipart(BOUNDARY, files(name))
    for route, path in file_takers(senders, things).items():
        answer = senders.send(route, path, body, MULTIPART_CONTENT)
        assert answer.status_code < 500, f"{path}: {answer.status_code}"
    after = holdings()
    assert after["cases_evidence"] == before["cases_evidence"]
