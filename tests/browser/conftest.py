"""A real browser for the tests: Debian's Chromium, one for the session, a fresh context for each page.

No network but the live server's; nothing of one person is seen by the next.
"""

import os
from collections.abc import Callable, Iterator
from mimetypes import guess_type
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.handlers import StaticFilesHandlerMixin
from django.http import HttpRequest, HttpResponse
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from innkeeper.accounts.models import Staff
from innkeeper.kernel import clock
from tests.browser.pages import FLAGS, HEIGHT, Picture
from tests.people import Person

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
SHOTS = Path(__file__).parents[2] / ".bench" / "shots"
AXE_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # what passes is checked all the same, but not described node by node
    "preload": False,  # of these rules only those about sound and film look into files, and the house has neither
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of the session."""
    with sync_playwright() as player:
        chromium = os.environ.get("INNKEEPER_CHROMIUM", "/usr/bin/chromium")
        one = player.chromium.launch(executable_path=chromium, args=FLAGS)
        yield one
        one.close()


@pytest.fixture(scope="session", autouse=True)
def _styles_from_memory() -> Iterator[None]:
    """Styles and scripts are read once, and a browser that has them asks no more: in a fresh checkout they are so young
    that it would ask for all of them again with each page."""
    held: dict[str, tuple[bytes, str]] = {}

    def serve(handler: StaticFilesHandlerMixin, request: HttpRequest) -> HttpResponse:
        name = handler.file_path(request.path)
        if name not in held:
            found = find(name)
            if not found:
                return HttpResponse(status=404)
            held[name] = (Path(found).read_bytes(), guess_type(name)[0] or "")
        body, kind = held[name]
        return HttpResponse(body, content_type=kind, headers={"Cache-Control": "max-age=3600"})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandlerMixin, "serve", serve)
        yield


def signed_in_cookie(person: Staff) -> str:
    """The key of a session in which the person has signed in by password and a code."""
    session = SessionStore()
    session["account_authentication_methods"] = [
        {"method": "password", "at": clock.now().timestamp(), "username": person.staff_number},
        {"method": "mfa", "at": clock.now().timestamp(), "type": "totp"},
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def page_for(browser: Browser, live_server: LiveServer, settings: object) -> Iterator[Callable[..., Page]]:
    """`page_for(person, width=1440, language="zh-hans", theme="light")`: a page of its own, signed in or not."""
    opened = []

    def make(
        person: Staff | Person | None = None,
        *,
        width: int = 1440,
        language: str = "zh-hans",
        theme: str = "light",
        has_script: bool = True,
    ) -> Page:
        host = live_server.url.replace("127.0.0.1", "localhost")
        context = browser.new_context(
            base_url=host,
            viewport={"width": width, "height": HEIGHT},
            locale="zh-CN" if language.startswith("zh") else "en-GB",
            color_scheme="dark" if theme == "dark" else "light",
            has_touch=width < 640,
            java_script_enabled=has_script,
            reduced_motion="reduce",
        )
        opened.append(context)
        cookies = {"innkeeper_language": language, "innkeeper_theme": theme}
        if person is not None:
            staff = person.staff if isinstance(person, Person) else person
            Staff.objects.filter(pk=staff.pk).update(language=language, theme=theme)
            cookies["sessionid"] = signed_in_cookie(staff)
        context.add_cookies([{"name": name, "value": value, "url": host} for name, value in cookies.items()])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.wrong = []  # type: ignore[attr-defined]
        page.on("console", lambda said: said.type == "error" and page.wrong.append(said.text))  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.wrong.append(str(error)))  # type: ignore[attr-defined]
        return page

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def look() -> Callable[[Page, str], Path | None]:
    """`look(page, "case-1440-light")`: a picture of the whole page in .bench/shots, where INNKEEPER_SHOTS asks for them."""

    def shoot(page: Page, name: str) -> Path | None:
        if not os.environ.get("INNKEEPER_SHOTS"):
            return None
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return shoot


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: refuses every violation of WCAG 2.2 A and AA."""

    def check(page: Page) -> None:
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(AXE_SCRIPT)
        found = violations(page)
        if any("obscured" in one for one in found):
            found = unfolded(page)
        assert found == []

    return check


def violations(page: Page) -> list[str]:
    """What axe finds: rule, element, why."""
    found = page.evaluate("rules => axe.run(rules).then(answer => answer.violations)", AXE_RULES)
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for one in found
        for node in one["nodes"]
    ]


def unfolded(page: Page) -> list[str]:
    """What axe finds on a screen as long as the page: what lies under the bar at the foot is one turn of the thumb away."""
    size = page.viewport_size
    assert size is not None
    length = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": length})
    try:
        return violations(page)
    finally:
        page.set_viewport_size(size)


@pytest.fixture
def picture(look: Callable[[Page, str], Path | None], axe: Callable[[Page], None]) -> Picture:
    """Looks at a page: axe, no sideways scroll, no error in the console."""
    return Picture(look, axe)
