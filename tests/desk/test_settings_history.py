"""The desk's settings tell their history in words, lead back to an earlier edition, and lose nothing between two people."""

import re
from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import WordingEdit
from innkeeper.cases.queries.playbooks import code_named, current_version
from innkeeper.notices.queries import own_texts
from innkeeper.properties.queries import work_calendar
from innkeeper.service_requests.actions import set_load
from innkeeper.service_requests.queries import load_of
from tests.accounts.conftest import enter
from tests.desk.test_settings_screens import CODE, RULE
from tests.makers.requests import make_request
from tests.people import START

LOAD = "/settings/load/housekeeping/"
CODES = "/settings/codes/towels/"
TEXT = "/settings/texts/cases.assigned/"
PLAYBOOK = "/settings/playbooks/service_request/"
WORDS = {"zh": "%(room)s 归您：%(ref)s", "en": "%(room)s: %(ref)s", "reason": "短"}
HOURS = {"c:deliver:general:n": "12", "c:deliver:general:u": "hours", "reason": "夜班"}


@pytest.fixture
def settings(lived_in):
    """The system administrator at the settings."""
    return enter(lived_in[0].administrator)


def edition(client, address):
    """The hidden mark of what stood when the page was read."""
    return re.search(r'name="edit_version" value="([^"]+)"', client.get(address).content.decode())[1]


def test_the_load_shows_who_is_above_it_now_before_it_is_kept(settings, lived_in):
    cast = lived_in[0]
    for room in ("1208", "1209", "1210"):
        make_request(cast, room_number=room)
    page = settings.post(LOAD, {"limit": "1", "helpers": ["concierge"]}).content.decode()
    assert "现有 3 项未完成任务" in page and "当班 2 人" in page
    assert 'name="keep"' in page and "礼宾部此刻无人当班" in page
    assert "<b>是</b>" in page, "help would be called"
    assert load_of(cast.house.pk, "housekeeping").limit == 6
    assert settings.post(LOAD, {"limit": "1", "helpers": ["concierge"], "keep": "1"}).status_code == 303
    assert load_of(cast.house.pk, "housekeeping").limit == 1


@pytest.mark.parametrize("limit", ["0", "99", "", "moon", "9" * 30])
def test_a_limit_that_cannot_be_is_said_at_its_field(settings, lived_in, limit):
    answer = settings.post(LOAD, {"limit": limit, "helpers": []})
    assert answer.status_code == 422
    assert 'id="id_limit_error"' in answer.content.decode()
    assert 'name="keep"' not in answer.content.decode()


def test_the_history_of_a_load_says_from_what_to_what_and_leads_back(settings, lived_in):
    cast = lived_in[0]
    given = {"actor": cast.administrator.actor, "property_id": cast.house.pk, "department": "housekeeping"}
    set_load(limit=4, helpers=["concierge"], at=START, **given)
    set_load(limit=3, helpers=[], at=START + timedelta(hours=1), **given)
    page = settings.get(LOAD).content.decode()
    assert "<s>6</s> → 4" in page and "<s>4</s> → 3" in page and "<s>礼宾部</s> → —" in page
    entry = AuditEntry.objects.get(verb="requests.load_set", at=START)
    again = settings.get(f"{LOAD}?again={entry.pk}").content.decode()
    assert 'name="limit" value="4"' in again
    assert load_of(cast.house.pk, "housekeeping").limit == 3, "looking changes nothing"


def test_the_history_of_a_code_speaks_in_the_words_of_its_form(settings, lived_in):
    settings.post(CODES, CODE | {"keep": "1"})
    page = settings.get(CODES).content.decode()
    history = page[page.index("history-head") :]
    assert "norms" not in history and "deliver" not in history
    assert re.search(r"分钟.*<s>\d+</s> → 25", history)
    assert "毛巾 · 浴巾" in history
    settings.post(CODES, CODE | {"deliver": "45", "reason": "太紧", "keep": "1"})
    first = WordingEdit.objects.filter(subject="code", key="towels").order_by("made_at", "pk").first()
    assert f"?again={first.pk}" in settings.get(CODES).content.decode()
    assert 'name="deliver" value="25"' in settings.get(f"{CODES}?again={first.pk}").content.decode()


def test_a_playbook_tells_what_each_change_made_of_what(settings):
    settings.post(PLAYBOOK, HOURS | {"keep": "1"})
    settings.post(PLAYBOOK, HOURS | {"c:deliver:general:n": "10", "keep": "1"})
    page = settings.get(PLAYBOOK).content.decode()
    assert "<s>12 小时</s> → 10 小时" in page


def test_a_message_tells_its_earlier_wording(settings):
    settings.post(TEXT, WORDS | {"keep": "1"})
    settings.post(TEXT, WORDS | {"en": "%(room)s is yours: %(ref)s", "keep": "1"})
    page = settings.get(TEXT).content.decode()
    assert "<s>[房号]: [工单号]</s> → [房号] is yours: [工单号]" in page
    again = re.search(r"\?again=([0-9a-f-]+)", page)[1]
    assert ">\n%(room)s: %(ref)s</textarea>" in settings.get(f"{TEXT}?again={again}").content.decode()


@pytest.mark.parametrize(
    ("address", "first", "second", "kept"),
    [
        (CODES, CODE, CODE | {"deliver": "45"}, lambda house: code_named(house, "towels").norms["deliver"] == 25),
        (LOAD, {"limit": "4"}, {"limit": "9"}, lambda house: load_of(house, "housekeeping").limit == 4),
        (TEXT, WORDS, WORDS | {"en": "%(room)s, %(ref)s"}, lambda house: own_texts(house)["cases.assigned"][1] == WORDS["en"]),
        ("/settings/words/rules/question/", RULE, RULE | {"words": "象棋"}, lambda house: WordingEdit.objects.filter(subject="rule").count() == 1),
        (PLAYBOOK, HOURS, HOURS | {"c:deliver:general:n": "10"}, lambda house: "12" in str(current_version("service_request", house).body["clocks"][0])),
    ],
)  # fmt: skip
def test_the_second_of_two_people_is_told_and_loses_nothing(settings, lived_in, address, first, second, kept):
    seen = {"edit_version": edition(settings, address), "keep": "1"}
    assert settings.post(address, first | seen).status_code == 303
    answer = settings.post(address, second | seen)
    page = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert "您编辑时别人已改过" in page
    assert kept(lived_in[0].house.pk), "what the first kept stands"
    assert any(str(value) in page for name, value in second.items() if value != first.get(name))
    fresh = re.search(r'name="edit_version" value="([^"]+)"', page)[1]
    assert settings.post(address, second | {"edit_version": fresh, "keep": "1"}).status_code == 303


def test_the_calendar_says_who_published_what_and_the_second_is_told(settings, lived_in):
    address, data = "/settings/calendar/", {"weekdays": ["0", "1", "2"], "opens": "08:00", "closes": "17:00"}
    seen = {"edit_version": edition(settings, address), "keep": "1"}
    assert settings.post(address, data | seen).status_code == 303
    page = settings.get(address).content.decode()
    assert "石磊" in page and re.search(r"<s>[0-9:–]+</s> → 08:00–17:00", page)
    answer = settings.post(address, data | seen | {"opens": "09:00"})
    assert answer.status_code == 422 and "您编辑时别人已发布" in answer.content.decode()
    assert 'value="09:00"' in answer.content.decode()
    assert work_calendar(lived_in[0].house.pk).version == 2


@pytest.mark.parametrize(
    ("address", "given"),
    [
        (CODES, CODE),
        (LOAD, {"limit": "4"}),
        (TEXT, WORDS),
        (PLAYBOOK, HOURS),
        ("/settings/words/rules/question/", RULE),
        ("/settings/duty/?on=2026-03-20", {"post": "waiter", "shift": "early"}),
    ],
)
def test_the_page_after_a_change_says_that_it_is_kept(settings, lived_in, address, given):
    whom = {"staff": str(lived_in[0].attendant.id)} if "duty" in address else {}
    back = settings.post(address, given | whom | {"keep": "1"}).headers["Location"]
    assert "已保存，即刻生效。" in settings.get(back).content.decode()
    assert "已保存" not in settings.get(address).content.decode(), "it is said once"


def test_the_order_of_the_departments_that_help_is_no_change(settings, lived_in):
    cast = lived_in[0]
    given = {"actor": cast.administrator.actor, "property_id": cast.house.pk, "department": "housekeeping"}
    set_load(limit=4, helpers=["concierge", "engineering"], at=START, **given)
    set_load(limit=3, helpers=["engineering", "concierge"], at=START + timedelta(hours=1), **given)
    page = settings.get(LOAD).content.decode()
    assert "<s>4</s> → 3" in page and page.count("向谁求助：") == 1


def test_what_is_wrong_with_the_hours_is_said_in_words(settings, lived_in):
    hours = {"weekdays": ["0"], "opens": "18:00", "closes": "09:00"}
    page = settings.post("/settings/calendar/", hours).content.decode()
    assert "下班时间要晚于上班时间" in page and "&gt; opens" not in page


def test_a_message_that_lost_the_room_says_what_to_write(settings, lived_in):
    page = settings.post(TEXT, WORDS | {"zh": "归您"}).content.decode()
    assert "%(ref)s %(room)s" in page
