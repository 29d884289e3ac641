"""Posts, roles, roster, review: given by others, written to the log."""

from datetime import date

import pytest

from innkeeper.accounts import policy
from innkeeper.accounts.actions import establish_house
from innkeeper.accounts.actions.chart import first_chart
from innkeeper.accounts.actions.duty import remove_turn, roster_days, roster_turn, set_ladder
from innkeeper.accounts.actions.rights import change_role, review_rights
from innkeeper.accounts.actions.staff import assign_post, end_assignment, engage_staff
from innkeeper.accounts.models import Assignment, DutyTurn, Post, Role, Staff, is_stale
from innkeeper.accounts.queries import actor_for, ladders, last_review, on_duty, posts
from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.properties.queries import departments
from tests.accounts.conftest import enter
from tests.makers.accounts import assign, make_staff
from tests.people import START, person

TODAY = date(2026, 3, 14)


def rights(person, house):
    actor = actor_for(person.staff, property_id=house.pk, session="", at=START, has_second_factor=True)
    return actor.permissions


@pytest.mark.req("PRIV-05")
def test_an_attendant_sees_rooms_and_does_tasks_and_opens_no_guest(cast):
    held = rights(cast.attendant, cast.house)
    assert held == {"cases.see", "tasks.do", "stays.see"}


@pytest.mark.req("PRIV-05")
def test_a_post_gives_nothing_in_another_hotel(cast):
    elsewhere = actor_for(cast.owner.staff, property_id=cast.other_house.pk, session="", at=START)
    assert (elsewhere.permissions, elsewhere.posts, elsewhere.property_id) == (frozenset(), frozenset(), None)


@pytest.mark.req("OPS-04")
def test_a_role_changes_for_everyone_who_holds_it_at_once(cast):
    role = Role.objects.get(code="line")
    change_role(actor=cast.administrator.actor, role_id=role.pk, permissions=["tasks.do"], at=START)
    assert rights(cast.engineer, cast.house) == {"tasks.do"}
    assert AuditEntry.objects.get(verb="accounts.role_changed").facts["removed"] == "cases.see,stays.see"
    change_role(actor=cast.administrator.actor, role_id=role.pk, permissions=["tasks.do"], at=START)
    assert AuditEntry.objects.filter(verb="accounts.role_changed").count() == 1  # the same again is no change


@pytest.mark.parametrize(
    ("who", "code", "wanted", "error"),
    [
        ("attendant", "line", ["tasks.do"], NotPermitted),
        ("administrator", "systems", sorted(policy.ALL), NotPermitted),
        ("administrator", "line", ["everything"], InvalidInput),
    ],
)
def test_a_role_is_not_changed_so(cast, who, code, wanted, error):
    role = Role.objects.get(code=code)
    with pytest.raises(error):
        change_role(actor=getattr(cast, who).actor, role_id=role.pk, permissions=wanted, at=START)
    assert Role.objects.get(code=code).permissions == role.permissions


def test_nobody_gives_rights_to_themselves(cast):
    with pytest.raises(NotPermitted):
        assign_post(
            actor=cast.administrator.actor,
            staff=cast.administrator.staff,
            property_id=cast.house.pk,
            post_code="general_manager",
            from_on=TODAY,
            at=START,
        )
    assert not Assignment.objects.filter(
        staff=cast.administrator.staff, post__code="general_manager"
    ).exists()


def test_a_colleague_is_engaged_with_a_post_or_not_at_all(cast):
    given = {
        "actor": cast.administrator.actor,
        "property_id": cast.house.pk,
        "from_on": TODAY,
        "staff_number": "5500",
        "work_name": "柳絮",
        "work_name_en": "",
        "at": START,
    }
    for wrong in ({"post_code": "no_such"}, {"password": "short"}, {"staff_number": "2001"}):
        with pytest.raises(InvalidInput):
            engage_staff(**{"post_code": "waiter", "password": "lantern-river-77", **given, **wrong})
    assert not Staff.objects.filter(staff_number="5500").exists()
    person = engage_staff(post_code="waiter", password="lantern-river-77", **given)
    assert person.assignments.get().role.code == "line"


def test_a_right_ends_with_its_post(cast):
    held = Assignment.objects.get(staff=cast.attendant.staff)
    end_assignment(actor=cast.administrator.actor, assignment_id=held.pk, last_on=date(2026, 3, 13), at=START)
    assert rights(cast.attendant, cast.house) == frozenset()


def test_an_administrator_elsewhere_does_not_see_the_assignment(cast):
    elsewhere = person(cast.other_house, staff_number="8005", post_code="system_administrator")
    held = Assignment.objects.get(staff=cast.attendant.staff)
    with pytest.raises(NotFound):
        end_assignment(actor=elsewhere.actor, assignment_id=held.pk, last_on=TODAY, at=START)
    assert rights(cast.attendant, cast.house)


@pytest.mark.req("OPS-04")
def test_the_rights_wait_for_a_review_each_quarter(cast, clock):
    assert is_stale(last_review(cast.house.pk), at=START)
    review_rights(actor=cast.administrator.actor, property_id=cast.house.pk, at=START)
    newest = last_review(cast.house.pk)
    assert newest.staff_count == 11
    assert not is_stale(newest, at=START)
    assert is_stale(newest, at=clock.move(days=90))
    assert enter(cast.administrator).post("/settings/rights-review/").status_code == 303


def test_a_turn_is_rostered_once_and_removed(cast):
    given = {
        "actor": cast.owner.actor,
        "property_id": cast.house.pk,
        "post_code": "engineer",
        "staff_id": cast.engineer.id,
        "on": TODAY,
        "shift": "night",
        "at": START,
    }
    turn = roster_turn(**given)
    assert (turn.ends_at - turn.starts_at).total_seconds() == 8 * 3600
    for wrong in ({}, {"shift": "noon"}, {"staff_id": cast.outsider.id}):
        with pytest.raises(InvalidInput):
            roster_turn(**given | wrong)
    remove_turn(actor=cast.owner.actor, turn_id=turn.pk, at=START)
    assert not DutyTurn.objects.filter(pk=turn.pk).exists()


def test_a_colleague_is_rostered_for_many_days_with_one_entry_or_not_at_all(cast):
    given = {
        "actor": cast.owner.actor,
        "property_id": cast.house.pk,
        "post_code": "engineer",
        "staff_id": cast.engineer.id,
        "days": [date(2026, 4, n) for n in (1, 2, 3)],
        "shift": "night",
        "at": START,
    }
    assert roster_days(**given) == 3
    assert AuditEntry.objects.filter(verb="accounts.turns_rostered").count() == 1
    again = {"days": [date(2026, 4, 3), date(2026, 4, 4)]}
    for wrong in (again, {"shift": "noon"}, {"staff_id": cast.outsider.id}):
        with pytest.raises(InvalidInput):
            roster_days(**given | wrong)
    with pytest.raises(NotPermitted):
        roster_days(**given | {"actor": cast.attendant.actor})
    assert DutyTurn.objects.filter(on__gte=date(2026, 4, 1)).count() == 3
    assert roster_days(**given | {"days": []}) == 0


def test_the_hotel_changes_a_ladder(cast, clock):
    given = {"actor": cast.owner.actor, "property_id": cast.house.pk, "post_code": "waiter", "at": START}
    set_ladder(deputies=["front_desk", "general_manager"], **given)
    assert [line.staff_number for line in on_duty(cast.house.pk, "waiter", START)] == ["2003"]
    for wrong in (["waiter"], ["nobody"]):
        with pytest.raises(InvalidInput):
            set_ladder(deputies=wrong, **given)


def test_the_roster_screen_adds_a_turn_and_shows_refusals(cast, clock):
    client = enter(cast.owner)
    data = {"post": "engineer", "staff": str(cast.engineer.id), "shift": "late", "keep": "1"}
    assert client.post("/settings/duty/?on=2026-03-15", data).status_code == 303
    assert client.post("/settings/duty/?on=2026-03-15", data).status_code == 422
    assert client.post("/settings/duty/?on=2026-03-15", data | {"staff": "x"}).status_code == 422
    assert client.get("/settings/duty/?on=not-a-date").status_code == 200


@pytest.mark.req("ORG-01")
def test_every_module_has_a_head_and_a_reporting_line(house):
    known = {post.code: post for post in posts(house.pk)}
    modules = departments(house.pk)
    assert all(one.head_post_code in known for one in modules)
    assert [one.code for one in modules if one.reports_to is None] == ["executive"]
    assert [post.code for post in known.values() if post.reports_to is None] == ["general_manager"]


@pytest.mark.req("ORG-02")
def test_every_post_has_its_duties_in_both_languages_and_a_ladder(house):
    steps = ladders(house.pk)
    for post in posts(house.pk):
        assert post.duties_zh and len(post.duties_zh) == len(post.duties_en)
        assert post.pk in steps or post.code == "auditor"


def test_setting_up_again_changes_nothing(house):
    before = list(Post.objects.order_by("pk").values())
    establish_house(actor=system(), property_id=house.pk, at=START)
    assert list(Post.objects.order_by("pk").values()) == before


def test_a_chart_that_names_the_unknown_is_refused(house):
    chart = first_chart()
    broken = dict(chart) | {"ladders": {"waiter": ["captain"]}}
    with pytest.raises(InvalidInput, match="captain"):
        establish_house(actor=system(), property_id=house.pk, at=START, chart=broken)
    with pytest.raises(NotPermitted):
        stranger = actor_for(make_staff(), property_id=None, session="", at=START)
        establish_house(actor=stranger, property_id=house.pk, at=START)


def test_what_one_may_in_one_hotel_counts_in_another_only_where_the_same_post_is_held_there(cast):
    both = cast.house.pk, cast.other_house.pk
    assign(cast.owner.staff, house=cast.other_house, post_code="front_desk")
    assign(cast.quality.staff, house=cast.other_house, post_code="quality_manager")
    here, away = (actor_for(cast.owner.staff, property_id=house, session="", at=START) for house in both)
    assert (here.property_ids, here.works_in) == ({both[0]}, set(both))
    assert (away.property_ids, away.works_in) == ({both[1]}, set(both))
    same = actor_for(cast.quality.staff, property_id=both[0], session="", at=START)
    assert same.property_ids == set(both)


def test_a_ladder_is_chosen_from_the_posts_by_their_names(cast, clock):
    client = enter(cast.owner)
    page = client.get("/settings/duty/ladders/waiter/").content.decode()
    assert '<option value="front_desk"' in page
    assert '<option value="waiter"' not in page
    chosen = {"place_1": "front_desk", "place_2": "", "place_3": "general_manager", "keep": "1"}
    assert client.post("/settings/duty/ladders/waiter/", {"place_1": "nobody"}).status_code == 422
    assert client.post("/settings/duty/ladders/waiter/", chosen).status_code == 303
    steps = ladders(cast.house.pk)
    post = next(one for one in posts(cast.house.pk) if one.code == "waiter")
    assert [one.code for one in steps[post.pk]] == ["front_desk", "general_manager"]
    assert client.get("/settings/duty/ladders/nobody/").status_code == 404
