"""How far from today a day or time that people enter may lie; each action that takes one insists on it."""

from datetime import date, timedelta

import pytest

from innkeeper.accounts.actions.duty import roster_turn
from innkeeper.cases import actions as cases
from innkeeper.complaints import actions as complaints
from innkeeper.disputes.actions import end_dispute, hold_talk
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.ids import uuid7
from innkeeper.properties.actions import enter_year
from innkeeper.web.days import AHEAD, BACK, insist_near
from tests.makers.cases import make_case
from tests.people import START

DAY = timedelta(days=1)
FAR = [START - BACK - 2 * DAY, START + AHEAD + 2 * DAY]


@pytest.mark.parametrize("on", [START - BACK, START, START + AHEAD, START.date(), None])
def test_what_is_near_passes(on):
    insist_near(at=START, held_on=on)


@pytest.mark.parametrize("on", [*FAR, *[one.date() for one in FAR], date(1, 1, 1), date(9999, 12, 31)])
def test_what_is_far_is_refused_by_its_field_with_the_days_that_would_do(on):
    with pytest.raises(InvalidInput) as refused:
        insist_near(at=START, held_on=on, other_on=START.date())
    assert set(refused.value.fields) == {"held_on"}
    assert "2024" in refused.value.text and "2029" in refused.value.text


def refused_field(act, **given) -> str:
    with pytest.raises(InvalidInput) as refused:
        act(at=START, **given)
    (field,) = refused.value.fields
    return field


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize("far", FAR)
def test_the_actions_of_the_house_refuse_it(cast, far):
    head, house = cast.general_manager.actor, cast.house.pk
    drill = {"actor": head, "property_id": house, "topic": "火警", "departments": ["security", "engineering"]}
    assert refused_field(complaints.plan_drill, on=far.date(), **drill) == "planned_on"
    planned = complaints.plan_drill(on=START.date(), at=START, **drill)
    held = {"actor": head, "drill_id": planned, "result": "好", "lessons": "无", "today": far.date()}
    assert refused_field(complaints.note_drill, held_on=far.date(), **held) == "held_on"
    year = {"actor": head, "property_id": house, "holidays": [], "is_announced": True}
    assert refused_field(enter_year, year=far.year + (1 if far > START else -1), **year) == "year"
    turn = {"actor": head, "property_id": house, "post_code": "front_desk", "staff_id": cast.owner.id}
    assert refused_field(roster_turn, on=far.date(), shift="day", **turn) == "on"


@pytest.mark.django_db(databases="__all__")
def test_the_actions_of_a_case_refuse_what_is_too_far_ahead(cast):
    on_case = {"actor": cast.owner.actor, "case_id": make_case(cast).pk}
    assert refused_field(cases.hold_case, reason="等宾客", until_at=FAR[1], **on_case) == "until_at"
    progress = {"words": cases.Words(text="正在修"), "channel": "phone", "expected_at": FAR[1]}
    assert refused_field(cases.send_progress, **progress, **on_case) == "expected_at"


@pytest.mark.parametrize("far", FAR)
def test_the_actions_of_a_dispute_refuse_it_before_anything_is_looked_up(cast, far):
    on_case = {"actor": cast.owner.actor, "case_id": uuid7()}
    talk = {"summary": "谈过", "outcome": "failed", "held_at": far}
    assert refused_field(hold_talk, **talk, **on_case) == "held_at"
    end = {"kind": "settlement", "text": "和解", "terms": [], "agreed_at": far}
    assert refused_field(end_dispute, **end, **on_case) == "agreed_at"
