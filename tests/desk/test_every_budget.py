"""Every page that the addresses of the house serve keeps its committed budget, in a small house and in a fuller one."""

from pathlib import Path

import pytest
import yaml

from tests.accounts.conftest import enter
from tests.makers.every_thing import EveryThing
from tests.makers.pages import cost, paths

BUDGETS = yaml.safe_load(Path(__file__).parents[1].joinpath("budgets.yaml").read_text(encoding="utf-8"))[
    "pages"
]
READERS = ("owner", "general_manager", "attendant", "administrator", "privacy_officer")
MOST = 15


@pytest.fixture
def things(cast, clock):
    """One of everything, and more on request."""
    made = EveryThing(cast)
    made.add()
    return made


def measured(cast, things, known=None):
    """The most queries that each route asked of anybody who may see it: asked a second time, so that the process knows
    its playbooks and the session its names. What the first time asks no more than `known` says needs no second."""
    clients = [enter(getattr(cast, one)) for one in READERS]
    found, no_page = {}, set()
    for route, path in paths(things):
        most = min((known or {}).get(route, (0,))[0], BUDGETS.get(route, 0))
        for client in clients if route not in no_page else ():
            status, queries = cost(lambda client=client, path=path: client.get(path))
            assert status < 500, f"{path}: {status}"
            if status == 405:
                no_page.add(route)
            if status == 405 or (status == 404 and "sections" in route):
                break
            if status == 200 and queries > most:
                status, queries = cost(lambda client=client, path=path: client.get(path))
            if status == 200 and queries >= found.get(route, (0,))[0]:
                found[route] = (queries, path)
    return found


@pytest.mark.slow
@pytest.mark.sqlite_only  # the pages ask the same on both; bench/cases.py counts on PostgreSQL too
def test_every_page_keeps_its_budget_and_asks_no_more_of_a_fuller_house(cast, things):
    small = measured(cast, things)
    things.add()
    things.add()
    large = measured(cast, things, known=small)
    for route, (queries, path) in sorted(large.items(), key=lambda one: -one[1][0]):
        print(f"{queries:3} {small.get(route, (0,))[0]:3} {route}  {path}")
    assert sorted(set(large) - set(BUDGETS)) == [], "pages without a budget"
    assert sorted(set(BUDGETS) - set(large)) == [], "budgets of pages that nobody could open"
    over = {route: found for route, found in large.items() if found[0] > BUDGETS[route]}
    assert over == {}
    grown = {route: (small[route], found) for route, found in large.items() if found[0] > small[route][0]}
    assert grown == {}, "asks more of a fuller house"


def test_no_page_may_ask_more_than_the_house_allows():
    assert {route: most for route, most in BUDGETS.items() if most > MOST} == {}
