"""Correcting the first classification."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions, policy
from innkeeper.cases.models import Classification
from innkeeper.cases.queries.lists import Filters, cases_page
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.outbox.models import OutboxEvent
from tests.accounts.conftest import enter
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


def test_corrected_to_what_few_may_know_it_is_restricted_from_then_on(cast):
    case = make_case(cast)
    assert policy.visible_to(cast.front_desk.actor).filter(pk=case.pk).exists()
    sort(cast, case, code="harassment")
    assert case.is_restricted
    assert policy.visible_to(cast.owner.actor).filter(pk=case.pk).exists()
    assert not policy.visible_to(cast.front_desk.actor).filter(pk=case.pk).exists()


def test_only_who_sees_restricted_cases_opens_one_to_all(cast):
    case = make_case(cast, taxonomy_code="theft")
    actions.share_case(
        actor=cast.owner.actor, case_id=case.pk, staff_id=cast.housekeeper.id, reason="查房", at=START
    )
    with pytest.raises(NotPermitted):
        sort(cast, case, by=cast.housekeeper, is_restricted=False)
    case.refresh_from_db()
    assert case.is_restricted
    sort(cast, case, is_restricted=False)
    assert policy.visible_to(cast.front_desk.actor).filter(pk=case.pk).exists()


def test_how_a_guest_came_to_be_disturbed_can_be_corrected_and_taken_away(cast):
    case = make_case(cast, cause="dnd_ignored")
    sort(cast, case, cause="early_arrival")
    assert case.cause == "early_arrival"
    sort(cast, case, scope="floor")
    assert case.cause == "early_arrival"
    sort(cast, case, cause="")
    assert case.cause == ""
    with pytest.raises(InvalidInput):
        sort(cast, case, cause="bad_luck")


def test_the_screen_corrects_the_cause(cast):
    case = make_case(cast)
    client = enter(cast.owner)
    shown = client.get(f"/cases/{case.ref}/classification/").content.decode()
    assert "不知宾客已提前抵店" in shown
    client.post(f"/cases/{case.ref}/classification/", {"cause": "early_arrival", "reason": "查了到店时间"})
    case.refresh_from_db()
    assert case.cause == "early_arrival"
