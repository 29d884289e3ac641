"""Language, theme, headers and the tags of a poll."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from innkeeper.web import preferences
from innkeeper.web.etag import etag_of, is_still, still, unchanged_or

pytestmark = pytest.mark.django_db


def test_the_language_stays_on_the_device(client):
    answer = client.post("/language/", {"language": "en", "next": "/parts/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/parts/")
    assert 'lang="en"' in client.get("/no/").content.decode()
    client.post("/language/", {"language": "zh-hans"})
    assert 'lang="zh-Hans"' in client.get("/no/").content.decode()


def test_the_theme_stays_on_the_device(client):
    client.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/no/").content.decode()


@pytest.mark.parametrize(
    ("url", "given"), [("/language/", {"language": "xx"}), ("/theme/", {"theme": "pink"})]
)
def test_an_unknown_choice_is_refused(client, url, given):
    answer = client.post(url, given)
    assert answer.status_code == 422
    assert "innkeeper_" not in str(answer.cookies)


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(client, target):
    assert client.post("/theme/", {"theme": "dark", "next": target}).headers["Location"] == "/"


def test_every_answer_is_strict(client):
    headers = client.get("/no/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-store"


def test_no_template_breaks_the_policy(client, settings):
    settings.DEMO = True
    page = client.get("/parts/").content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert " onclick=" not in page


def test_the_parts_are_hidden_in_a_real_house(client, settings):
    settings.DEMO = False
    assert client.get("/parts/").status_code == 404


def test_a_poll_renders_only_what_is_new():
    calls = []
    tag = etag_of("case", 3)

    def ask(known=""):
        request = RequestFactory().get("/", headers={"If-None-Match": known} if known else {})
        return unchanged_or(request, tag, lambda: calls.append(1) or HttpResponse("new"))

    assert ask().status_code == 200
    assert ask(tag).status_code == 304
    assert ask('"other"').status_code == 200
    assert len(calls) == 2


def test_a_tag_within_cheaper_facts_is_known_by_them_alone_and_by_its_own_when_they_moved():
    tags = {pulse: etag_of("list", within=etag_of(pulse)) for pulse in (1, 2)}
    held = RequestFactory().get("/", headers={"If-None-Match": tags[1]})
    assert is_still(held, etag_of(1)) and not is_still(held, etag_of(2))
    assert (still(held).status_code, still(held).headers["ETag"]) == (304, tags[1])
    moved = unchanged_or(held, tags[2], lambda: HttpResponse("new"))
    assert (moved.status_code, moved.headers["ETag"]) == (304, tags[2])
    assert unchanged_or(held, etag_of("other", within=etag_of(1)), HttpResponse).status_code == 200


def test_a_page_of_no_tag_is_never_still():
    assert not is_still(RequestFactory().get("/"), etag_of(1))
    assert not is_still(RequestFactory().get("/", headers={"If-None-Match": '""'}), etag_of(1))


def test_another_language_is_another_tag():
    with translation.override("en"):
        one = etag_of(1)
    with translation.override("zh-hans"):
        assert etag_of(1) != one


def test_a_signed_in_choice_is_kept_for_the_person(client, cast, monkeypatch):
    kept = []
    monkeypatch.setattr(preferences, "_keepers", [lambda _request, name, value: kept.append((name, value))])
    client.force_login(cast.owner.staff)
    client.post("/theme/", {"theme": "dark"})
    client.post("/language/", {"language": "en"})
    assert kept == [("theme", "dark"), ("language", "en")]


def test_without_a_person_only_the_device_keeps_it(client, monkeypatch):
    kept = []
    monkeypatch.setattr(preferences, "_keepers", [lambda *given: kept.append(given)])
    client.post("/theme/", {"theme": "dark"})
    assert kept == []
