"""What every test gets: all three databases, a clock that stands still when asked, the cast."""

import gc
import os
import pickle
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.template import Template
from django.test.utils import _TestState
from django.utils import translation
from hypothesis import HealthCheck, settings

from innkeeper.audit import triggers
from innkeeper.kernel import clock as kernel_clock
from innkeeper.service_requests.actions import delivering
from tests import people
from tests.laid import forget, laid, standing

# How fast a shared machine draws examples says nothing about the house.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# What the process has loaded stays to its end: looking through it for garbage again and again finds nothing.
gc.set_threshold(50_000, 20, 20)

DATABASES = ["default", "keys", "cache"]
NEEDS_TABLES = {"db", "transactional_db", "cast", "house", "live_server", "admin_client"}


class StillClock:
    """The time of the house, moved only by the test."""

    is_movable = False

    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at

    def move(self, **by):
        self.at += timedelta(**by)
        return self.at

    def set(self, at):
        self.at = at


def pytest_collection_finish():
    """What was loaded until now is looked through no more."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config, items):
    """Every test that touches tables may use the main, the keys' and the cache's database."""
    _leave_out_other_databases(config, items)
    for item in items:
        marker = item.get_closest_marker("django_db")
        wants = bool(NEEDS_TABLES & set(getattr(item, "fixturenames", ())))
        if marker is None and not wants:
            continue
        options = dict(marker.kwargs) if marker else {}
        options.setdefault("databases", DATABASES)
        if "transactional_db" in item.fixturenames or "live_server" in item.fixturenames:
            options.setdefault("transaction", True)
        item.add_marker(pytest.mark.django_db(**options), append=False)


def _leave_out_other_databases(config, items):
    """What is about one database only is not collected on the other: a skip would hide what nobody runs."""
    absent = "sqlite_only" if os.environ.get("DATABASE_URL") else "postgres_only"
    left_out = [item for item in items if item.get_closest_marker(absent)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The audit log's guards stand aside, or no test could empty its tables; tests/audit sets them again."""
    with django_db_blocker.unblock():
        triggers.drop_guards(connection)
    yield


@pytest.fixture
def clock(monkeypatch):
    """The kernel's clock, standing at noon of the cast's day."""
    still = StillClock(people.START)
    monkeypatch.setattr(kernel_clock, "clock", still)
    return still


@pytest.fixture
def cast(db):
    """The cast in its two hotels."""
    return laid(people.make_cast)


@pytest.fixture
def house(db):
    """A hotel with its chart, without people."""
    return laid(_charted)


@pytest.fixture(scope="module")
def standing_house(django_db_setup, django_db_blocker):
    """`standing_house(build)`: a context in which the house that `build(clock)` makes stands, for several tests; each
    takes back what it did in it. What the context gives answers what `build` answered, anew with each call."""

    @contextmanager
    def stands(build):
        still, frame = StillClock(people.START), standing()
        with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(kernel_clock, "clock", still)
            frame.__enter__()
            kept = pickle.dumps(build(still))
            forget()
        yield lambda: pickle.loads(kept)
        with django_db_blocker.unblock():
            frame.__exit__(None, None, None)

    return stands


def _charted():
    place = people.properties.make_property()
    people.accounts.make_chart(house=place)
    return place


@pytest.fixture(scope="session", autouse=True)
def _no_call_by_chance():
    """A follow-up call is drawn by the case's own id, which no test chooses: here it is all or none of a code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivering, "is_sampled", lambda _case, percent: percent == 100)
        yield


@pytest.fixture(scope="session", autouse=True)
def _pages_as_the_house_draws_them(django_test_environment):
    """Django's tests copy the context of every template beside the answer; here the tests read the page itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", _TestState.saved_data.template_render)
        yield


@pytest.fixture(scope="session", autouse=True)
def _held_rows_stand_in_a_transaction():
    """PostgreSQL holds a row only inside a transaction. SQLite does not say so, and the test's own would hide it."""
    compiled = SQLCompiler.as_sql

    def as_sql(compiler, *given, **more):
        if compiler.query.select_for_update:
            around = compiler.connection.atomic_blocks
            is_own = any(not getattr(block, "_from_testcase", False) for block in around)
            assert is_own, "a row is held outside of a transaction"
        return compiled(compiler, *given, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "as_sql", as_sql)
        yield


@pytest.fixture(autouse=True)
def _fresh_memory():
    """Nothing remembered in the process crosses from one test to the next: no calendar, no reader's language."""
    translation.deactivate()
    yield
    forget()
    translation.deactivate()


@pytest.fixture
def clean_cache(db):
    """An empty shared cache (rate limits, used codes)."""
    cache.clear()
    yield cache
    cache.clear()
