"""Putting a session down: it is listed no more, nobody is thought to sit at it, and the log says when."""

import pytest
from django.test import Client

from innkeeper.accounts.models import SessionRecord
from innkeeper.accounts.queries import is_at_a_screen, open_sessions
from innkeeper.audit.models import AuditEntry
from tests.accounts.test_shared_devices import begin, phone  # noqa: F401  the bound phone
from tests.accounts.test_sign_in import knock


def signed_out():
    return list(AuditEntry.objects.filter(verb="accounts.signed_out").values_list("object_id", flat=True))


@pytest.mark.req("SEC-03")
def test_who_signs_out_is_listed_no_more_and_the_log_says_so(cast, clock):
    here, there = Client(), Client()
    for browser in (here, there):
        knock("3001", client=browser)
        browser.get("/account/")
    clock.move(minutes=1)
    assert here.post("/sign-out/").status_code == 302
    assert here.get("/account/").status_code == 302
    assert SessionRecord.objects.get(ended_at__isnull=False).ended_at == clock.now()
    assert len(open_sessions(cast.attendant.id, at=clock.now())) == 1
    assert signed_out() == [cast.attendant.id]


def test_nobody_is_thought_to_sit_at_a_screen_that_they_left(cast, clock):
    browser = Client()
    knock("3001", client=browser)
    browser.get("/account/")
    assert is_at_a_screen(cast.attendant.id, clock.now())
    browser.post("/sign-out/")
    assert not is_at_a_screen(cast.attendant.id, clock.now())


def test_signing_out_twice_or_without_a_session_writes_nothing(cast, clock):
    browser = Client()
    knock("3001", client=browser)
    for _ in range(2):
        browser.post("/sign-out/")
    Client().post("/sign-out/")
    assert len(signed_out()) <= 1


@pytest.mark.req("SEC-03")
def test_the_next_hand_on_a_shared_phone_ends_the_session_of_the_last(cast, phone, clock):  # noqa: F811
    begin(phone, cast.attendant)
    phone.get("/board/")
    begin(phone, cast.housekeeper, pin="7391")
    phone.get("/board/")
    assert open_sessions(cast.attendant.id, at=clock.now()) == []
    assert len(open_sessions(cast.housekeeper.id, at=clock.now())) == 1
    assert signed_out() == [cast.attendant.id]
