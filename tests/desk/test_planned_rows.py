"""A request for a later hour says in the lists when it is planned for, in the place where others have their clock."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case
from innkeeper.cases.queries.lists import cases_page, hidden
from innkeeper.desk.queries.rows import case_row, words_for
from innkeeper.kernel.actors import system
from innkeeper.service_requests.actions import Wish
from innkeeper.web.parts import State
from tests.accounts.conftest import enter
from tests.makers.requests import make_request
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = START + timedelta(hours=4)


@pytest.fixture
def planned(cast, clock):
    return make_request(cast, code="wake_up_call", text="叫醒", wish=Wish(wanted_at=LATER))


def rows(cast):
    lines = cases_page(cast.owner.actor).lines
    words = words_for(lines, actor=cast.owner.actor, property_id=cast.house.pk, at=START)
    return [case_row(one, words) for one in lines]


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "安排在 "), ("en", "Planned for ")])
def test_the_row_says_the_planned_hour(cast, planned, language, said):
    with translation.override(language):
        (row,) = rows(cast)
    assert row.clock.state is State.HOLD
    assert row.clock.words.startswith(f"{said}[") and row.clock.words.endswith(":00]")


def test_the_list_of_all_cases_shows_it_by_no_query_more(cast, planned):
    client = enter(cast.owner)
    assert "安排在" in client.get("/cases/").content.decode()
    with CaptureQueriesContext(
        connection,
    ) as with_it:
        cases_page(cast.owner.actor)
    Case.objects.update(is_held=False)
    with CaptureQueriesContext(connection) as without:
        cases_page(cast.owner.actor)
    assert len(with_it) == len(without)
    assert "安排在" not in client.get("/cases/").content.decode()


def test_a_neutral_line_does_not_say_it(cast, planned):
    (line,) = cases_page(cast.owner.actor).lines
    assert line.waits_until == LATER and hidden(line).waits_until is None


def test_a_wait_that_was_ended_is_said_no_more(cast, planned):
    cases.assign_case(actor=system(), case_id=planned.pk, owner_id=cast.owner.id, at=START)
    cases.release_case(actor=cast.owner.actor, case_id=planned.pk, at=START)
    assert "安排在" not in enter(cast.owner).get("/cases/").content.decode()
