"""Erasing a guest file on its page: seen before it is done, meant by a typed word, proved afterwards."""

from datetime import date

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.guests import policy
from innkeeper.guests.models import Erasure, Guest
from innkeeper.vault import holds
from innkeeper.vault.models import DataKey, Tombstone
from tests.accounts.conftest import enter
from tests.makers.cases import make_case
from tests.makers.guests import make_guest

pytestmark = pytest.mark.django_db(databases="__all__")
MEANT = {"reason": "erasure_request", "confirmation": " 删除 "}


@pytest.fixture
def guest(cast, clock):
    return make_guest(house=cast.house, email="a@mail.example")


@pytest.fixture
def officer(cast):
    return enter(cast.privacy_officer)


def address(guest) -> str:
    return f"/guests/{guest.pk}/erasure/"


def shown(client, guest) -> str:
    answer = client.get(address(guest))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.req("PRIV-10")
def test_the_page_says_what_goes_and_what_stays_before_anything_is_done(cast, officer, guest):
    make_case(cast, guest_ids=[guest.pk])
    page = shown(officer, guest)
    assert all(words in page for words in ("全名", "电话", "邮箱", "1 张工单：宾客原话", "还有 1 张工单未结"))
    assert "证件号" not in page and "柳如烟" not in page
    officer.post("/language/", {"language": "en"})
    assert "What is kept" in shown(officer, guest)
    assert not Erasure.objects.exists()


@pytest.mark.req("PRIV-10")
def test_a_meant_erasure_destroys_the_key_and_the_page_proves_it(cast, officer, guest):
    answer = officer.post(address(guest), MEANT)
    assert (answer.status_code, answer["Location"]) == (303, address(guest))
    assert Guest.objects.get().is_erased
    assert not DataKey.objects.filter(subject_id=guest.pk).exists()
    assert Tombstone.objects.get(subject_id=guest.pk).reason == "erasure_request"
    entry = AuditEntry.objects.get(verb="guests.erased")
    assert (entry.actor_id, entry.facts["reason"]) == (cast.privacy_officer.id, "erasure_request")
    page = shown(officer, guest)
    assert "档案已删除" in page and "宾客要求删除" in page and "永久删除" not in page
    assert officer.post(address(guest), MEANT).status_code == 404


@pytest.mark.parametrize("wrong", [{"confirmation": "yes"}, {"reason": "another"}, {"confirmation": ""}])
def test_what_is_not_meant_is_refused_by_its_field(officer, guest, wrong):
    answer = officer.post(address(guest), MEANT | wrong)
    assert answer.status_code == 422
    assert f'id="id_{next(iter(wrong))}_error"' in answer.content.decode()
    assert not Guest.objects.get().is_erased


def test_a_held_file_only_takes_the_request_down(officer, guest, monkeypatch):
    monkeypatch.setitem(policy._holds, "dispute", lambda guest_id: date(2026, 9, 1))
    page = shown(officer, guest)
    assert "因未结的纠纷须保留，至少到 2026 年 9 月 1 日" in page and "永久删除" not in page
    officer.post(address(guest), MEANT)
    assert "已登记，保留至 2026 年 9 月 1 日" in shown(officer, guest)
    assert not Guest.objects.get().is_erased


def test_a_hold_that_names_no_day_leaves_nothing_to_press(officer, guest, monkeypatch):
    monkeypatch.setitem(holds._holds, "dispute", lambda subject_id: True)
    assert "未定期限" in shown(officer, guest) and "confirmation" not in shown(officer, guest)
    answer = officer.post(address(guest), MEANT)
    assert answer.status_code == 422 and not Guest.objects.get().is_erased


@pytest.mark.parametrize(
    "who", ["owner", "attendant", "manager", "general_manager", "administrator", "outsider"]
)
def test_nobody_else_opens_the_page_or_erases(cast, guest, who):
    client = enter(getattr(cast, who))
    assert client.get(address(guest)).status_code == client.post(address(guest), MEANT).status_code == 403
    assert not Guest.objects.get().is_erased


def test_without_a_second_factor_the_officer_does_not_either(cast, guest):
    client = enter(cast.privacy_officer, with_factor=False)
    assert client.post(address(guest), MEANT).status_code == 403
    assert not Guest.objects.get().is_erased


def test_the_guest_view_leads_there_only_who_may(cast, officer, guest):
    assert address(guest) in officer.get(f"/guests/{guest.pk}/").content.decode()
    assert address(guest) not in enter(cast.owner).get(f"/guests/{guest.pk}/").content.decode()
