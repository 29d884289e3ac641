"""The pages of a full house ask no more queries than their budgets, however long a thread is."""

from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case
from innkeeper.cases.queries.paging import cursor_after
from tests.accounts.conftest import enter
from tests.addresses import MY_WORK
from tests.conftest import DATABASES
from tests.makers import complaints
from tests.makers.full_house import make_full_house
from tests.people import START

BUDGETS = yaml.safe_load(Path(__file__).parents[1].joinpath("budgets.yaml").read_text(encoding="utf-8"))[
    "full house"
]
MARKS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@pytest.fixture
def full(db, clock):
    return make_full_house(at=START, cases=300, still_open=200, long_thread=200)


@pytest.fixture
def desk(full):
    return signed_in(full.reader)


def signed_in(staff):
    client = Client(SERVER_NAME="localhost")
    client.force_login(staff)
    return client


def queries_of(ask):
    """How many queries the second asking costs: what a process keeps in memory is there by then."""
    assert ask().status_code == 200
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(connections[name])) for name in DATABASES]
        answer = ask()
        assert answer.status_code in (200, 304)
        return sum(not one["sql"].startswith(MARKS) for here in seen for one in here)


@pytest.mark.parametrize(
    ("page", "url"), [("my work", MY_WORK), ("all cases", "/cases/"), ("house board", "/house/")]
)
def test_a_page_of_the_desk_keeps_its_budget(desk, page, url):
    assert queries_of(lambda: desk.get(url)) <= BUDGETS[page]


@pytest.mark.req("CASE-16")
def test_my_work_of_who_approves_keeps_its_budget(cast, clock):
    case = complaints.heard(cast)
    question = cases.Question(subject="other", post="manager_on_duty", reason="一晚房费")
    cases.ask_approval(actor=cast.owner.actor, case_id=case.pk, question=question, at=clock.now())
    manager = enter(cast.manager)
    assert "一晚房费" in manager.get(MY_WORK).content.decode()
    assert queries_of(lambda: manager.get(MY_WORK)) <= BUDGETS["my work of who approves"]


def test_my_work_on_the_phone_keeps_its_budget(full):
    phone = signed_in(full.attendant)
    assert queries_of(lambda: phone.get(MY_WORK)) <= BUDGETS["my work, phone"]
    assert queries_of(lambda: phone.get("/board/")) <= BUDGETS["department board, phone"]


@pytest.mark.parametrize(("language", "word"), [("zh", "空调"), ("en", "invoice")])
def test_the_search_keeps_its_budget(desk, language, word):
    assert queries_of(lambda: desk.post("/search/", {"q": word})) <= BUDGETS[f"search {language}"]


def test_the_case_page_keeps_its_budget_however_long_the_thread(full, desk):
    short = queries_of(lambda: desk.get(f"/cases/{full.short}/"))
    long = queries_of(lambda: desk.get(f"/cases/{full.long}/"))
    assert long <= short <= BUDGETS["complaint"]
    assert long <= BUDGETS["complaint with a long thread"]


@pytest.mark.parametrize(
    "name", ["guests", "evidence", "approvals", "links", "recovery", "course", "outcome"]
)
def test_a_section_of_a_complaint_keeps_its_budget(full, desk, name):
    Case.objects.filter(ref=full.short).update(stage="resolve", owner_id=full.reader.pk)
    assert (
        queries_of(lambda: desk.get(f"/cases/{full.short}/sections/{name}/")) <= BUDGETS["section of a case"]
    )


@pytest.mark.parametrize("noun", ["classification", "assignment", "approvals", "thread"])
def test_a_form_with_something_to_choose_from_keeps_its_budget(full, desk, noun):
    Case.objects.filter(ref=full.short).update(owner_id=full.reader.pk)
    assert queries_of(lambda: desk.get(f"/cases/{full.short}/{noun}/")) <= BUDGETS["form of a case"]


@pytest.mark.parametrize("who", ["owner", "colleague", "manager", "engineer", "attendant", "quality"])
def test_a_complaint_with_its_whole_course_keeps_its_budget_for_everybody(cast, clock, who):
    case = complaints.heard(cast)
    question = cases.Question(subject="other", post="manager_on_duty", reason="一晚房费")
    cases.ask_approval(actor=cast.owner.actor, case_id=case.pk, question=question, at=clock.now())
    asker = signed_in(getattr(cast, who).staff)
    assert queries_of(lambda: asker.get(f"/cases/{case.ref}/")) <= BUDGETS["complaint"]


def test_a_service_request_keeps_its_budget(full, desk):
    ref = Case.objects.filter(kind="service_request", is_open=True).values_list("ref", flat=True)[0]
    assert queries_of(lambda: desk.get(f"/cases/{ref}/")) <= BUDGETS["service request"]


def test_what_the_case_page_fetches_later_keeps_its_budget(full, desk):
    older, before = f"/cases/{full.long}/thread/older/", cursor_after(START, UUID(int=0))
    assert queries_of(lambda: desk.get(older, {"before": before})) <= BUDGETS["older words"]
    assert queries_of(lambda: desk.post(f"/cases/{full.long}/words/")) <= BUDGETS["own words"]


@pytest.mark.parametrize(("page", "url"), [("my work", MY_WORK), ("the house board", "/house/")])
def test_a_poll_of_an_unchanged_page_keeps_its_budget(desk, page, url):
    tag = desk.get(url).headers["ETag"]

    def poll():
        return desk.get(url, headers={"If-None-Match": tag})

    assert poll().status_code == 304
    with CaptureQueriesContext(connections["default"]) as seen:
        poll()
        assert len(seen) <= BUDGETS[f"poll of {page}"]


@pytest.mark.parametrize(
    ("page", "url"),
    [
        ("handover", "/handover/"),
        ("book of the assistant manager", "/handover/books/assistant_manager/"),
        ("manager-on-duty log", "/manager-log/"),
        ("error report", "/records/errors/"),
        ("downtime packs", "/downtime/"),
        ("briefing", "/briefing/"),
    ],
)
def test_a_page_of_the_shift_keeps_its_budget(desk, page, url):
    assert queries_of(lambda: desk.get(url)) <= BUDGETS[page]
