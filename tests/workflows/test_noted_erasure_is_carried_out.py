"""An erasure that was noted while something held the file is carried out when that has ended, once and by itself."""

from datetime import date, timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import Case
from innkeeper.guests import policy
from innkeeper.guests.actions import carry_out_erasure, erase_guest, finish_erasures, withdraw_erasure
from innkeeper.guests.models import Erasure, Guest, GuestToken
from innkeeper.kernel.errors import NotFound, NotPermitted, WrongState
from innkeeper.notices.models import StaffNotice
from innkeeper.outbox.models import OutboxEvent
from innkeeper.vault.actions import shred
from innkeeper.vault.models import DataKey, Tombstone
from innkeeper.workflows.noted_erasure_is_carried_out import carry_out, finish
from tests.accounts.conftest import enter
from tests.makers.cases import make_case
from tests.makers.guests import make_guest
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = START + timedelta(days=3)


@pytest.fixture
def holding(monkeypatch):
    """A dispute holds every file until it is taken out of here."""
    until = [date(2026, 9, 1)]
    monkeypatch.setitem(policy._holds, "dispute", lambda guest_id: until[0] if until else None)
    return until


@pytest.fixture
def guest(cast, clock, holding):
    """A file whose erasure the privacy officer has noted."""
    made = make_guest(house=cast.house)
    erase_guest(
        actor=cast.privacy_officer.actor, property_id=cast.house.pk, guest_id=made.id,
        reason="consent_withdrawn", confirmation="删除", at=START,
    )  # fmt: skip
    return made


def said(cast, guest) -> dict:
    return {
        "actor": cast.privacy_officer.actor,
        "property_id": cast.house.pk,
        "guest_id": guest.id,
        "at": LATER,
    }


def test_while_it_is_held_nothing_goes(guest):
    carry_out(at=LATER)
    assert not Guest.objects.get().is_erased and DataKey.objects.filter(subject_id=guest.pk).exists()


@pytest.mark.req("PRIV-10")
def test_when_the_hold_ends_the_file_goes_by_itself_with_the_reason_that_was_noted(cast, guest, holding):
    holding.clear()
    carry_out(at=LATER)
    carry_out(at=LATER)
    assert Guest.objects.get().is_erased and not DataKey.objects.filter(subject_id=guest.pk).exists()
    done = Erasure.objects.get(outcome="shredded")
    assert (done.reason, done.asked_by, done.at) == ("consent_withdrawn", cast.privacy_officer.id, LATER)
    entry = AuditEntry.objects.get(verb="guests.erased")
    assert entry.actor_label == "workflows.noted_erasure_is_carried_out"
    assert OutboxEvent.objects.filter(name="guests.GuestErased").count() == 1


def test_a_worker_killed_between_the_key_and_the_file_has_its_work_finished_once(guest, holding, monkeypatch):
    holding.clear()
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr("innkeeper.guests.actions.erasing._write", lambda *given, **more: 1 / 0)
        carry_out(at=LATER)
    assert not DataKey.objects.filter(subject_id=guest.pk).exists() and not Guest.objects.get().is_erased
    carry_out(at=LATER)
    assert Guest.objects.get().is_erased and Tombstone.objects.filter(subject_id=guest.pk).count() == 1
    assert Erasure.objects.filter(outcome="shredded").count() == 1


def test_two_at_once_write_it_once(cast, guest, holding, monkeypatch):
    holding.clear()
    stale = Guest.objects.get()
    carry_out(at=LATER)
    monkeypatch.setattr("innkeeper.guests.queries.guest_for", lambda **given: stale)
    monkeypatch.setattr("innkeeper.guests.queries.noted_erasures", lambda ids: list(Erasure.objects.all()))
    with pytest.raises(NotFound):
        carry_out_erasure(**said(cast, guest))
    assert Erasure.objects.filter(outcome="shredded").count() == 1
    assert AuditEntry.objects.filter(verb="guests.erased").count() == 1


def test_with_an_open_case_the_officer_is_told_once_and_presses_once(cast, guest, holding):
    make_case(cast, guest_ids=[guest.pk])
    holding.clear()
    carry_out(at=LATER)
    carry_out(at=LATER)
    assert not Guest.objects.get().is_erased
    assert StaffNotice.objects.get(text_key="guests.erasure_due").recipient_id == cast.privacy_officer.id
    officer = enter(cast.privacy_officer)
    listed = officer.get("/settings/erasures/").content.decode()
    assert "到期，请决定" in listed and "1 张工单未结" in listed and f"/guests/{guest.pk}/erasure/" in listed
    page = officer.get(f"/guests/{guest.pk}/erasure/").content.decode()
    assert "等您决定" in page and "confirmation" not in page
    assert officer.post(f"/guests/{guest.pk}/erasure/noted/").status_code == 303
    assert Guest.objects.get().is_erased
    assert "没有等待删除的档案" in officer.get("/settings/erasures/").content.decode()


def test_when_the_last_case_closes_the_file_goes_by_itself(cast, guest, holding):
    make_case(cast, guest_ids=[guest.pk])
    holding.clear()
    carry_out(at=LATER)
    Case.objects.update(is_open=False)
    carry_out(at=LATER)
    assert Guest.objects.get().is_erased


def test_a_press_while_it_is_held_is_refused_in_words(cast, guest):
    with pytest.raises(WrongState):
        carry_out_erasure(**said(cast, guest))
    answer = enter(cast.privacy_officer).post(f"/guests/{guest.pk}/erasure/noted/")
    assert answer.status_code == 422 and "档案仍须保留" in answer.content.decode()
    assert not Guest.objects.get().is_erased


def test_a_request_taken_back_is_not_carried_out(cast, guest, holding):
    officer = enter(cast.privacy_officer)
    assert "宾客撤回请求" in officer.get(f"/guests/{guest.pk}/erasure/").content.decode()
    officer.post(f"/guests/{guest.pk}/erasure/noted/", {"withdraw": "1"})
    holding.clear()
    carry_out(at=LATER)
    assert not Guest.objects.get().is_erased
    assert AuditEntry.objects.get(verb="guests.erasure_withdrawn").actor_id == cast.privacy_officer.id
    assert "已撤回" in officer.get(f"/guests/{guest.pk}/erasure/").content.decode()
    with pytest.raises(NotFound):
        withdraw_erasure(**said(cast, guest))


@pytest.mark.parametrize("who", ["owner", "general_manager", "administrator"])
def test_nobody_else_sees_or_decides_it(cast, guest, holding, who):
    holding.clear()
    client, person = enter(getattr(cast, who)), getattr(cast, who)
    assert client.get("/settings/erasures/").status_code == 403
    assert client.post(f"/guests/{guest.pk}/erasure/noted/").status_code == 403
    for act in (carry_out_erasure, withdraw_erasure):
        with pytest.raises(NotPermitted):
            act(**said(cast, guest) | {"actor": person.actor})
    assert not Guest.objects.get().is_erased


@pytest.mark.req("PRIV-10")
def test_a_file_whose_keys_went_in_a_crash_before_it_was_emptied_is_emptied_by_itself_once(cast, clock):
    gone, stays = (
        make_guest(house=cast.house, show_name="夏先生"),
        make_guest(house=cast.house, name="顾长河"),
    )
    shred(actor=cast.privacy_officer.actor, subject_id=gone.pk, reason="erasure_request", at=START)
    for _night in range(2):
        finish(at=LATER)
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.is_erased, gone.show_name, gone.full_name, stays.is_erased) == (True, "", None, False)
    assert not GuestToken.objects.filter(guest=gone).exists()
    erasure = Erasure.objects.get(guest_id=gone.pk)
    assert (erasure.reason, erasure.asked_by) == ("erasure_request", cast.privacy_officer.id)
    assert AuditEntry.objects.filter(verb="guests.erased", object_id=gone.pk).count() == 1


def test_nobody_but_who_erases_finishes_an_erasure(cast, clock):
    with pytest.raises(NotPermitted):
        finish_erasures(actor=cast.owner.actor, at=LATER)
