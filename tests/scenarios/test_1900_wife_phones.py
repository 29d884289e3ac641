"""19:00: "does my husband stay with you?" Ten seconds, the same words either way, nothing looked up, no name kept."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from innkeeper.audit.models import AuditEntry
from innkeeper.calls.models import Call, CallMessage
from innkeeper.cases.models import Case
from innkeeper.notices.models import StaffNotice
from innkeeper.stays.actions import check_out
from tests.addresses import MY_WORK
from tests.people import GUEST_NAME
from tests.scenarios.day import TODAY, at_clock, on_duty

pytestmark = pytest.mark.django_db(databases="__all__")
SAID = f"给{GUEST_NAME}：家里有事，请回电"
CARD = {
    "zh-hans": ["不对外确认任何人是否住在本店", "不查系统，不问全名", "接受留言", "可能有生命危险"],
    "en": ["We never say whether anyone stays", "Look nothing up, ask for no full name", "Take a message", "A life may be at risk"],
}  # fmt: skip
LOOKED_AT = re.compile(r'"(stays_|guests_|search_)')
NEW_EACH_TIME = re.compile(r'(value|content)="[0-9A-Za-z-]{32,64}"')


@pytest.fixture
def evening(day, clock):
    """The late shift; the husband does live in 1208."""
    clock.set(at_clock(19))
    people = (day.owner, day.manager, day.front_desk, day.attendant, day.security)
    on_duty(day.house, "late", *people, on=TODAY)
    return day


def test_one_key_away_and_the_words_are_the_same_whether_or_not_he_stays(evening):
    phone = evening.before("front_desk")
    assert 'href="/calls/" data-key="p"' in phone.see(MY_WORK)
    phone.says("/calls/", CARD)
    while_he_stays = NEW_EACH_TIME.sub("", phone.see("/calls/"))
    check_out(actor=evening.front_desk.actor, stay_id=evening.stays["1208"].id, at=at_clock(19))
    assert NEW_EACH_TIME.sub("", phone.see("/calls/")) == while_he_stays


def test_one_press_logs_it_and_neither_opens_a_search_nor_keeps_a_name(evening):
    phone = evening.before("attendant")
    with CaptureQueriesContext(connection) as asked:
        phone.press("/calls/", "calls")
    assert [one["sql"] for one in asked if LOOKED_AT.search(one["sql"])] == []
    assert set(phone.form("/calls/", "calls").good()) <= {"key"}
    assert not AuditEntry.objects.filter(verb__contains="search").exists()
    assert GUEST_NAME not in str(list(Call.objects.values())) + str(list(AuditEntry.objects.values("facts")))
    assert (Call.objects.get().kind, Case.objects.count()) == ("asked", 0)


def test_a_message_is_sealed_passed_on_by_who_may_and_then_forgotten(evening, clock):
    evening.before("front_desk").press("/calls/", "calls/messages", words=SAID)
    message = CallMessage.objects.get()
    assert GUEST_NAME.encode() not in bytes(message.words.blob)
    assert GUEST_NAME not in str([one.__dict__ for one in StaffNotice.objects.all()])
    lobby = evening.before("owner")
    opened = lobby.client.post(f"/calls/messages/{message.pk}/words/")
    assert SAID in opened.content.decode() and opened.headers["Cache-Control"] == "no-store"
    lobby.client.post(f"/calls/messages/{message.pk}/settlement/", {"outcome": "passed"})
    message.refresh_from_db()
    assert message.outcome == "passed"
    assert lobby.client.post(f"/calls/messages/{message.pk}/words/").status_code == 404


def test_a_life_at_risk_brings_manager_and_security_and_still_tells_the_caller_nothing(evening):
    phone = evening.before("front_desk")
    phone.press("/calls/", "calls/welfare", words=f"{GUEST_NAME}发消息说不想活了")
    case = Case.objects.get(kind="welfare")
    assert case.is_restricted and case.priority == 1 and case.stay_id is None
    told = set(StaffNotice.objects.filter(text_key="calls.welfare").values_list("recipient_id", flat=True))
    assert {evening.manager.id, evening.security.id} <= told
    assert GUEST_NAME not in str(list(StaffNotice.objects.values()))
    for line in ("不接通客房" if evening.language == "zh-hans" else "Put nobody through",):
        assert line in phone.see("/calls/")
    manager = evening.before("manager")
    assert case.ref in manager.see(MY_WORK)
