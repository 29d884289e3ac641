"""No page is forgotten: every address that answers a page stands in a walk."""

import re
from collections.abc import Iterator
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.accounts.conftest import enter
from tests.browser.walks import NO_PAGES, WALKS
from tests.people import Cast

NAMES = dict.fromkeys(
    ("leak", "guest", "stay", "message", "person", "record", "turn", "role", "room_task"), str(UUID(int=7))
)
EXAMPLES = {"uuid": str(UUID(int=7)), "str": "SHA-2026-000001", "slug": "fire", "int": "1"}
PLACE = re.compile(r"<(?:(\w+):)?\w+>")
BY_A_NOUN = re.compile(r"^(?:cases|complaints|disputes)/<str:ref>/.")


def patterns(held: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in held:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, route)
        else:
            yield route, one


def walked() -> set[str]:
    """The routes of the addresses in the walks."""
    addresses = (address.format(**NAMES).split("?")[0] for walk in WALKS for address in walk.values())
    return {resolve(address).route for address in addresses}


def takes_only_posts(client: Client, route: str) -> bool:
    path = PLACE.sub(lambda place: EXAMPLES[place[1] or "str"], route)
    return client.get(f"/{path}").status_code == 405


def test_every_address_that_answers_a_page_is_walked(cast: Cast) -> None:
    known = walked()
    client = enter(cast.general_manager)
    forgotten = [
        route
        for route, pattern in patterns(get_resolver().url_patterns)
        if route not in known
        and pattern.name not in NO_PAGES
        and not BY_A_NOUN.match(route)
        and not takes_only_posts(client, route)
    ]
    assert forgotten == [], "Add them to tests/browser/walks.py"
