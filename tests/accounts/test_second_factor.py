"""TOTP in its real flow: added, asked for, refused when used or wrong."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from innkeeper.accounts.models import SessionRecord
from innkeeper.audit.models import AuditEntry
from tests.accounts.conftest import enter
from tests.accounts.test_sign_in import knock
from tests.makers.accounts import PASSWORD


def code_of(secret):
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def confirmed(number, *, client=None):
    """A browser that signed in by password and confirmed it once more."""
    client = client or Client()
    knock(number, client=client)
    assert client.post("/account/confirm/", {"password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def enrolled(cast, clock, clean_cache, django_capture_on_commit_callbacks):
    """The general manager's secret, added through the screens; the cache has forgotten the code used for it."""
    client = confirmed("1001")
    secret = re.search(r"<code>(\w+)</code>", client.get("/account/factors/totp/").content.decode())[1]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/account/factors/totp/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    clean_cache.clear()
    return secret


@pytest.mark.req("SEC-03")
def test_after_the_password_the_code_is_asked_for(enrolled):
    client = Client()
    assert knock("1001", client=client).headers["Location"] == "/sign-in/code/"
    assert client.get("/settings/staff/").status_code == 302
    assert client.post("/sign-in/code/", {"code": code_of(enrolled)}).headers["Location"] == reverse(
        "desk:work"
    )
    assert client.get("/settings/staff/").status_code == 200
    assert SessionRecord.objects.filter(has_second_factor=True).count() == 1


@pytest.mark.req("SEC-03")
def test_a_used_code_is_refused_twice(enrolled):
    first, second = Client(), Client()
    knock("1001", client=first)
    knock("1001", client=second)
    code = code_of(enrolled)
    assert first.post("/sign-in/code/", {"code": code}).status_code == 302
    for _ in range(2):
        refused = second.post("/sign-in/code/", {"code": code})
        assert refused.status_code == 200
        assert "已用过" in refused.content.decode()
    assert second.get("/account/").status_code == 302


@pytest.mark.req("SEC-03")
def test_five_wrong_codes_lock_the_second_factor(enrolled):
    client = Client()
    knock("1001", client=client)
    for _ in range(5):
        client.post("/sign-in/code/", {"code": "000000"})
    answer = client.post("/sign-in/code/", {"code": code_of(enrolled)})
    assert "请等 15 分钟" in answer.content.decode()
    assert AuditEntry.objects.filter(verb="accounts.sign_in_locked").count() == 1


def test_adding_a_factor_is_logged_and_its_secret_is_encrypted(enrolled):
    assert AuditEntry.objects.filter(verb="accounts.factor_added").count() == 1
    row = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert enrolled not in str(row.data)


def test_a_recovery_code_opens_once(enrolled, cast):
    row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    code = row.wrap().get_unused_codes()[0]
    for status in (302, 200):
        client = Client()
        knock("1001", client=client)
        assert client.post("/sign-in/code/", {"code": code}).status_code == status


@pytest.mark.parametrize(
    "page", ["/account/factors/totp/", "/account/factors/passkeys/new/", "/account/password/"]
)
def test_the_screens_of_factors_open(cast, clock, page):
    client = confirmed("1001")
    answer = client.get(page, HTTP_HOST="localhost")
    assert answer.status_code == 200


def test_the_removal_screens_open(enrolled):
    client = Client()
    knock("1001", client=client)
    client.post("/sign-in/code/", {"code": code_of(enrolled)})
    assert client.get("/account/confirm/code/").status_code == 200
    assert client.post("/account/confirm/", {"password": PASSWORD}).status_code == 302
    for page in (
        "/account/factors/totp/removal/",
        "/account/factors/recovery/",
        "/account/factors/recovery/new/",
    ):
        assert client.get(page).status_code == 200
    assert client.get("/account/factors/recovery/file/").status_code == 200


def test_a_new_password_ends_the_other_sessions(cast, clock):
    here, there = Client(), Client()
    knock("3001", client=here)
    knock("3001", client=there)
    there.get("/account/")
    fresh = "lantern-river-77"
    data = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    assert here.post("/account/password/", data).status_code == 302
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert AuditEntry.objects.filter(verb="accounts.password_changed").count() == 1


def test_an_administrator_removes_a_lost_factor_and_it_is_logged(enrolled, cast, clock):
    owner = enter(cast.administrator)
    page = f"/settings/staff/{cast.general_manager.id}/factors/removal/"
    assert enter(cast.owner).post(page).status_code == 403
    assert enter(cast.general_manager).post(page).status_code == 409
    assert owner.post(page).status_code == 303
    assert not Authenticator.objects.filter(user_id=cast.general_manager.id).exists()
    assert AuditEntry.objects.get(verb="accounts.factors_removed").facts == {"factors": 1}
    assert not SessionRecord.objects.filter(staff_id=cast.general_manager.id, ended_at=None).exists()
    assert owner.post(page).status_code == 409


@pytest.mark.req("SEC-03")
def test_under_another_session_key_a_factor_opens_nothing_and_the_way_out_is_said(enrolled, settings):
    settings.SECRET_KEY = "another-key-since-the-first-was-lost-0123456789"
    client = Client()
    assert knock("1001", client=client).headers["Location"] == "/sign-in/code/"
    for code in (code_of(enrolled), "000000"):
        answer = client.post("/sign-in/code/", {"code": code})
        assert (answer.status_code, "无法读取" in answer.content.decode()) == (200, True)
    assert client.get("/account/").status_code == 302
