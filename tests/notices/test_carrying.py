"""Ways out of the house, against real peers: the device, else the group, else who stands in, else everywhere."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction

from innkeeper.accounts.models import DutyTurn, Staff
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.kernel.ids import uuid7
from innkeeper.notices import actions
from innkeeper.notices.actions import carrying
from innkeeper.notices.models import Carriage, GroupBot, PushDevice, StaffNotice, Trouble, Unreached
from innkeeper.notices.queries import alarms
from innkeeper.vault.credentials import locked
from tests.accounts.conftest import enter
from tests.addresses import MY_WORK
from tests.makers.errands import work_off
from tests.makers.peers import LOCAL, Browser, a_peer
from tests.people import START


@pytest.fixture
def group(settings):
    settings.INSIDE_HOSTS = LOCAL
    with a_peer() as peer:
        yield peer


def enrol(cast, who, peer, *, browser=None, path="/push"):
    keys = (browser or Browser()).keys()
    return actions.enrol_push(
        actor=who.actor,
        property_id=cast.house.pk,
        endpoint=peer.url(path),
        language="zh-hans",
        at=START,
        **keys,
    )


def add_bot(cast, peer, *, kind="wecom", department="", secret="", who=None):
    return actions.add_bot(
        actor=(who or cast.general_manager).actor,
        property_id=cast.house.pk,
        kind=kind,
        name="工程群",
        address=peer.url("/send?key=abc"),
        secret=secret,
        department=department,
        at=START,
    )


def alarm(cast, post="engineer", **more):
    about = {
        "property_id": cast.house.pk, "kind": "clocks.late", "object_kind": "case", "object_id": uuid7(),
        "ref": "SHA-2026-000007", "room": "1208", "level": "burn", "at": START, "text_key": "clocks.late",
    }  # fmt: skip
    with transaction.atomic():
        return actions.notify_post(actor=system("sweep"), post_code=post, **about | more)


def told(staff):
    return list(StaffNotice.objects.filter(recipient_id=staff.id).values_list("text_key", flat=True))


def test_a_phone_is_rung_with_room_and_ref_and_no_name(cast, clock, push):
    browser = Browser()
    device = enrol(cast, cast.engineer, push, browser=browser)
    alarm(cast)
    work_off(clock)
    [(path, headers, body)] = push.seen
    assert (path, headers["Content-Encoding"], headers["Urgency"]) == ("/push", "aes128gcm", "high")
    assert headers["Authorization"].startswith("vapid t=")
    shown = browser.opened(body)
    assert (shown["title"], shown["body"]) == ("1208", "SHA-2026-000007 超时，1208 房。")
    row = PushDevice.objects.get(pk=device)
    assert (row.last_ok_at, row.failing_since, push.url("/push") in row.address_locked) == (
        START,
        None,
        False,
    )


def test_no_way_out_costs_no_job(cast, clock):
    alarm(cast)
    assert not Carriage.objects.exists()


def test_push_service_down_the_group_hears_it_and_the_screen_says_since_when(cast, clock, push, group):
    enrol(cast, cast.engineer, push)
    add_bot(cast, group, department="engineering")
    push.status = 503
    alarm(cast)
    work_off(clock, minutes=2)
    assert len(push.seen) == 3
    assert "1208" in group.texts()[0]["content"]
    [trouble] = alarms(cast.house.pk)
    assert (trouble.is_unreached, trouble.facts["host"]) == (False, "127.0.0.1")
    page = enter(cast.front_desk).get(MY_WORK).content.decode()
    assert "手机推送发不出去" in page
    push.status = 201
    alarm(cast, at=clock.at)
    work_off(clock, minutes=1)
    assert alarms(cast.house.pk) == []


def test_group_and_phone_fail_so_who_stands_in_is_told(cast, clock, push, group):
    enrol(cast, cast.engineer, push)
    add_bot(cast, group, department="engineering")
    push.status, group.status = 503, 500
    alarm(cast)
    work_off(clock, minutes=3)
    assert Trouble.objects.filter(ended_at=None).count() == 2
    assert told(cast.owner) == ["notices.passed_on"]


def test_the_chain_ends_on_every_screen_when_nobody_can_be_reached(cast, clock, push):
    DutyTurn.objects.exclude(staff_id=cast.engineer.id).delete()
    enrol(cast, cast.engineer, push)
    push.status = 503
    alarm(cast)
    work_off(clock, minutes=10)
    assert told(cast.general_manager) == ["notices.passed_on"]
    assert Unreached.objects.get().ref == "SHA-2026-000007"


def give_task(cast, **more):
    return alarm(cast, level="info", kind="tasks.assigned", text_key="tasks.assigned", **more)


def test_a_task_that_no_phone_took_goes_to_the_next_on_duty_and_wakes_nobody_at_home(cast, clock, push):
    DutyTurn.objects.exclude(staff_id__in=[cast.engineer.id, cast.owner.id]).delete()
    enrol(cast, cast.engineer, push)
    enrol(cast, cast.owner, push, path="/owner")
    enrol(cast, cast.general_manager, push, path="/home")
    push.status = 503
    give_task(cast)
    work_off(clock, minutes=10)
    assert told(cast.owner) == ["notices.passed_on"]
    assert {path for path, _headers, _body in push.seen} == {"/push", "/owner"}
    assert told(cast.general_manager) == []
    assert not Unreached.objects.exists()


def test_a_task_for_one_who_has_no_phone_waits_on_the_board(cast, clock, push):
    enrol(cast, cast.owner, push)
    give_task(cast)
    work_off(clock, minutes=1)
    assert (told(cast.owner), push.seen) == ([], [])


def test_two_notices_in_one_minute_both_go_on_when_the_phone_is_gone(cast, clock, push, group):
    enrol(cast, cast.engineer, push)
    add_bot(cast, group, department="engineering")
    push.status = 410
    alarm(cast, room="1208")
    alarm(cast, room="1209")
    work_off(clock, minutes=2)
    assert len(push.seen) == 1
    assert ["1208" in text["content"] for text in group.texts()] == [True, False]
    assert len(group.seen) == 2


def test_a_worker_killed_after_noting_the_failure_goes_on_when_the_job_runs_again(
    cast, clock, push, monkeypatch
):
    enrol(cast, cast.engineer, push)
    push.status = 404
    with monkeypatch.context() as killed:
        killed.setattr(carrying, "carry_notice", _die)
        alarm(cast)
        work_off(clock)
    work_off(clock, minutes=2)
    assert told(cast.owner) == ["notices.passed_on"]


def _die(**_given):
    raise SystemError("killed")


def test_the_phone_of_one_who_left_rings_no_more(cast, clock, push):
    enrol(cast, cast.quality, push)
    enrol(cast, cast.engineer, push, path="/engineer")
    Staff.objects.filter(pk__in=[cast.quality.id, cast.engineer.id]).update(is_active=False)
    with transaction.atomic():
        about = {"property_id": cast.house.pk, "kind": "clocks.late", "object_kind": "case", "object_id": uuid7(),
                 "ref": "SHA-2026-000007", "room": "1208", "level": "burn", "at": START, "text_key": "clocks.late"}  # fmt: skip
        actions.keep_unreached(post_code="engineer", **about)
        actions.notify(actor=system("sweep"), staff_ids=[cast.engineer.id], **about)
    work_off(clock, minutes=2)
    assert push.seen == []


def test_an_empty_roster_at_two_rings_every_device_and_group_of_the_house(cast, clock, push, group):
    DutyTurn.objects.all().delete()
    Staff.objects.filter(pk=cast.general_manager.id).update(is_active=False)
    enrol(cast, cast.quality, push)
    add_bot(cast, group, who=cast.general_manager)
    reach = alarm(cast)
    work_off(clock, minutes=1)
    assert reach.unreached_id
    assert len(push.seen) == 1
    assert "没有人接到" in group.texts()[0]["content"] or "1208" in group.texts()[0]["content"]
    assert "警报" in enter(cast.front_desk).get(MY_WORK).content.decode()


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("wecom", {"errcode": 93000}), ("dingtalk", {"errcode": 310000}), ("feishu", {"code": 19021})],
)
def test_a_bot_that_answers_200_and_means_no_is_not_believed(cast, clock, group, kind, answer):
    bot = add_bot(cast, group, kind=kind, secret="" if kind == "wecom" else "SEC")
    group.answer = answer
    actions.send_test(actor=cast.general_manager.actor, bot_id=bot, at=START)
    work_off(clock, minutes=1)
    row = GroupBot.objects.get()
    assert (row.failing_since, row.last_error) == (START, f"bot_{next(iter(answer.values()))}")
    group.answer = {"code": 0}
    actions.send_test(actor=cast.general_manager.actor, bot_id=bot, at=clock.at)
    work_off(clock, minutes=1)
    assert GroupBot.objects.get().failing_since is None


def test_dingtalk_and_feishu_are_signed_as_they_want_it(cast, clock, group):
    for kind in ("dingtalk", "feishu"):
        bot = add_bot(cast, group, kind=kind, secret="SEC")
        actions.send_test(actor=cast.general_manager.actor, bot_id=bot, at=START)
    work_off(clock)
    ding, feishu = group.seen
    query = parse_qs(urlsplit(ding[0]).query)
    signed = hmac.new(b"SEC", f"{query['timestamp'][0]}\nSEC".encode(), hashlib.sha256).digest()
    assert query["sign"][0] == base64.b64encode(signed).decode()
    body = json.loads(feishu[2])
    signed = hmac.new(f"{body['timestamp']}\nSEC".encode(), b"", hashlib.sha256).digest()
    assert body["sign"] == base64.b64encode(signed).decode()


def test_a_browser_that_is_gone_is_forgotten(cast, clock, push):
    enrol(cast, cast.engineer, push)
    push.status = 410
    alarm(cast)
    work_off(clock)
    assert PushDevice.objects.get().ended_at == START
    assert not Trouble.objects.exists()


def test_addresses_inside_the_house_are_refused(cast, clock):
    for url in ("http://127.0.0.1/hook", "http://169.254.169.254/latest", "ftp://8.8.8.8/"):
        with pytest.raises(InvalidInput):
            actions.add_bot(
                actor=cast.general_manager.actor, property_id=cast.house.pk, kind="wecom", name="x", address=url,
                at=START,
            )  # fmt: skip
        with pytest.raises(InvalidInput):
            actions.enrol_push(
                actor=cast.engineer.actor, property_id=cast.house.pk, endpoint=url, p256dh="a", auth="b",
                language="en", at=START,
            )  # fmt: skip


def test_groups_are_for_who_changes_settings_in_their_own_hotel(cast, clock, group):
    bot = add_bot(cast, group)
    with pytest.raises(NotPermitted):
        add_bot(cast, group, who=cast.engineer)
    with pytest.raises(NotFound):
        actions.end_bot(actor=cast.outsider.actor, bot_id=bot, at=START)
    assert GroupBot.objects.get().ended_at is None


def test_the_screen_adds_tests_and_removes_a_group(cast, clock, group):
    client = enter(cast.general_manager)
    given = {"kind": "feishu", "name": "前厅群", "address": group.url("/hook"), "department": "front_office"}
    assert client.post("/settings/channels/", given | {"address": "http://10.0.0.1/"}).status_code == 422
    assert client.post("/settings/channels/", given).status_code == 303
    bot = GroupBot.objects.get()
    assert client.post(f"/settings/channels/{bot.pk}/test/").status_code == 303
    work_off(clock)
    assert "掌柜的测试消息" in json.loads(group.seen[0][2])["content"]["text"]
    page = client.get("/settings/channels/").content.decode()
    assert "前厅群" in page and group.url("/hook") not in page
    assert client.post(f"/settings/channels/{bot.pk}/end/").status_code == 303
    assert enter(cast.engineer).get("/settings/channels/").status_code == 403


def test_the_push_worker_stands_at_the_root_and_keeps_nothing(cast, client):
    text = client.get("/push-worker.js").content.decode()
    assert "showNotification" in text
    assert "caches" not in text and "fetch" not in text


def test_everybody_on_the_house_screens_sees_an_alarm_that_reached_nobody(cast, clock):
    DutyTurn.objects.all().delete()
    Staff.objects.filter(pk=cast.general_manager.id).update(is_active=False)
    alarm(cast)
    for who in (cast.attendant, cast.engineer, cast.administrator, cast.owner):
        assert "警报" in enter(who).get("/notices/").content.decode()
    assert "警报" not in enter(cast.outsider).get("/notices/").content.decode()


def test_keys_that_seal_nothing_and_another_hotel_are_refused_when_a_phone_is_enrolled(cast, push):
    good = Browser().keys()
    for keys in (
        good | {"p256dh": "a"},
        good | {"auth": "YQ"},
        good | {"p256dh": "手机"},
        good | {"auth": ""},
    ):
        with pytest.raises(InvalidInput):
            actions.enrol_push(
                actor=cast.engineer.actor, property_id=cast.house.pk, endpoint=push.url(), language="en", at=START,
                **keys,
            )  # fmt: skip
    with pytest.raises(NotFound):
        enrol(cast, cast.outsider, push)
    assert not PushDevice.objects.exists()


def test_an_address_that_no_longer_opens_is_a_way_that_failed(cast, clock, push):
    enrol(cast, cast.engineer, push)
    PushDevice.objects.update(address_locked=locked("{}", purpose="another"))
    alarm(cast)
    work_off(clock, minutes=1)
    assert told(cast.owner) == ["notices.passed_on"]
    assert PushDevice.objects.get().last_error == "unsealable"


def test_a_group_hears_the_hotels_own_words(cast, clock, group):
    add_bot(cast, group)
    words = {"zh": "快去 %(room)s：%(ref)s 到时间了", "en": "Go to %(room)s: %(ref)s", "reason": "短"}
    actions.word_text(
        actor=cast.administrator.actor, property_id=cast.house.pk, text_key="clocks.late", at=START, **words
    )
    alarm(cast)
    work_off(clock)
    assert "快去 1208" in group.texts()[0]["content"]
