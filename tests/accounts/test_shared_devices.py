"""Shared phones: bound by a code, opened by a PIN per person and shift, locked, ended with the shift, revoked."""

import re
from functools import partial

import pytest
from django.test import Client

from innkeeper.accounts.actions import devices
from innkeeper.accounts.actions.staff import deactivate_staff, reset_password
from innkeeper.accounts.models import SessionRecord, SharedDevice, ShiftPin, Staff
from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import NotFound, NotPermitted
from tests.accounts.conftest import enter
from tests.makers.accounts import PASSWORD
from tests.people import START


@pytest.fixture
def phone(cast, clock):
    """A phone bound by the code from the administrator's screen."""
    page = enter(cast.administrator).post("/settings/devices/", {"name": "客房部 3 号"}).content.decode()
    code = re.search(r"<code>(\w{8})</code>", page)[1]
    client = Client()
    assert client.post("/device/", {"code": code.lower()}).status_code == 303
    assert Client().post("/device/", {"code": code}).status_code == 422
    return client


def begin(phone, person, *, pin="4931", password=PASSWORD):
    return phone.post(f"/device/{person.id}/", {"password": password, "pin": pin})


def leave(phone):
    del phone.cookies["sessionid"]


@pytest.mark.req("SEC-03")
def test_a_colleague_picks_themselves_and_opens_with_the_pin_of_the_shift(cast, phone, clock):
    assert "罗小满" in phone.get("/device/").content.decode()
    assert begin(phone, cast.attendant).headers["Location"] == "/board/"
    assert phone.get("/board/").status_code == 200
    leave(phone)
    assert phone.get("/board/").headers["Location"] == "/device/"
    assert phone.post(f"/device/{cast.attendant.id}/", {"pin": "0000"}).status_code == 422
    assert phone.post(f"/device/{cast.attendant.id}/", {"pin": "4931"}).status_code == 303
    assert phone.get("/board/").status_code == 200
    assert AuditEntry.objects.filter(verb="accounts.signed_in").count() == 2


def test_a_pin_is_no_second_factor(cast, phone, clock):
    begin(phone, cast.general_manager)
    assert phone.get("/settings/staff/").status_code == 403
    assert not SessionRecord.objects.get(shared_device_id__isnull=False).has_second_factor


def test_five_wrong_pins_lock_it(cast, phone, clock):
    begin(phone, cast.attendant)
    leave(phone)
    clock.move(minutes=1)
    for _try in range(5):
        assert phone.post(f"/device/{cast.attendant.id}/", {"pin": "1357"}).status_code == 422
    assert phone.post(f"/device/{cast.attendant.id}/", {"pin": "4931"}).status_code == 409
    clock.move(minutes=16)
    assert phone.post(f"/device/{cast.attendant.id}/", {"pin": "4931"}).status_code == 303


def test_it_signs_out_with_the_shift_and_when_nobody_holds_it(cast, phone, clock):
    begin(phone, cast.attendant)
    clock.move(minutes=9)
    phone.get("/board/")
    clock.move(minutes=9)
    assert phone.get("/board/", headers={"HX-Request": "true"}).status_code == 200
    clock.move(minutes=2)
    answer = phone.get("/board/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/device/")
    begin(phone, cast.attendant)
    clock.move(hours=3)
    assert phone.get("/board/").status_code == 302
    assert phone.get("/device/").content.decode().count("罗小满") == 0


def test_easy_pins_wrong_passwords_and_people_off_duty_open_nothing(cast, phone, clock):
    for pin in ("1111", "2345", "12", "abcd"):
        assert begin(phone, cast.attendant, pin=pin).status_code == 422
    assert begin(phone, cast.attendant, password="guess").status_code == 422
    clock.move(hours=5)
    assert begin(phone, cast.attendant).status_code == 404
    assert not ShiftPin.objects.exists()


def test_a_revoked_phone_ends_at_once(cast, phone, clock):
    begin(phone, cast.attendant)
    row = SharedDevice.objects.get()
    for who, error in ((cast.owner, NotPermitted), (cast.outsider, NotPermitted)):
        with pytest.raises(error):
            devices.revoke_device(actor=who.actor, device_id=row.pk, at=START)
    phone.get("/board/")
    assert devices.revoke_device(actor=cast.administrator.actor, device_id=row.pk, at=START) == 1
    assert phone.get("/board/").status_code == 302
    assert "绑定这台手机" in phone.get("/device/").content.decode()
    with pytest.raises(NotFound):
        devices.revoke_device(actor=cast.administrator.actor, device_id=row.pk, at=START)


def test_a_code_dies_after_ten_minutes(cast, clock):
    code = devices.invite_device(
        actor=cast.administrator.actor, property_id=cast.house.pk, name="x", at=START
    )
    clock.move(minutes=11)
    assert Client().post("/device/", {"code": code}).status_code == 422


@pytest.mark.req("OPS-04")
@pytest.mark.parametrize("end", [deactivate_staff, partial(reset_password, password="lantern-river-77")])
def test_the_pin_ends_with_the_account_and_with_the_password(cast, phone, clock, end):
    begin(phone, cast.attendant)
    leave(phone)
    end(actor=cast.administrator.actor, staff_id=cast.attendant.id, at=clock.now())
    Staff.objects.filter(pk=cast.attendant.id).update(is_active=True)
    assert phone.post(f"/device/{cast.attendant.id}/", {"pin": "4931"}).status_code == 422


def test_who_tries_codes_from_elsewhere_locks_only_themselves(cast, clock):
    page = enter(cast.administrator).post("/settings/devices/", {"name": "客房部 4 号"}).content.decode()
    code = re.search(r"<code>(\w{8})</code>", page)[1]
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    answers = [stranger.post("/device/", {"code": f"WRONG{number:03}"}).status_code for number in range(6)]
    assert answers == [422] * 5 + [409]
    assert stranger.post("/device/", {"code": code}).status_code == 409
    assert Client(REMOTE_ADDR="198.51.100.7").post("/device/", {"code": code}).status_code == 303
