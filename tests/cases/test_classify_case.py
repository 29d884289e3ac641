"""Correcting the first classification."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions
from innkeeper.cases.models import Classification
from innkeeper.cases.queries.lists import Filters, cases_page
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.outbox.models import OutboxEvent
from tests.makers.cases import make_case
from tests.people import START


def sort(cast, case, *, reason="more than that", by=None, **given):
    actions.classify_case(
        actor=(by or cast.owner).actor,
        case_id=case.pk,
        sorting=actions.Sorting(**given),
        reason=reason,
        at=START + timedelta(minutes=1),
    )
    case.refresh_from_db()


@pytest.mark.req("CASE-06")
def test_a_person_corrects_with_a_reason(cast):
    case = make_case(cast, text="booking system down", taxonomy_code="")
    sort(cast, case, category="complaint")
    assert case.category == "complaint"
    kept = Classification.objects.filter(case=case).order_by("at")
    assert [(row.by_rule, row.category) for row in kept] == [(True, "systemic"), (False, "complaint")]


def test_it_refuses_a_correction_without_a_reason_and_nothing_changed(cast):
    case = make_case(cast)
    with pytest.raises(InvalidInput) as refused:
        sort(cast, case, priority=1, reason=" ")
    case.refresh_from_db()
    assert ("reason" in refused.value.fields, case.priority) == (True, 2)


def test_the_clocks_run_on_under_the_new_target_from_the_true_start(cast):
    case = make_case(cast)
    sort(cast, case, priority=1)
    run = ClockRun.objects.get(owner_id=case.pk, name="resolve", stopped_at=None)
    assert (run.started_at, run.due_at) == (START, START + timedelta(hours=2))
    event = OutboxEvent.objects.get(name="cases.CaseClassified")
    assert event.facts["priority"] == 1


@pytest.mark.req("CASE-07")
def test_every_dimension_is_stored_and_can_be_filtered(cast):
    case = make_case(cast)
    make_case(cast, text="另一件事", taxonomy_code="towels")
    wanted = {
        "nature": "noise",
        "scope": "floor",
        "urgency": "now",
        "satisfaction": "angry",
        "subject": "efficiency",
    }
    sort(cast, case, **wanted)
    for dimension, value in wanted.items():
        page = cases_page(cast.owner.actor, filters=Filters(**{dimension: value}))
        assert [line.ref for line in page.lines] == [case.ref]


@pytest.mark.parametrize(("field", "value"), [("code", "nonsense"), ("category", "odd"), ("priority", 7)])
def test_it_refuses_what_the_house_does_not_know(cast, field, value):
    case = make_case(cast)
    with pytest.raises(InvalidInput) as refused:
        sort(cast, case, **{field: value})
    assert field in refused.value.fields


def test_a_complaint_is_at_least_important(cast):
    case = make_case(cast, taxonomy_code="towels")
    sort(cast, case, category="complaint", priority=4)
    assert case.priority == 2


def test_it_refuses_who_may_not_classify(cast):
    case = make_case(cast)
    with pytest.raises(NotPermitted):
        sort(cast, case, by=cast.privacy_officer, priority=1)
