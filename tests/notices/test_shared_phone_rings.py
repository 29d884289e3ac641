"""A phone that colleagues share rings for whose hand it is in: not for who put it down, and never once it is revoked."""

import pytest
from django.test import Client

from innkeeper.accounts.actions import devices as shared
from innkeeper.accounts.actions.sessions import end_session
from innkeeper.accounts.models import SessionRecord, SharedDevice
from innkeeper.notices.queries import devices_of
from tests.accounts.conftest import enter
from tests.makers.accounts import PASSWORD
from tests.makers.errands import work_off
from tests.makers.peers import Browser
from tests.notices.test_carrying import alarm
from tests.people import START


@pytest.fixture
def phone(cast, clock, push):
    """The engineer has taken a shared phone in hand and lets it ring."""
    code = shared.invite_device(
        actor=cast.administrator.actor, property_id=cast.house.pk, name="工程 1 号", at=START
    )
    client = Client()
    assert client.post("/device/", {"code": code}).status_code == 303
    given = {"password": PASSWORD, "pin": "4931"}
    assert client.post(f"/device/{cast.engineer.id}/", given).status_code == 303
    client.get("/board/")
    keys = Browser().keys()
    sent = {"endpoint": push.url("/push"), **keys}
    assert client.post("/notices/devices/", sent, headers={"Accept": "application/json"}).status_code < 300
    return client


def rung(cast, clock, push):
    alarm(cast)
    work_off(clock)
    return len(push.seen)


def test_it_rings_for_who_holds_it_also_while_it_is_locked_in_a_pocket(cast, clock, push, phone):
    clock.move(minutes=15)
    assert phone.get("/board/").status_code == 302
    assert rung(cast, clock, push) == 1


def test_it_does_not_ring_for_who_signed_out(cast, clock, push, phone):
    phone.post("/sign-out/")
    assert rung(cast, clock, push) == 0


def test_it_does_not_ring_for_who_gave_it_to_the_next_hand(cast, clock, push, phone):
    clock.move(minutes=15)
    assert (
        phone.post(f"/device/{cast.attendant.id}/", {"password": PASSWORD, "pin": "8264"}).status_code == 303
    )
    phone.get("/board/")
    assert rung(cast, clock, push) == 0


def test_it_does_not_ring_after_the_shift(cast, clock, push, phone):
    record = SessionRecord.objects.get(shared_device_id__isnull=False)
    assert devices_of(cast.engineer.actor, at=START)
    assert devices_of(cast.engineer.actor, at=record.until_at) == []


@pytest.mark.parametrize("minutes", [0, 15])
def test_one_that_was_stolen_and_revoked_rings_no_more(cast, clock, push, phone, minutes):
    clock.move(minutes=minutes)
    phone.get("/board/")
    device = SharedDevice.objects.get()
    shared.revoke_device(actor=cast.administrator.actor, device_id=device.pk, at=clock.at)
    assert rung(cast, clock, push) == 0


def test_ones_own_phone_is_silent_when_another_ends_the_session_on_it(cast, clock, push):
    client = enter(cast.engineer)
    client.get("/board/")
    sent = {"endpoint": push.url("/push"), **Browser().keys()}
    client.post("/notices/devices/", sent, headers={"Accept": "application/json"})
    assert rung(cast, clock, push) == 1
    record = SessionRecord.objects.get(staff_id=cast.engineer.id)
    end_session(actor=cast.administrator.actor, record_id=record.pk, at=clock.at)
    assert rung(cast, clock, push) == 1
