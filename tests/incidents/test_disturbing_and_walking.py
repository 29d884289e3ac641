"""Conflicts keep facts; turning away needs the manager; whom a full house walks, and how."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import GatesOpen, Intake, decide_approval
from innkeeper.cases.models import Approval, Case, Task
from innkeeper.incidents import actions, views
from innkeeper.incidents.models import Walk
from innkeeper.incidents.queries import candidates
from innkeeper.incidents.queries.facts import walk_facts
from innkeeper.incidents.rules import Arrival, judgements, walk_order
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.kernel.ids import uuid7
from tests.makers.cases import give
from tests.makers.guests import make_guest
from tests.makers.stays import expect, move_in
from tests.people import START

db = pytest.mark.django_db(databases="__all__")


@pytest.mark.req("ERR-12")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("客人无理取闹", ("无理取闹",)),
        ("The guest is a troublemaker", ("troublemaker",)),
        ("客人说“你是骗子”，把杯子摔在地上", ()),
        ('He said "idiot" and left', ()),
        ("02:05 敲门两次，音乐未停", ()),
        ("a pesto sandwich, priest next door", ()),
    ],
)
def test_words_that_judge_are_found_and_quotations_are_not(text, found):
    assert judgements(text)[: len(found)] == found
    assert bool(judgements(text)) == bool(found)


def disturbance(house, text="1206 派对，音乐很大，02:05 劝过一次"):
    intake = Intake(
        kind="", property_id=house.house.pk, text=text, channel="room_phone", room_number="1206",
        taxonomy_code="noise_guests",
    )  # fmt: skip
    opened = actions.open_disturbance(actor=house.owner.actor, intake=intake, at=START)
    give(house, opened.id, owner=house.owner)
    return Case.objects.get(pk=opened.id)


@db
@pytest.mark.req("ERR-12")
def test_a_judgement_is_asked_to_be_reworded_and_nothing_is_written(house):
    with pytest.raises(InvalidInput, match="无理取闹"):
        disturbance(house, text="1206 客人无理取闹")
    assert Case.objects.count() == 0


@db
def test_two_go_with_security(house):
    case = disturbance(house)
    assert set(Task.objects.filter(case=case).values_list("department", flat=True)) == {
        "security",
        "front_office",
    }


@db
def test_turning_away_is_approved_by_phone_and_ratified_before_it_closes(house):
    case = disturbance(house)
    approval_id = actions.ask_exclusion(
        actor=house.owner.actor, case_id=case.pk, reason="三次劝说后仍播放音乐", at=START
    )
    assert Approval.objects.get(pk=approval_id).post == "manager_on_duty"
    cases.note_phone_approval(
        actor=house.owner.actor, approval_id=approval_id, given_by_id=house.manager.id, at=START
    )
    with pytest.raises(GatesOpen) as refused:
        cases.insist_gates(Case.objects.get(pk=case.pk), ("approvals_ratified",))
    assert "approvals_ratified" in refused.value.fields
    cases.ratify_approval(actor=house.manager.actor, approval_id=approval_id, at=START + timedelta(hours=6))
    cases.insist_gates(Case.objects.get(pk=case.pk), ("approvals_ratified",))


def test_one_night_goes_first_and_vips_needs_families_and_the_late_stay():
    plain, long, vip, needs, family, late = (uuid7() for _place in range(6))
    order = walk_order(
        [
            Arrival(vip, vip_level=2), Arrival(needs, has_needs=True), Arrival(family, children=2),
            Arrival(late, arrives_at=START.replace(hour=23)), Arrival(long, nights=4), Arrival(plain),
        ]
    )  # fmt: skip
    assert [one.stay_id for one in order][:2] == [plain, long]
    assert {one.stay_id for one in order if one.is_kept} == {vip, needs, family, late}
    assert timezone.is_aware(START)


@db
def test_the_walk_is_a_case_with_its_record_and_its_limit(house):
    stay = expect(house=house.house, guest=make_guest(house=house.house, name="欧阳海"))
    [row] = candidates(house.owner.actor, house.house.pk, at=START)
    assert row.stay_id == stay.id and not row.choice.is_kept
    opened = actions.begin_walk(
        actor=house.owner.actor, property_id=house.house.pk, stay_id=stay.id, at=START
    )
    give(house, opened.id, owner=house.owner)
    plan = {"hotel": "江畔酒店", "transport": "专车往返", "returns_on": date(2026, 3, 15)}
    within = actions.WalkPlan(cost_minor=98_000, **plan)
    assert actions.arrange_walk(actor=house.owner.actor, case_id=opened.id, plan=within, at=START)
    assert Walk.objects.get().cost_minor == 98_000
    above = actions.WalkPlan(cost_minor=180_000, **plan)
    assert not actions.arrange_walk(actor=house.owner.actor, case_id=opened.id, plan=above, at=START)
    assert Approval.objects.get().amount_minor == 180_000


@db
def test_a_walk_whose_cost_was_refused_is_not_arranged_until_there_is_another_plan(house):
    stay = expect(house=house.house)
    opened = actions.begin_walk(
        actor=house.owner.actor, property_id=house.house.pk, stay_id=stay.id, at=START
    )
    give(house, opened.id, owner=house.owner)
    do = {"actor": house.owner.actor, "case_id": opened.id}
    plan = {"hotel": "江畔酒店", "transport": "专车往返", "returns_on": date(2026, 3, 15)}
    actions.arrange_walk(plan=actions.WalkPlan(cost_minor=900_000, **plan), at=START, **do)
    asked = Approval.objects.get()
    assert asked.post == "general_manager"
    with pytest.raises(NotPermitted):
        decide_approval(actor=house.manager.actor, approval_id=asked.pk, is_given=True, at=START)
    decide_approval(actor=house.general_manager.actor, approval_id=asked.pk, is_given=False, at=START)
    case = Case.objects.get(pk=opened.id)
    assert not walk_facts(case.pk, None).is_arranged
    assert case.stage == "arrange"
    later = START + timedelta(minutes=5)
    assert actions.arrange_walk(plan=actions.WalkPlan(cost_minor=98_000, **plan), at=later, **do)
    assert walk_facts(case.pk, None).is_arranged


@db
def test_a_walk_without_hotel_or_ride_is_refused(house):
    stay = expect(house=house.house)
    opened = actions.begin_walk(
        actor=house.owner.actor, property_id=house.house.pk, stay_id=stay.id, at=START
    )
    give(house, opened.id, owner=house.owner)
    plan = actions.WalkPlan(hotel="", transport="", cost_minor=0, returns_on=date(2026, 3, 1))
    with pytest.raises(InvalidInput) as refused:
        actions.arrange_walk(actor=house.owner.actor, case_id=opened.id, plan=plan, at=START)
    assert set(refused.value.fields) == {"hotel", "transport", "returns_on"}
    for far in (date(2031, 3, 15), date(9999, 12, 31), date.min):
        plan = actions.WalkPlan(hotel="江畔酒店", transport="专车", cost_minor=0, returns_on=far)
        with pytest.raises(InvalidInput) as refused:
            actions.arrange_walk(actor=house.owner.actor, case_id=opened.id, plan=plan, at=START)
        assert set(refused.value.fields) == {"returns_on"}


@db
def test_only_a_guest_who_is_still_to_come_to_this_very_hotel_is_walked(house):
    here, elsewhere = move_in(house=house.house, room="1101"), expect(house=house.other_house)
    owner = replace(house.owner.actor, property_ids=frozenset({house.house.pk, house.other_house.pk}))
    do = {"actor": owner, "property_id": house.house.pk, "at": START}
    with pytest.raises(WrongState):
        actions.begin_walk(stay_id=here.id, **do)
    with pytest.raises(NotFound):
        actions.begin_walk(stay_id=elsewhere.id, **do)
    assert not Case.objects.filter(kind="walk").exists()


@db
def test_the_day_of_return_is_a_day_of_the_hotel_and_the_ride_names_nobody(house):
    guest = make_guest(house=house.house, name="欧阳海")
    stay = expect(house=house.house, guest=guest)
    opened = actions.begin_walk(
        actor=house.owner.actor, property_id=house.house.pk, stay_id=stay.id, at=START
    )
    give(house, opened.id, owner=house.owner)
    after_midnight = datetime(2026, 3, 14, 17, tzinfo=UTC)
    given = {"hotel": "江畔酒店", "transport": "专车送欧阳海", "cost_minor": 0}
    do = {"actor": house.owner.actor, "case_id": opened.id, "at": after_midnight}
    with pytest.raises(InvalidInput):
        actions.arrange_walk(plan=actions.WalkPlan(returns_on=date(2026, 3, 14), **given), **do)
    actions.arrange_walk(plan=actions.WalkPlan(returns_on=date(2026, 3, 15), **given), **do)
    walk = Walk.objects.get()
    assert walk.hotel == "江畔酒店" and "欧阳海" not in walk.transport


@db
def test_the_pages_of_walks_and_conflicts_open(house, desk):
    stay = expect(house=house.house)
    assert desk.get("/walks/").status_code == 200
    answer = desk.post("/walks/", {"stay": str(stay.id)})
    assert desk.get(answer.headers["Location"]).status_code == 200
    case = disturbance(house)
    sent = {"reason": "打碎三个杯子，拒绝停止"}
    assert desk.post(f"/cases/{case.ref}/exclusion/", sent).status_code == 303
    assert desk.post(f"/cases/{case.ref}/exclusion/", {"reason": "素质差"}).status_code == 422


@db
def test_of_many_arrivals_the_first_to_walk_are_shown_and_the_rest_counted(house, monkeypatch, desk):
    monkeypatch.setattr(views, "WALKS_SHOWN", 1)
    expect(house=house.house, guest=make_guest(house=house.house, vip_level=3))
    plain = expect(house=house.house, guest=make_guest(house=house.house), nights=1)
    page = desk.get("/walks/").content.decode()
    assert f'value="{plain.pk}"' in page
    assert "还有 1 位预抵宾客" in page


@pytest.mark.req("REQ-07")
def test_who_needs_a_wheelchair_is_sent_away_no_sooner_than_a_vip_whoever_it_is():
    wheelchair, vip, highest = (uuid7() for _place in range(3))
    order = walk_order(
        [Arrival(wheelchair, has_needs=True), Arrival(vip, vip_level=3), Arrival(highest, vip_level=5, has_needs=True)]
    )  # fmt: skip
    assert [one.stay_id for one in order] == [vip, wheelchair, highest]
    assert all(one.is_kept for one in order)


@db
def test_the_house_says_itself_that_it_walks_and_the_walk_waits_for_its_handler(house, desk):
    stay = expect(house=house.house)
    actor = house.owner.actor
    opened = actions.begin_walk(actor=actor, property_id=house.house.pk, stay_id=stay.id, at=START)
    page = desk.get(f"/cases/{opened.ref}/").content.decode()
    thread = page[page.index('id="talk"') :]
    assert house.owner.staff.work_name in thread and "内部备注" in thread and "<b>宾客</b>" not in thread
    assert "接手后在此填写" in desk.get(f"/cases/{opened.ref}/sections/walk/").content.decode()
    assert f'href="/stays/{stay.id}/"' in desk.get("/walks/").content.decode()
