"""The settings of codes, rules, playbooks, messages and load: seen before they are kept, for who may."""

import re

import pytest

from innkeeper.accounts.models import DutyTurn
from innkeeper.cases.models import PlaybookOverride, WordingEdit
from innkeeper.cases.queries.playbooks import code_named, current_version
from innkeeper.desk.queries.intake import facts_of
from innkeeper.desk.reading import read
from innkeeper.notices import catalogue
from innkeeper.notices.queries import own_texts
from tests.accounts.conftest import enter
from tests.makers.requests import make_request
from tests.people import START

CODE = {
    "name_zh": "毛巾", "name_en": "Towels", "words_zh": "毛巾\n浴巾", "words_en": "towel", "contact": "5",
    "arrive": "15", "deliver": "25", "daily_cap": "6", "sample_percent": "5", "handling": "housekeeping",
    "alert": "", "need_class": "basic", "is_active": "on", "reason": "另一栋", "line": "1208 两条浴巾",
}  # fmt: skip
RULE = {"name": "mahjong", "words": "麻将", "code": "noise_guests", "category": "", "priority": "", "order": "5", "is_active": "on", "reason": "邻居", "line": "1208 麻将到半夜"}  # fmt: skip
PAGES = ["codes/", "codes/towels/", "words/", "words/new/", "words/rules/question/", "playbooks/", "playbooks/service_request/", "texts/", "texts/cases.assigned/", "load/", "load/housekeeping/"]  # fmt: skip


@pytest.fixture
def settings(lived_in):
    """The system administrator at the settings."""
    return enter(lived_in[0].administrator)


@pytest.mark.parametrize("page", PAGES)
def test_the_administrator_sees_each_and_the_lobby_none(settings, lived_in, client, page):
    assert settings.get(f"/settings/{page}").status_code == 200
    assert enter(lived_in[0].owner).get(f"/settings/{page}").status_code == 403
    assert client.get(f"/settings/{page}").status_code == 302


@pytest.mark.parametrize(
    "page", ["codes/moon/", "words/rules/moon/", "playbooks/moon/", "texts/moon/", "load/moon/"]
)
def test_what_is_not_there_is_not_found(settings, page):
    assert settings.get(f"/settings/{page}").status_code == 404


def test_a_code_is_previewed_with_its_clocks_and_then_kept(settings, lived_in):
    cast = lived_in[0]
    case = make_request(cast)
    page = settings.post("/settings/codes/towels/", CODE).content.decode()
    assert case.ref in page and "12:25" in page and 'name="keep"' in page
    assert not WordingEdit.objects.filter(subject="code").exists()
    assert settings.post("/settings/codes/towels/", CODE | {"keep": "1"}).status_code == 303
    own = code_named(cast.house.pk, "towels")
    assert (own.norms["deliver"], own.words_zh, own.daily_cap) == (25, ["毛巾", "浴巾"], 6)
    assert "另一栋" in settings.get("/settings/codes/towels/").content.decode()


def test_a_code_that_cannot_be_comes_back_with_its_fault(settings):
    answer = settings.post(
        "/settings/codes/fire/", CODE | {"handling": "security", "is_active": "", "keep": "1"}
    )
    assert answer.status_code == 422
    assert "危及生命的代码不能停用" in answer.content.decode()


def test_an_edited_word_is_read_at_once_in_every_process(settings, lived_in):
    cast = lived_in[0]
    house, zone = cast.house.pk, cast.house.timezone
    assert read("1208 麻将到半夜", facts=facts_of(house, zone), at=START).code != "noise_guests"
    page = settings.post("/settings/words/new/", RULE).content.decode()
    assert "Noise" in page or "噪" in page or "吵" in page
    assert settings.post("/settings/words/new/", RULE | {"keep": "1"}).status_code == 303
    assert read("1208 麻将到半夜", facts=facts_of(house, zone), at=START).code == "noise_guests"
    other = cast.other_house
    assert read("1208 麻将到半夜", facts=facts_of(other.pk, zone), at=START).code != "noise_guests"


def test_a_playbook_is_proved_and_previewed_and_running_cases_keep_their_version(settings, lived_in):
    cast = lived_in[0]
    case = make_request(cast)
    change = {"c:deliver:general:n": "12", "c:deliver:general:u": "hours", "reason": "夜班"}
    page = settings.post("/settings/playbooks/service_request/", change).content.decode()
    assert "12 小时" in page and "已验证" in page
    assert "deliver · general" not in page, "the preview speaks in words, not in codes"
    assert not PlaybookOverride.objects.exists()
    assert settings.post("/settings/playbooks/service_request/", change | {"keep": "1"}).status_code == 303
    mine = current_version("service_request", cast.house.pk)
    assert mine.property_id == cast.house.pk
    assert next(one for one in mine.body["clocks"])["ceilings"]["general"]["hours"] == 12
    case.refresh_from_db()
    assert case.playbook_id != mine.pk
    assert "夜班" in settings.get("/settings/playbooks/service_request/").content.decode()


def test_a_step_is_added_and_no_gate_can_be_removed(settings, lived_in):
    cast = lived_in[0]
    change = {
        "new:stage": "deliver", "new:name": "knock_twice", "new:zh": "敲门两次", "new:en": "Knock twice",
        "new:szh": "报明身份", "new:sen": "Say who you are", "new:post": "room_attendant", "reason": "规范",
        "closure_gates": "", "keep": "1",
    }  # fmt: skip
    assert settings.post("/settings/playbooks/service_request/", change).status_code == 303
    body = current_version("service_request", cast.house.pk).body
    assert "knock_twice" in str(body["stages"])
    assert body["closure_gates"] == ["tasks_done", "delivered", "confirmed"]


@pytest.mark.parametrize("change", [{"c:deliver:general:n": "moon"}, {"c:deliver:general:n": "", "c:deliver:general:u": "hours"}])  # fmt: skip
def test_a_time_that_cannot_be_read_is_said(settings, change):
    assert settings.post("/settings/playbooks/service_request/", change).status_code == 422


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"s:take_task:zh": ""}, "s:take_task:zh", "中英文都要填"),
        ({"s:take_task:post": "captain"}, "s:take_task:post", "没有这个岗位：captain"),
        ({"s:take_task:min": "0"}, "s:take_task:min", "1 或更大"),
        ({"c:deliver:general:n": "0", "c:deliver:general:u": "hours"}, "c:deliver:general:n", "1 或更大"),
        ({"c:deliver:general:n": "moon", "c:deliver:general:u": "hours"}, "c:deliver:general:n", "这不是数字"),
        ({"l:standard:0": "1"}, "l:standard:0", "请选通知谁"),
        ({"l:standard:0": "1", "l:standard:0:captain": "1"}, "l:standard:0:captain", "没有这个岗位"),
        ({"new:stage": "deliver", "new:name": "Knock Twice", "new:zh": "敲", "new:en": "Knock", "new:szh": "轻", "new:sen": "Softly", "new:post": "waiter"}, "new:name", "只用小写字母"),
    ],
)  # fmt: skip
def test_what_cannot_be_of_a_playbook_is_said_at_its_field_before_it_is_kept(settings, change, field, words):
    for keep in ({}, {"keep": "1"}):
        answer = settings.post("/settings/playbooks/service_request/", change | {"reason": "x"} | keep)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page and f'"{field}"' in page and 'name="keep"' not in page
    assert not PlaybookOverride.objects.exists()


def test_a_message_is_filled_in_and_then_kept(settings, lived_in):
    given = {"zh": "%(room)s 归您：%(ref)s", "en": "%(room)s: %(ref)s", "reason": "短"}
    page = settings.post("/settings/texts/cases.assigned/", given).content.decode()
    assert "1208 归您：SHA-2026-000123" in page
    assert settings.post("/settings/texts/cases.assigned/", given | {"zh": "%(name)s"}).status_code == 422
    settings.post("/settings/texts/cases.assigned/", given | {"keep": "1"})
    assert own_texts(lived_in[0].house.pk)["cases.assigned"][1] == "%(room)s: %(ref)s"


def test_every_message_can_be_looked_at_before_it_is_kept(settings):
    for key in (*catalogue.GUEST_TEXTS, *catalogue.TEXTS):
        zh, en = catalogue.shipped(key)
        page = settings.post(f"/settings/texts/{key}/", {"zh": zh, "en": en, "reason": "短"})
        assert page.status_code == 200, key


def test_the_front_page_of_the_settings_links_them_all(settings):
    page = settings.get("/settings/").content.decode()
    for place in ("codes", "words", "playbooks", "texts", "load", "calendar", "duty"):
        assert f'href="/settings/{place}/"' in page


def test_whom_a_ladder_tells_is_ticked_by_name(settings, lived_in):
    page = settings.get("/settings/playbooks/service_request/").content.decode()
    body = current_version("service_request", lived_in[0].house.pk).body
    (name, rungs), *_rest = body["ladders"].items()
    field, held = f"l:{name}:0", rungs[0]["posts"]
    assert f'name="{field}:front_desk" value="1">前台' in page
    ticked = {f"{field}:{one}": "1" for one in ("front_desk", *held)} | {field: "1", "reason": "夜班"}
    seen = settings.post("/settings/playbooks/service_request/", ticked).content.decode()
    assert 'name="keep"' in seen and " · 前台" in seen
    settings.post("/settings/playbooks/service_request/", ticked | {"keep": "1"})
    kept = current_version("service_request", lived_in[0].house.pk).body["ladders"][name][0]["posts"]
    assert kept == [*held, "front_desk"]


def test_the_preview_names_the_posts_that_nobody_holds_and_that_nobody_stands_for_now(settings, lived_in):
    body = current_version("service_request", lived_in[0].house.pk).body
    (name, _rungs), *_rest = body["ladders"].items()
    ticked = {f"l:{name}:0:{one}": "1" for one in ("chief_concierge", "engineer")}
    page = settings.post(
        "/settings/playbooks/service_request/", ticked | {f"l:{name}:0": "1", "reason": "夜班"}
    )
    assert "无人任职：礼宾部主管" in page.content.decode()
    DutyTurn.objects.filter(staff=lived_in[0].engineer.staff).delete()
    page = settings.post(
        "/settings/playbooks/service_request/", ticked | {f"l:{name}:0": "1", "reason": "夜班"}
    )
    assert re.search("此刻无人当班：[^。]*工程师", page.content.decode())
