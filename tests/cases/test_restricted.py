"""A restricted case is one neutral line for who need not know: on every page of the house, wherever it is looked for."""

import pytest
from django.urls import reverse

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions
from innkeeper.cases.models import Case, NeedToKnow
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from tests.accounts.conftest import enter
from tests.addresses import MY_WORK
from tests.makers.complaints import make_complaint
from tests.makers.house import full_house, work_off
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
PLANTED = "紫檀手串不见"


def planted(cast, clock):
    """A theft alleged in 1208, restricted, with a task; the guest and the room are everybody's."""
    _leak, guest = full_house(cast)
    case = make_complaint(
        cast, text=f"{PLANTED}，怀疑有人进房", taxonomy_code="theft", room_number="1208", guest_ids=[guest.id]
    )
    job = actions.Job(title=f"核对{PLANTED}的录像", department="security", room_number="1208")
    actions.add_task(actor=cast.owner.actor, case_id=case.pk, job=job, at=START)
    work_off(clock)
    return case, guest


def pages(guest):
    return [
        MY_WORK, "/house/", "/cases/", "/cases/?state=late", "/cases/?room=1208", "/cases/?code=theft",
        "/cases/?department=security", "/notices/", "/rooms/1208/", f"/guests/{guest.id}/", "/requests/",
        "/handover/", "/calls/", "/emergencies/", "/lost-and-found/", "/intake/", "/account/",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["attendant", "front_desk", "housekeeper", "engineer"])
def test_who_need_not_know_finds_nothing_of_it_on_any_page(cast, clock, who):
    case, guest = planted(cast, clock)
    browser = enter(getattr(cast, who))
    asked = [(address, browser.get(address, follow=True)) for address in pages(guest)]
    asked += [
        (f"search {word}", browser.post("/search/", {"q": word})) for word in (PLANTED, case.ref, "1208")
    ]
    asked += [("intake", browser.post("/intake/reading/", {"say": "1208 有人拿了东西"}))]
    links = (f">{case.ref}<", f"/cases/{case.ref}/")
    found = [
        address
        for address, answer in asked
        if any(word in answer.content.decode() for word in links)
        or (not address.startswith("search") and PLANTED in answer.content.decode())
    ]
    assert found == []


def test_every_address_of_it_is_not_there(cast, clock):
    case, _guest = planted(cast, clock)
    browser = enter(cast.front_desk)
    for name in ("case", "export", "history", "older"):
        assert browser.get(reverse(f"cases:{name}", args=[case.ref])).status_code == 404, name
    for name in ("words", "thread", "tasks", "closure", "readers"):
        assert browser.post(reverse(f"cases:{name}", args=[case.ref])).status_code == 404, name
    assert browser.post(reverse("cases:contact", args=[case.ref])).status_code in {403, 404}


def test_the_list_of_all_cases_shows_one_neutral_line(cast, clock):
    planted(cast, clock)
    page = enter(cast.front_desk).get("/cases/").content.decode()
    assert "保密个案" in page and PLANTED not in page


def test_a_colleague_is_let_in_and_taken_off_again_with_the_reason_in_the_log(cast, clock):
    case, _guest = planted(cast, clock)
    doer = {"actor": cast.owner.actor, "case_id": case.pk, "staff_id": cast.front_desk.id, "at": START}
    with pytest.raises(InvalidInput):
        actions.share_case(reason=" ", **doer)
    actions.share_case(reason="一起处理", **doer)
    assert AuditEntry.objects.get(verb="cases.shared").facts["reason"] == "一起处理"
    assert enter(cast.front_desk).get(f"/cases/{case.ref}/").status_code == 200
    with pytest.raises(InvalidInput):
        actions.unshare_case(reason=" ", **doer)
    actions.unshare_case(reason="已移交保安部", **doer)
    assert enter(cast.front_desk).get(f"/cases/{case.ref}/").status_code == 404
    entry = AuditEntry.objects.filter(verb="cases.unshared").get()
    assert entry.facts["reason"] == "已移交保安部"


def test_the_handler_stays_on_the_list(cast, clock):
    case, _guest = planted(cast, clock)
    with pytest.raises(NotPermitted):
        actions.unshare_case(
            actor=cast.owner.actor, case_id=case.pk, staff_id=case.owner_id, reason="x", at=START
        )
    assert NeedToKnow.objects.filter(case=case, staff_id=case.owner_id).exists()


def test_a_case_is_made_restricted_by_hand_with_a_reason(cast, clock):
    leak, _guest = full_house(cast)
    with pytest.raises(NotPermitted):
        actions.restrict_case(actor=cast.front_desk.actor, case_id=leak.pk, reason="未成年人", at=START)
    actions.restrict_case(actor=cast.owner.actor, case_id=leak.pk, reason="未成年人", at=START)
    assert Case.objects.get(pk=leak.pk).is_restricted
    with pytest.raises(NotFound):
        actions.share_case(
            actor=cast.front_desk.actor,
            case_id=leak.pk,
            staff_id=cast.front_desk.id,
            reason="想看",
            at=START,
        )


def test_restricting_keeps_who_works_on_it_and_asks_again_for_what_nobody_took(cast, clock):
    leak, _guest = full_house(cast)
    give = {"actor": cast.owner.actor, "case_id": leak.pk, "at": START}
    taken = actions.add_task(job=actions.Job(title="关阀", department="engineering"), **give)
    actions.accept_task(actor=cast.engineer.actor, task_id=taken, at=START)
    actions.add_task(job=actions.Job(title="擦地", department="housekeeping", post="room_attendant"), **give)
    actions.restrict_case(reason="未成年人", **give)
    known = set(NeedToKnow.objects.filter(case=leak).values_list("staff_id", flat=True))
    assert {cast.owner.id, cast.engineer.id, cast.attendant.id} <= known


def test_only_a_restricted_case_has_a_list_and_only_colleagues_of_the_house_stand_on_it(cast, clock):
    leak, _guest = full_house(cast)
    doer = {"actor": cast.owner.actor, "case_id": leak.pk, "at": START}
    with pytest.raises(WrongState):
        actions.share_case(staff_id=cast.front_desk.id, reason="一起处理", **doer)
    actions.restrict_case(reason="未成年人", **doer)
    with pytest.raises(InvalidInput):
        actions.share_case(staff_id=cast.outsider.id, reason="一起处理", **doer)


def test_the_screens_restrict_show_who_may_know_and_take_one_off(cast, clock):
    leak, _guest = full_house(cast)
    client = enter(cast.owner)
    assert "/restriction/" in client.get(f"/cases/{leak.ref}/").content.decode()
    client.post(f"/cases/{leak.ref}/restriction/", {"reason": "未成年人"})
    assert AuditEntry.objects.get(verb="cases.restricted").facts["reason"] == "未成年人"
    client.post(f"/cases/{leak.ref}/readers/", {"staff_number": "2003", "reason": "一起处理"})
    assert "许敏" in client.get(f"/cases/{leak.ref}/sections/readers/").content.decode()
    refused = client.post(f"/cases/{leak.ref}/readers/", {"off": cast.front_desk.id, "reason": ""})
    assert refused.status_code == 422
    client.post(f"/cases/{leak.ref}/readers/", {"off": cast.front_desk.id, "reason": "已换班"})
    assert "许敏" not in client.get(f"/cases/{leak.ref}/sections/readers/").content.decode()
    assert enter(cast.front_desk).get(f"/cases/{leak.ref}/").status_code == 404


@pytest.mark.req("CASE-16")
def test_the_restriction_is_lifted_with_the_reason_in_the_log(cast, clock):
    case, _guest = planted(cast, clock)
    doer = {"actor": cast.owner.actor, "case_id": case.pk, "at": START}
    with pytest.raises(InvalidInput):
        actions.lift_restriction(reason=" ", **doer)
    for _twice in range(2):
        actions.lift_restriction(reason="查明是误会", **doer)
    assert enter(cast.front_desk).get(f"/cases/{case.ref}/").status_code == 200
    assert not NeedToKnow.objects.filter(case=case).exists()
    assert AuditEntry.objects.get(verb="cases.restriction_lifted").facts["reason"] == "查明是误会"
    hits = enter(cast.front_desk).post("/search/", {"q": PLANTED}).content.decode()
    assert f"/cases/{case.ref}/" in hits


def test_who_may_not_see_restricted_cases_does_not_lift_it_and_nothing_changes(cast, clock):
    case, _guest = planted(cast, clock)
    doer = {"case_id": case.pk, "reason": "想看", "at": START}
    with pytest.raises(NotFound):
        actions.lift_restriction(actor=cast.front_desk.actor, **doer)
    given = {"case_id": case.pk, "reason": "一起处理", "at": START}
    actions.share_case(actor=cast.owner.actor, staff_id=cast.front_desk.id, **given)
    with pytest.raises(NotPermitted):
        actions.lift_restriction(actor=cast.front_desk.actor, **doer)
    with pytest.raises(NotFound):
        actions.lift_restriction(actor=cast.outsider.actor, **doer)
    case.refresh_from_db()
    assert case.is_restricted and NeedToKnow.objects.filter(case=case).exists()


def test_one_that_names_a_colleague_stays_restricted(cast, clock):
    case, _guest = planted(cast, clock)
    actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.engineer.id, at=START)
    with pytest.raises(WrongState):
        actions.lift_restriction(actor=cast.owner.actor, case_id=case.pk, reason="没事", at=START)
    page = enter(cast.owner).get(f"/cases/{case.ref}/sections/readers/").content.decode()
    assert 'name="lift"' not in page


def test_the_screen_lifts_it_and_refuses_without_a_reason(cast, clock):
    leak, _guest = full_house(cast)
    actions.restrict_case(actor=cast.owner.actor, case_id=leak.pk, reason="未成年人", at=START)
    client = enter(cast.owner)
    assert 'name="lift"' in client.get(f"/cases/{leak.ref}/sections/readers/").content.decode()
    address = f"/cases/{leak.ref}/restriction/"
    assert client.post(address, {"lift": "1", "reason": ""}).status_code == 422
    assert enter(cast.front_desk).post(address, {"lift": "1", "reason": "x"}).status_code == 404
    client.post(address, {"lift": "1", "reason": "误会"})
    leak.refresh_from_db()
    assert not leak.is_restricted
