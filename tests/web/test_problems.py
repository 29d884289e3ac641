"""An error becomes a page, a notice for htmx, or problem+json; never a trace of the inside."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from innkeeper.kernel.errors import EditConflict, InvalidInput, NotPermitted
from innkeeper.web import views
from innkeeper.web.middleware import ErrorPages

pytestmark = pytest.mark.django_db


def answer(error, **headers):
    request = RequestFactory().post("/cases/", headers=headers)
    request.htmx = "HX-Request" in headers and type("H", (), {"boosted": False, "history_restore_request": False, "__bool__": lambda self: True})()  # fmt: skip
    return ErrorPages(lambda _request: HttpResponse()).process_exception(request, error)


WRONG = InvalidInput("There is no room 1428.", fields={"room": "Floor 14 ends at 1420."})


def test_a_page_names_the_field():
    with translation.override("en"):
        page = answer(WRONG)
    assert page.status_code == 422
    assert "There is no room 1428." in page.content.decode()
    assert "Floor 14 ends at 1420." in page.content.decode()


@pytest.mark.parametrize(
    ("page", "is_shown"),
    [("http://testserver/rooms/1208/?a=1", True), ("http://elsewhere.test/rooms/", False), ("", False)],
)
def test_a_page_leads_back_to_the_form_that_was_sent(page, is_shown):
    with translation.override("en"):
        shown = answer(WRONG, Referer=page).content.decode()
    assert (f'href="{page}"' in shown and "Back to the page before" in shown) is is_shown


def test_htmx_gets_a_notice_in_its_place():
    page = answer(WRONG, **{"HX-Request": "true"})
    assert page.headers["HX-Retarget"] == "#notices"
    assert "<html" not in page.content.decode()
    assert 'role="alert"' in page.content.decode()


def test_a_machine_gets_problem_json():
    page = answer(EditConflict("Somebody else saved first."), Accept="application/json")
    assert page.headers["Content-Type"] == "application/problem+json"
    body = json.loads(page.content)
    assert (body["type"], body["status"]) == ("urn:innkeeper:edit_conflict", 409)
    assert body["detail"] == "Somebody else saved first."


def test_what_is_unknown_stays_with_django():
    assert answer(ValueError("secret")) is None


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "这里什么也没有"), ("en", "There is nothing here")]
)
def test_an_unknown_address_speaks_the_language(client, language, words):
    client.cookies["innkeeper_language"] = language
    page = client.get("/no-such-place/")
    assert page.status_code == 404
    assert words in page.content.decode()


def test_a_page_that_waited_too_long_says_so():
    page = Client(enforce_csrf_checks=True).post(
        "/theme/", {"theme": "dark"}, headers={"Accept-Language": "en"}
    )
    assert page.status_code == 403
    assert "open for too long" in page.content.decode()


def test_a_broken_house_still_answers(monkeypatch, django_assert_num_queries):
    request = RequestFactory().get("/")
    with django_assert_num_queries(0), translation.override("en"):
        page = views.server_error(request)
    assert page.status_code == 500
    assert "Nothing was stored" in page.content.decode()


def test_an_error_is_escaped():
    page = answer(NotPermitted("<script>alert(1)</script>"))
    assert "<script>alert" not in page.content.decode()
