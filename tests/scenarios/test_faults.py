"""What breaks in a night: the push service, a group's bot, the mail server, a phone, the roster. Someone is still told."""

import pytest

from innkeeper.accounts.models import Staff
from innkeeper.cases.models import Task
from innkeeper.clocks.actions import sweep
from innkeeper.inbox import actions as inbox
from innkeeper.kernel.actors import system
from innkeeper.notices.models import StaffNotice, Unreached
from tests.addresses import MY_WORK
from tests.makers.errands import work_off
from tests.makers.peers import LOCAL, a_peer
from tests.makers.post_office import imap_office
from tests.notices.test_carrying import add_bot, enrol
from tests.people import START
from tests.scenarios.day import Screen, at_clock, on_duty

pytestmark = pytest.mark.django_db(databases="__all__")
TWO = at_clock(2, day=15)
SAYS = {
    "push": {"zh-hans": ["手机推送发不出去"], "en": ["Phones cannot be rung"]},
    "group": {"zh-hans": ["工程群 群联系不上"], "en": ["The group 工程群 cannot be reached"]},
    "mail": {"zh-hans": ["邮箱 宾客邮箱 读不到"], "en": ["The mailbox 宾客邮箱 cannot be read"]},
    "nobody": {"zh-hans": ["次警报没有送到任何人"], "en": ["reached nobody"]},
    "late": {"zh-hans": ["超时"], "en": ["late"]},
}


@pytest.fixture
def peer(settings):
    settings.INSIDE_HOSTS = LOCAL
    with a_peer() as one:
        yield one


def a_task(day, clock):
    """One line at the desk: the engineer's task."""
    case = day.before("colleague").take_in("1308 没有热水")
    work_off(clock, minutes=3)
    return Task.objects.get(case=case, department="engineering")


def told(person, **about):
    return StaffNotice.objects.filter(recipient_id=person.id, **about).exists()


def late_by(clock, minutes):
    """Time passes; clocks and worker run as they do."""
    for _step in range(minutes // 5):
        clock.move(minutes=5)
        sweep(now=clock.at)
        work_off(clock)


def test_the_push_service_is_down_the_engineer_finds_it_and_the_screens_say_so(day, clock, peer):
    peer.status = 503
    enrol(day.cast, day.engineer, peer)
    task = a_task(day, clock)
    assert peer.seen and told(day.engineer)
    day.before("front_desk").says(MY_WORK, SAYS["push"])
    assert f'data-task="{task.pk}"' in day.before("engineer").page("/board/")


def test_the_groups_bot_answers_500_and_who_stands_in_is_told_and_sees_it(day, clock, peer):
    peer.status = 500
    add_bot(day.cast, peer, department="engineering")
    a_task(day, clock)
    late_by(clock, 25)
    assert told(day.colleague, level="burn")
    day.before("front_desk").says(MY_WORK, SAYS["group"])
    day.before("general_manager").says("/settings/channels/", {day.language: ["工程群"]})


def test_the_mail_server_is_slow_the_desk_goes_on_an_alarm_arrives_and_the_screen_says_so(
    day, clock, settings, monkeypatch
):
    settings.INSIDE_HOSTS = LOCAL
    monkeypatch.setattr("innkeeper.inbox.actions.fetching.PATIENCE_SECONDS", 0.2)
    with imap_office() as office:
        office.delay = 0.25
        box = inbox.add_mailbox(
            actor=day.general_manager.actor, property_id=day.house.pk, name="宾客邮箱", host="127.0.0.1",
            port=office.port, user="desk", password="secret", at=START,
        )  # fmt: skip
        assert inbox.fetch_mailbox(actor=system("inbox.mail"), mailbox_id=box, at=START) == 0
    a_task(day, clock)
    assert told(day.engineer)
    late_by(clock, 20)
    assert told(day.colleague, level="burn")
    day.before("front_desk").says("/notices/", SAYS["mail"])


def test_a_phone_is_offline_for_20_minutes_others_are_told_and_its_press_keeps_its_time(day, clock):
    task = a_task(day, clock)
    pressed_at = clock.at
    late_by(clock, 20)
    assert told(day.colleague, level="burn")
    day.before("colleague").says(MY_WORK, SAYS["late"])
    phone = day.before("engineer").client
    kept = {"tapped_at": pressed_at.isoformat(), "sent_at": clock.at.isoformat()}
    for verb in ("accept", "arrive"):
        assert phone.post(f"/board/tasks/{task.pk}/taps/", {"verb": verb} | kept).status_code in (302, 303)
    task.refresh_from_db()
    assert (task.state, task.accepted_at, task.arrived_at) == ("arrived", pressed_at, pressed_at)


def test_the_roster_is_empty_at_two_and_the_alarm_stands_on_every_screen(day, clock, peer):
    clock.set(TWO)
    on_duty(day.house, "night")
    Staff.objects.filter(pk=day.general_manager.id).update(is_active=False)
    enrol(day.cast, day.quality, peer)
    peer.status = 201
    a_task(day, clock)
    assert Unreached.objects.exists() and peer.seen
    for who in (day.front_desk, day.owner):
        Screen(who, day.language).says(MY_WORK, SAYS["nobody"])
