"""What a playbook may say, what is proved of it, which version runs."""

import copy

import pytest
import yaml

from innkeeper.cases import actions
from innkeeper.cases.actions import publishing
from innkeeper.cases.models import PlaybookOverride, PlaybookVersion
from innkeeper.cases.playbooks import PlaybookError, proof, read
from innkeeper.cases.rules import CHECKS
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from tests.makers.cases import FOLDER, SYSTEM, make_case
from tests.people import START

BODY = yaml.safe_load((FOLDER / "matter.yaml").read_text(encoding="utf-8"))
KNOWN = frozenset(CHECKS)


@pytest.fixture
def body():
    return copy.deepcopy(BODY)


def found(body, *, known=KNOWN):
    return {(fault.rule, fault.text) for fault in proof.faults(read(body), known_checks=known)}


@pytest.mark.req("JRN-02")
@pytest.mark.parametrize("part", ["owner_post", "standard"])
def test_a_step_without_owner_or_standard_is_refused_naming_the_step(body, part):
    del body["stages"][3]["steps"][0][part]
    with pytest.raises(PlaybookError, match="solve"):
        read(body)


@pytest.mark.req("JRN-02")
@pytest.mark.parametrize("part", ["need", "standard", "effect"])
def test_a_goal_names_need_standard_and_effect(body, part):
    del body["goal"][part]
    with pytest.raises(PlaybookError, match=part):
        read(body)


def test_both_languages_are_asked_for(body):
    body["stages"][0]["title"] = {"zh": "受理"}
    with pytest.raises(PlaybookError, match="en"):
        read(body)


def test_the_tests_own_playbook_is_proved():
    assert found(BODY) == set()


@pytest.mark.req("CASE-33")
@pytest.mark.parametrize("skipped", ["classify", "respond", "resolve", "feedback", "review"])
def test_a_path_that_avoids_one_of_the_six_is_named(body, skipped):
    names = [stage["name"] for stage in body["stages"]]
    before = names.index(skipped) - 1
    body["stages"][before]["next"].append([*names, "closed"][before + 2])
    assert any(rule == "closed_loop" and f"avoids {skipped}" in text for rule, text in found(body))


def test_a_stage_that_cannot_be_entered_and_a_dead_end_are_named(body):
    body["stages"][3]["next"] = ["resolve"]
    rules = {rule for rule, _text in found(body)}
    assert {"reachable", "dead_end"} <= rules


def test_a_clock_that_nothing_can_stop_is_named(body):
    body["clocks"][0]["stop_on"] = ["report.done"]
    body["clocks"][0]["start_on"] = ["resolve.entered"]
    assert ("endless_clock", "clock respond: started in resolve, no path from there stops it") in found(body)


def test_an_unknown_check_and_an_unknown_signal_are_named(body):
    body["closure_gates"] = ["moon_is_full"]
    body["clocks"][0]["start_on"] = ["moonrise"]
    assert {rule for rule, _text in found(body)} >= {"unknown_check", "unknown_signal"}


@pytest.mark.req("JRN-03")
def test_a_running_case_finishes_on_the_version_it_began(cast, body):
    case = make_case(cast)
    body["title"]["en"] = "Matter, second edition"
    actions.publish(read(body), actor=SYSTEM, at=START)
    later = make_case(cast)
    case.refresh_from_db()
    assert (case.playbook.version, later.playbook.version) == (1, 2)
    assert actions.playbook_for(case).title.en == "Matter"


def test_publishing_the_same_body_twice_makes_one_version(cast):
    actions.publish_shipped(actor=SYSTEM, at=START)
    actions.publish_shipped(actor=SYSTEM, at=START)
    assert PlaybookVersion.objects.filter(kind="matter").count() == 1


def test_a_hotel_edits_times_posts_and_texts_and_adds_steps_with_history(cast):
    actions.publish_shipped(actor=SYSTEM, at=START)
    step = copy.deepcopy(BODY["stages"][3]["steps"][0]) | {"name": "sweeten"}
    change = {"ceilings": {"respond": {"important": {"minutes": 30}}}, "add_steps": {"resolve": [step]}}
    made = actions.override_playbook(
        actor=SYSTEM, property_id=cast.house.pk, kind="matter", change=change, reason="our promise", at=START
    )
    case = make_case(cast)
    assert case.playbook_id == made.pk
    assert actions.playbook_for(case).clock("respond").ceilings["important"].minutes == 30
    assert PlaybookOverride.objects.get().reason == "our promise"


@pytest.mark.parametrize(
    "change", [{"closure_gates": []}, {"steps": {"reach": {"emits": []}}}, {"stages": []}]
)
def test_a_hotel_never_removes_what_is_required(cast, change):
    actions.publish_shipped(actor=SYSTEM, at=START)
    with pytest.raises(InvalidInput):
        actions.override_playbook(
            actor=SYSTEM,
            property_id=cast.house.pk,
            kind="matter",
            change=change,
            reason="less work",
            at=START,
        )
    assert not PlaybookOverride.objects.exists()


def test_who_may_not_change_settings_changes_no_playbook(cast):
    actions.publish_shipped(actor=SYSTEM, at=START)
    with pytest.raises(NotPermitted):
        actions.override_playbook(
            actor=cast.owner.actor, property_id=cast.house.pk, kind="matter", change={}, reason="x", at=START
        )


def test_nobody_changes_the_playbook_of_a_hotel_that_they_do_not_work_in(cast):
    actions.publish_shipped(actor=SYSTEM, at=START)
    change = {"ceilings": {"respond": {"important": {"minutes": 30}}}}
    given = {
        "property_id": cast.other_house.pk,
        "kind": "matter",
        "change": change,
        "reason": "x",
        "at": START,
    }
    with pytest.raises(NotPermitted):
        actions.override_playbook(actor=cast.administrator.actor, **given)
    assert not PlaybookOverride.objects.exists()


@pytest.mark.req("CASE-09", "CASE-10", "CASE-13")
@pytest.mark.parametrize(
    ("clock", "priority", "target"),
    [
        ("respond", "important", {"hours": 3}),
        ("respond", "general", {"days": 2}),
        ("resolve", "non_urgent", {"days": 29}),
        ("resolve", "important", {"working_days": 1}),
        ("progress", "important", {"working_days": 2}),
    ],
)
def test_a_hotel_is_never_slower_than_the_ceiling_and_is_told_which(cast, clock, priority, target):
    actions.publish_shipped(actor=SYSTEM, at=START)
    change = {"ceilings": {clock: {priority: target}}}
    given = {"property_id": cast.house.pk, "kind": "matter", "change": change}
    with pytest.raises(InvalidInput, match="可以更严，不可放宽"):
        actions.override_playbook(actor=SYSTEM, reason="人手不够", at=START, **given)
    assert not PlaybookOverride.objects.exists()
    assert "不可放宽" in actions.faults_of_change(**given)[0]


@pytest.mark.parametrize(
    ("clock", "priority", "target"),
    [
        ("respond", "important", {"hours": 2}),
        ("respond", "general", {"minutes": 1440}),
        ("resolve", "non_urgent", {"days": 28}),
        ("progress", "important", {"hours": 8}),
    ],
)
def test_a_hotel_may_be_as_strict_as_it_likes(cast, clock, priority, target):
    actions.publish_shipped(actor=SYSTEM, at=START)
    change = {"ceilings": {clock: {priority: target}}}
    given = {"property_id": cast.house.pk, "kind": "matter", "change": change}
    assert actions.faults_of_change(**given) == []
    actions.override_playbook(actor=SYSTEM, reason="更快", at=START, **given)
    assert PlaybookOverride.objects.count() == 1


def test_a_slower_time_of_an_older_release_comes_back_within_the_ceiling(cast):
    actions.publish_shipped(actor=SYSTEM, at=START)
    change = {"ceilings": {"respond": {"important": {"hours": 9}, "general": {"hours": 9}}}}
    PlaybookOverride.objects.create(
        property_id=cast.house.pk,
        kind="matter",
        change=change,
        reason="x",
        made_at=START,
        made_by_id=SYSTEM.id,
    )
    body = copy.deepcopy(BODY)
    actions.publish(read(body | {"title": {"zh": "事项二", "en": "Second"}}), actor=SYSTEM, at=START)
    made = publishing._republish_overrides("matter", actor=SYSTEM, at=START)
    kept = next(one for one in made[0].body["clocks"] if one["name"] == "respond")["ceilings"]
    assert (kept["important"]["hours"], kept["general"]["hours"]) == (2, 9)
