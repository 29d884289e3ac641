"""Limits, keeping times and roles: shown before they are kept, told in words, led back, and never lost between two people."""

import re
from datetime import timedelta

import pytest

from innkeeper.accounts.actions.rights import change_role
from innkeeper.accounts.models import Role
from innkeeper.audit.models import AuditEntry
from innkeeper.complaints import actions as complaints
from innkeeper.complaints.models import EmpowermentLimit
from innkeeper.complaints.queries.house import limits_of
from innkeeper.lost_property import actions as lost
from innkeeper.lost_property.models import KeepingTime
from innkeeper.lost_property.queries import keeping_of
from tests.accounts.conftest import enter
from tests.people import START

LIMIT, KEEPING = "/settings/limits/front_desk/", "/settings/keeping-times/clothing/"
MONEY = {"amount": "150", "reason": "淡季"}
DAYS = {"days": "30", "then": "charity", "reason": "库房小"}
HOUR = timedelta(hours=1)


@pytest.fixture
def office(cast, clock):
    return enter(cast.administrator)


@pytest.fixture
def line(cast):
    """A role that the administrator does not hold."""
    return Role.objects.get(group=cast.house.group, code="line")


def role_at(role):
    return f"/settings/roles/{role.pk}/"


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", ("超出时请示", "大堂副理", "<b>¥150</b>", "¥200")), ("en", ("Above that is asked", "Assistant manager", "<b>¥150</b>"))],
)  # fmt: skip
def test_a_limit_shows_who_is_asked_above_it_and_keeps_nothing(office, cast, language, words):
    office.post("/language/", {"language": language})
    page = office.post(LIMIT, MONEY).content.decode()
    assert all(one in page for one in words) and 'name="keep"' in page
    assert not EmpowermentLimit.objects.exists()
    assert office.post(LIMIT, MONEY | {"keep": "1"}).status_code == 303
    assert limits_of(cast.house.pk)["front_desk"] == 15_000


@pytest.mark.parametrize(
    ("given", "field"),
    [({"amount": "-1"}, "amount"), ({"amount": "x"}, "amount"), ({"amount": "1.005"}, "amount"), ({"amount": ""}, "amount"), ({"amount": "99999999"}, "amount"), ({"reason": ""}, "reason")],
)  # fmt: skip
def test_a_limit_that_cannot_be_is_said_at_its_field(office, given, field):
    for keep in ({}, {"keep": "1"}):
        answer = office.post(LIMIT, MONEY | given | keep)
        assert answer.status_code == 422 and f'id="id_{field}_error"' in answer.content.decode()
        assert 'name="keep"' not in answer.content.decode()
    assert not EmpowermentLimit.objects.exists()


def test_the_history_of_a_limit_says_from_what_to_what_and_leads_back(office, cast):
    given = {"actor": cast.administrator.actor, "property_id": cast.house.pk, "post": "front_desk"}
    complaints.set_limit(amount_minor=15_000, reason="淡季", at=START, **given)
    complaints.set_limit(amount_minor=None, reason="周年", at=START + HOUR, **given)
    page = office.get(LIMIT).content.decode()
    assert "<s>¥200</s> → ¥150" in page and "<s>¥150</s> → 不限" in page and "石磊" in page
    again = re.search(r"\?again=([0-9a-f-]+)", page)[1]
    assert 'name="amount" value="150"' in office.get(f"{LIMIT}?again={again}").content.decode()
    assert "前台" in office.get("/settings/limits/").content.decode()
    assert limits_of(cast.house.pk)["front_desk"] is None, "looking changes nothing"


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", ("30 天", "捐赠", "现在没有此类物品")), ("en", ("30 days", "Nothing of this kind"))],
)
def test_a_keeping_time_shows_what_it_changes_and_keeps_nothing(office, cast, language, words):
    office.post("/language/", {"language": language})
    page = office.post(KEEPING, DAYS).content.decode()
    assert words[-1] in page and 'name="keep"' in page and "<b>30</b>" in page
    assert not KeepingTime.objects.exists()
    assert office.post(KEEPING, DAYS | {"keep": "1"}).status_code == 303
    assert keeping_of(cast.house.pk, "clothing").days == 30
    assert words[0] in office.get(KEEPING).content.decode()


def test_a_keeping_time_is_taken_again(office, cast):
    given = {"actor": cast.administrator.actor, "property_id": cast.house.pk, "category": "clothing"}
    lost.set_keeping_time(days=30, then="charity", reason="小", at=START, **given)
    lost.set_keeping_time(days=45, then="destroyed", reason="大", at=START + HOUR, **given)
    page = office.get(KEEPING).content.decode()
    assert re.search(r"<s>90 天 · [^<]+</s> → 30 天", page) and re.search(
        r"<s>30 天 · [^<]+</s> → 45 天", page
    )
    again = re.search(r"\?again=([0-9a-f-]+)", page)[1]
    assert 'name="days" value="30"' in office.get(f"{KEEPING}?again={again}").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", ("查看宾客（遮蔽）", "有 2 位同事持有此角色")), ("en", ("See guests, masked", "2 colleagues hold this role"))],
)  # fmt: skip
def test_a_role_shows_who_would_feel_it_and_keeps_nothing(office, line, language, words):
    office.post("/language/", {"language": language})
    wished = {"permission": [*line.permissions, "guests.see"]}
    page = office.post(role_at(line), wished).content.decode()
    assert all(one in page for one in words) and 'name="keep"' in page
    assert not AuditEntry.objects.filter(verb="accounts.role_changed").exists()
    assert office.post(role_at(line), wished | {"keep": "1"}).status_code == 303
    line.refresh_from_db()
    assert "guests.see" in line.permissions


def test_the_preview_names_a_right_that_nobody_would_have_any_more(office, cast):
    privacy = Role.objects.get(group=cast.house.group, code="privacy")
    page = office.post(role_at(privacy), {"permission": ["cases.see"]}).content.decode()
    assert re.search("在职同事将无人再有此权限：[^<]+", page)


def test_a_role_is_led_back_to_what_it_was(office, cast, line):
    first = list(line.permissions)
    given = {"actor": cast.administrator.actor, "role_id": line.pk}
    change_role(permissions=[*first, "guests.see"], at=START, **given)
    change_role(permissions=["tasks.do"], at=START + HOUR, **given)
    page = office.get(role_at(line)).content.decode()
    assert "收回" in page and "给予" in page
    again = re.search(r"\?again=([0-9a-f-]+)", page)[1]
    page = office.get(f"{role_at(line)}?again={again}").content.decode()
    ticked = set(re.findall(r'value="([a-z_.]+)" checked', page))
    assert ticked == {*first, "guests.see"}


def test_the_role_that_one_holds_is_shown_and_not_offered(office, cast):
    own = Role.objects.get(group=cast.house.group, code="systems")
    page = office.get(role_at(own)).content.decode()
    assert "预览效果" not in page and "disabled" in page
    assert office.post(role_at(own), {"permission": ["cases.see"], "keep": "1"}).status_code == 403


def test_the_second_of_two_is_told_and_what_they_typed_stays(office, line):
    role = role_at(line)
    rounds = (
        (LIMIT, MONEY, {"amount": "170"}, 'value="170"'),
        (KEEPING, DAYS, {"days": "31"}, 'value="31"'),
        (role, {"permission": ["tasks.do"]}, {"permission": ["cases.see"]}, 'value="cases.see" checked'),
    )
    for address, first, other, typed in rounds:
        mark = re.search(r'name="edit_version" value="(\w+)"', office.get(address).content.decode())[1]
        assert office.post(address, first | {"keep": "1", "edit_version": mark}).status_code in (302, 303)
        answer = office.post(address, first | other | {"keep": "1", "edit_version": mark})
        page = answer.content.decode()
        assert answer.status_code == 422 and "您编辑时别人已改过" in page and typed in page, address
        fresh = re.search(r'name="edit_version" value="(\w+)"', page)[1]
        assert office.post(address, first | other | {"keep": "1", "edit_version": fresh}).status_code in (
            302,
            303,
        )


@pytest.mark.parametrize("address", ["/settings/limits/moon/", "/settings/keeping-times/moon/", f"/settings/roles/{'0' * 8}-0000-7000-8000-{'0' * 12}/"])  # fmt: skip
def test_what_is_not_there_is_not_found_and_the_lobby_sees_none(office, cast, address, line):
    assert office.get(address).status_code == 404
    for page in (LIMIT, KEEPING, role_at(line)):
        assert enter(cast.owner).get(page).status_code == 403
