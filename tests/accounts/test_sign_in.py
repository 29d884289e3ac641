"""The door: staff number, password, lock."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from innkeeper.accounts.models import Outcome, SignInAttempt
from innkeeper.audit.models import AuditEntry
from tests.makers.accounts import PASSWORD


def knock(number, password=PASSWORD, *, address="10.0.0.1", client=None):
    data = {"login": number, "password": password}
    return (client or Client()).post("/sign-in/", data, REMOTE_ADDR=address)


def page(answer):
    return answer.content.decode()


def verbs(prefix="accounts."):
    return list(
        AuditEntry.objects.filter(verb__startswith=prefix).order_by("pk").values_list("verb", flat=True)
    )


def test_the_right_password_leads_to_work(cast, clock):
    answer = knock("3001")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("desk:work"))
    assert verbs() == ["accounts.signed_in"]


def test_a_post_that_opens_personal_data_is_led_to_its_second_factor(cast, clock):
    assert knock("1001").headers["Location"] == "/account/"


@pytest.mark.req("SEC-03")
def test_unknown_wrong_and_deactivated_are_answered_in_the_same_words(cast, clock):
    cast.engineer.staff.is_active = False
    cast.engineer.staff.save()
    answers = [knock("3001", "wrong-password"), knock("777777"), knock("4001")]
    said = [
        re.findall(r"<p>([^<]*)</p>", re.search(r'role="alert".*?</div>', page(one))[0]) for one in answers
    ]
    assert said[0] == said[1] == said[2] == ["工号或密码不对。"]


@pytest.mark.req("SEC-03")
def test_the_fifth_wrong_try_locks_even_the_right_password_and_is_logged(cast, clock):
    for _ in range(5):
        knock("3001", "wrong-password")
    assert verbs() == ["accounts.sign_in_locked"]
    answer = knock("3001")
    assert answer.status_code == 200
    assert "请等 15 分钟" in answer.content.decode()
    assert SignInAttempt.objects.filter(outcome=Outcome.RIGHT).count() == 0


@pytest.mark.req("SEC-03")
def test_the_lock_ends_after_fifteen_minutes_and_tries_do_not_prolong_it(cast, clock):
    for _ in range(5):
        knock("3001", "wrong-password")
    clock.move(minutes=14)
    assert knock("3001").status_code == 200
    clock.move(minutes=1, seconds=1)
    assert knock("3001").status_code == 302


@pytest.mark.req("SEC-03")
def test_a_number_that_does_not_exist_locks_in_the_same_words(cast, clock):
    for _ in range(6):
        answer = knock("777777", "wrong-password")
    assert "请等 15 分钟" in answer.content.decode()


@pytest.mark.req("SEC-03")
def test_thirty_wrong_tries_lock_the_address(cast, clock):
    for number in range(30):
        knock(f"80{number:02d}", "wrong-password", address="10.9.9.9")
    assert knock("3001", address="10.9.9.9").status_code == 200
    assert knock("3001", address="10.0.0.2").status_code == 302


def test_a_right_sign_in_clears_the_count(cast, clock):
    for _ in range(4):
        knock("3001", "wrong-password")
    knock("3001")
    clock.move(seconds=1)
    for _ in range(4):
        knock("3001", "wrong-password")
    assert knock("3001").status_code == 302


def test_what_was_typed_is_not_kept(cast, clock):
    knock("my-secret-password", "x")
    row = SignInAttempt.objects.get()
    assert "secret" not in row.name_key and len(row.name_key) == 64


def test_the_counters_stand_in_the_main_database(cast, clock, clean_cache):
    for _ in range(5):
        knock("3001", "wrong-password")
    clean_cache.clear()
    assert knock("3001").status_code == 200


@pytest.mark.parametrize("typed", ["", " ", "\x00", "x" * 5000, "' OR 1=1 --", "王" * 30])
def test_hostile_input_is_refused_plainly(cast, clock, typed):
    answer = knock(typed, "y" * 6000)
    assert answer.status_code == (422 if "\x00" in typed else 200)
    assert verbs() == []


def test_nobody_makes_an_account_and_there_is_no_reset_by_mail(client, db):
    for page in ("/sign-up/", "/signup/", "/account/signup/", "/password/reset/", "/sign-in/code/request/"):
        assert client.get(page).status_code == 404


@pytest.mark.req("SEC-02")
def test_plain_http_is_redirected_when_tls_is_on(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/sign-in/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/sign-in/")


def test_the_demo_says_that_a_password_is_enough(cast, clock, settings):
    settings.DEMO = True
    assert "这是演示" in Client().get("/sign-in/").content.decode()
    client = Client()
    assert knock("1001", client=client).headers["Location"] == reverse("desk:work")
    page = client.get("/settings/staff/")
    assert page.status_code == 200
    assert "这是演示" in page.content.decode()


def test_a_session_ends_after_its_life(cast, clock):
    client = Client()
    knock("3001", client=client)
    assert client.get("/account/").status_code == 200
    assert client.session.get_expiry_age() <= timedelta(hours=12).total_seconds()


@pytest.mark.req("SEC-03")
def test_behind_the_houses_own_proxy_wrong_tries_lock_who_made_them_and_nobody_else(cast, clock, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxied = [Client(headers={"X-Forwarded-For": f"{made_up}, {real}"}) for made_up, real in
               (("10.1.1.1", "10.9.9.9"), ("10.2.2.2", "10.9.9.9"), ("10.9.9.9", "10.0.0.7"))]  # fmt: skip
    for number in range(30):
        knock(f"80{number:02d}", "wrong-password", client=proxied[number % 2])
    assert knock("3001", client=proxied[0]).status_code == 200
    assert knock("3001", client=proxied[2]).status_code == 302


@pytest.mark.req("SEC-03")
def test_a_sign_in_and_a_lock_stand_in_the_log_of_the_hotel(cast, clock):
    knock("3001")
    for _ in range(5):
        knock("4001", "wrong-password")
    for _ in range(5):
        knock("777777", "wrong-password")
    entries = AuditEntry.objects.filter(verb__startswith="accounts.").order_by("pk")
    assert list(entries.values_list("verb", "property_id")) == [
        ("accounts.signed_in", cast.house.pk),
        ("accounts.sign_in_locked", cast.house.pk),
        ("accounts.sign_in_locked", None),
    ]
