"""The roster and the ladders: what a change would do is shown before it is kept, and what was kept can be told."""

from datetime import date, timedelta

import pytest

from innkeeper.accounts.actions.duty import remove_turn, roster_turn, set_ladder
from innkeeper.accounts.actions.rights import change_role
from innkeeper.accounts.models import DutyTurn, Post, Role
from innkeeper.accounts.queries import (
    covers_of_ladder,
    covers_of_turn,
    ladders,
    on_duty,
    posts,
    role_changes,
    roster_changes,
)
from innkeeper.accounts.rules import Rung, Turn, answers
from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.editions import edition_of
from innkeeper.kernel.errors import EditConflict, InvalidInput, NotFound, NotPermitted
from innkeeper.kernel.ids import uuid7
from tests.accounts.conftest import enter
from tests.makers.accounts import assign, make_staff, make_turn
from tests.people import START

TODAY = date(2026, 3, 14)
DUTY = "/settings/duty/?on=2026-03-14"
WAITER = "/settings/duty/ladders/waiter/"


def post_of(cast, code):
    return Post.objects.get(property=cast.house, code=code)


def turn_of(cast, person):
    return DutyTurn.objects.select_related("post", "staff").get(staff=person.staff)


def ladder_of(cast, code):
    return [one.code for one in ladders(cast.house.pk).get(post_of(cast, code).pk, [])]


def test_the_hours_of_a_preview_name_the_same_people_as_the_alarms_ask(cast):
    """The pure rule and the query that routes alarms agree at every hour of two days."""
    stand_in = make_staff(staff_number="2010")
    make_turn(stand_in, house=cast.house, post_code="engineer", is_deputy=True, shift="late")
    for code in ("engineer", "assistant_manager", "general_manager", "waiter"):
        post = post_of(cast, code)
        spans, _steps = covers_of_ladder(post, ladders(cast.house.pk).get(post.pk, []), at=START)
        for one in spans:
            asked = on_duty(cast.house.pk, code, one.begins_at)
            assert one.now.split(", ") == [line.work_name for line in asked] if asked else not one.now
            assert (one.now_post == "") == (not asked or asked[0].post_code == code)


def test_nobody_answers_where_the_ladder_ends_without_a_post_on_call():
    person, end = uuid7(), START + timedelta(hours=8)
    turns = [Turn("waiter", person, START, end)]
    spans = answers([Rung("waiter")], turns, begins_at=START, ends_at=end + timedelta(hours=1))
    assert [(one.post_code, one.staff_ids) for one in spans] == [("waiter", (person,)), ("", ())]


def test_taking_the_only_one_off_the_roster_opens_a_gap_that_is_shown(cast):
    turn = turn_of(cast, cast.owner)
    covers = covers_of_turn(
        turn.post, turn, deputies=ladders(cast.house.pk).get(turn.post_id, []), is_removed=True, at=START
    )
    gaps = [one for one in covers if one.is_gap]
    assert [(one.now, one.wished_post, one.wished) for one in gaps] == [("周岚", "值班经理", "高远")]
    assert (gaps[0].begins_at, gaps[0].ends_at) == (turn.starts_at, turn.ends_at)


def test_a_turn_more_fills_its_hours_and_leaves_the_rest(cast):
    engineer = make_staff(staff_number="4009", work_name="邵铁", work_name_en="Shao Tie")
    assign(engineer, house=cast.house, post_code="engineer")
    turn = make_turn(engineer, house=cast.house, post_code="engineer", shift="night")
    covers = covers_of_turn(
        post_of(cast, "engineer"),
        turn,
        deputies=ladders(cast.house.pk).get(turn.post_id, []),
        is_removed=False,
        at=START,
    )
    changed = [one for one in covers if one.is_changed]
    assert [(one.begins_at, one.wished, one.is_gap) for one in changed] == [(turn.starts_at, "邵铁", False)]


def test_the_roster_is_previewed_and_then_kept(cast, clock):
    client = enter(cast.owner)
    data = {"post": "engineer", "staff": str(cast.engineer.id), "shift": "late"}
    page = client.post(DUTY, data)
    assert page.status_code == 200
    assert 'name="keep"' in page.content.decode() and "何建国" in page.content.decode()
    assert DutyTurn.objects.filter(staff=cast.engineer.staff).count() == 1
    assert client.post(DUTY, data | {"keep": "1"}).status_code == 303
    assert DutyTurn.objects.filter(staff=cast.engineer.staff).count() == 2
    assert "排上班表" in client.get(DUTY).content.decode()


def test_the_preview_says_when_the_colleague_does_not_hold_the_post(cast, clock):
    data = {"post": "engineer", "staff": str(cast.attendant.id), "shift": "night"}
    assert "此人不任工程师" in enter(cast.owner).post(DUTY, data).content.decode()


def test_a_colleague_does_not_stand_for_two_posts_at_once_unless_to_stand_in(cast, clock):
    client = enter(cast.owner)
    data = {"post": "chief_engineer", "staff": str(cast.engineer.id), "shift": "early", "keep": "1"}
    answer = client.post(DUTY, data)
    assert answer.status_code == 422
    assert "这段时间已在工程师岗上" in answer.content.decode()
    assert client.post(DUTY, data | {"is_deputy": "on"}).status_code == 303


def test_taking_off_is_looked_at_first_and_told_to_who_comes_second(cast, clock):
    client, turn = enter(cast.owner), turn_of(cast, cast.owner)
    address = f"/settings/duty/turns/{turn.pk}/removal/"
    page = client.get(address).content.decode()
    assert "大堂副理无人当班" in page and "高远" in page
    assert DutyTurn.objects.filter(pk=turn.pk).exists()
    assert enter(cast.attendant).get(address).status_code == 403
    assert enter(cast.outsider).get(address).status_code == 404
    assert client.post(address).status_code == 303
    with pytest.raises(NotFound):
        remove_turn(actor=cast.owner.actor, turn_id=turn.pk, at=START)
    assert "撤下班表" in client.get(DUTY).content.decode()


def test_the_history_of_the_roster_names_people_posts_and_days(cast):
    given = {"actor": cast.owner.actor, "property_id": cast.house.pk, "at": START}
    turn = roster_turn(post_code="engineer", staff_id=cast.engineer.id, on=TODAY, shift="night", **given)
    remove_turn(actor=cast.owner.actor, turn_id=turn.pk, at=START)
    told = roster_changes(cast.house.pk, posts(cast.house.pk))
    assert [one.who for one in told] == ["周岚", "周岚"]
    assert told[0].lines == [("撤下班表", "何建国 · 工程师 · 夜班 · 3 月 14 日", "—")]
    assert told[1].lines == [("排上班表", "", "何建国 · 工程师 · 夜班 · 3 月 14 日")]


def test_a_ladder_without_a_last_resort_is_refused_at_its_place(cast, clock):
    given = {"actor": cast.owner.actor, "property_id": cast.house.pk, "post_code": "waiter", "at": START}
    before = ladder_of(cast, "waiter")
    for wrong in ([], ["front_desk"]):
        with pytest.raises(InvalidInput) as refused:
            set_ladder(deputies=wrong, **given)
        assert "deputies" in refused.value.fields
    assert ladder_of(cast, "waiter") == before
    answer = enter(cast.owner).post(WAITER, {"place_1": "front_desk"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "最后请放一个随叫岗位，例如总经理" in page and 'id="id_place_2_error"' in page


def test_a_ladder_is_previewed_with_the_posts_that_nobody_holds(cast, clock):
    client, before = enter(cast.owner), ladder_of(cast, "waiter")
    page = client.post(WAITER, {"place_1": "fb_manager", "place_2": "general_manager"}).content.decode()
    assert "无人任职" in page and 'name="keep"' in page and "闻人杰" in page
    assert ladder_of(cast, "waiter") == before


def test_a_ladder_that_somebody_changed_meanwhile_is_shown_again_and_nothing_is_lost(cast, clock):
    seen = edition_of(ladder_of(cast, "waiter"))
    given = {"actor": cast.owner.actor, "property_id": cast.house.pk, "post_code": "waiter", "at": START}
    set_ladder(deputies=["general_manager"], seen=seen, **given)
    with pytest.raises(EditConflict):
        set_ladder(deputies=["front_desk", "general_manager"], seen=seen, **given)
    assert ladder_of(cast, "waiter") == ["general_manager"]
    typed = {"place_1": "front_desk", "place_2": "general_manager", "edit_version": seen, "keep": "1"}
    answer = enter(cast.owner).post(WAITER, typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "您编辑时别人已改过" in page
    assert '<option value="front_desk" selected' in page
    fresh = edition_of(["general_manager"])
    assert f'value="{fresh}"' in page
    assert enter(cast.owner).post(WAITER, typed | {"edit_version": fresh}).status_code == 303


def test_the_history_of_a_ladder_leads_back_to_an_earlier_one(cast, clock):
    given = {"actor": cast.owner.actor, "property_id": cast.house.pk, "post_code": "waiter"}
    set_ladder(deputies=["front_desk", "general_manager"], at=START, **given)
    set_ladder(deputies=["general_manager"], at=START + timedelta(hours=1), **given)
    entry = AuditEntry.objects.get(verb="accounts.ladder_changed", at=START)
    assert entry.facts["was"] == ["fb_manager", "assistant_manager", "manager_on_duty", "general_manager"]
    client = enter(cast.owner)
    page = client.get(WAITER).content.decode()
    assert "前台 → 总经理" in page and "?again=front_desk,general_manager" in page
    again = client.get(f"{WAITER}?again=front_desk,general_manager,nonsense").content.decode()
    assert '<option value="front_desk" selected' in again


def test_who_may_not_assign_changes_no_ladder(cast):
    with pytest.raises(NotPermitted):
        set_ladder(
            actor=cast.attendant.actor, property_id=cast.house.pk, post_code="waiter",
            deputies=["general_manager"], at=START,
        )  # fmt: skip
    assert not AuditEntry.objects.filter(verb="accounts.ladder_changed").exists()


def test_the_roles_tell_who_gave_and_took_which_rights(cast, clock):
    role = Role.objects.get(group=cast.house.group, code="line")
    fresh = [*role.permissions, "guests.see"]
    change_role(actor=cast.administrator.actor, role_id=role.pk, permissions=fresh, at=START)
    told = role_changes([role])
    assert [(one.who, one.lines[0][2]) for one in told] == [("石磊", "查看宾客（遮蔽）")]
    page = enter(cast.administrator).get("/settings/roles/").content.decode()
    assert "石磊" in page and "guests.see" not in page[page.index("history-head") :]
