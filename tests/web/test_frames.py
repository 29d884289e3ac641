"""The three frames: desk, phone, door."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from innkeeper.web.parts import Banner, Frame, NavItem
from tests.addresses import MY_WORK

pytestmark = pytest.mark.django_db
FRAME = Frame(
    house_name="Qinghuai House",
    person_name="Chen Guifang",
    duty_line="Room attendant · until 15:00",
    nav=[NavItem("Cases", "/cases/", is_here=True)],
    dock=[NavItem("My work", MY_WORK, "list")],
    search_url="/search/",
    intake_url="/intake/",
    notices_url="/notices/",
    sign_out_url="/sign-out/",
    unread=3,
    banners=[Banner("The demo's clock has been moved.", kind="brass")],
)


def drawn(name, **context):
    with translation.override("en"):
        return render_to_string(name, {"frame": FRAME, **context})


def test_the_desk_has_bar_search_and_bell():
    page = drawn("web/base.html")
    assert 'href="/cases/" aria-current="page"' in page
    assert 'action="/search/" role="search"' in page
    assert "<b>3</b>" in page
    assert "The demo&#x27;s clock has been moved." in page


def test_the_phone_has_the_person_on_top_and_the_dock():
    page = drawn("web/base_phone.html")
    assert '<header class="top" data-face="phone">' in page
    assert "Chen Guifang" in page
    assert '<nav class="dock" data-face="phone"' in page


def test_the_door_shows_no_frame():
    page = drawn("web/door.html")
    assert "Chen Guifang" not in page
    assert 'class="door"' in page


@pytest.mark.parametrize("name", ["web/base.html", "web/base_phone.html", "web/door.html"])
def test_every_frame_names_its_sheets_and_behaviours_once(name):
    page = drawn(name)
    assert page.count("web/tokens.css") == 1
    assert page.count("<title>") == 1
    assert page.index("tokens.css") < page.index("base.css") < page.index("pages.css")
