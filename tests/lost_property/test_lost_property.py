"""Found and missed: the safe with a witness, only the own number in neutral words, proof of return, theft restricted."""

from datetime import timedelta
from uuid import uuid4

import pytest

from innkeeper.accounts.models import Staff
from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import Case, Evidence, NamedStaff, NeedToKnow, Task, ThreadEntry
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.lost_property import actions
from innkeeper.lost_property.actions import items
from innkeeper.lost_property.models import ContactTry, Leaving, LostItem
from innkeeper.lost_property.queries import matches
from innkeeper.lost_property.rules import NEUTRAL_EN, NEUTRAL_ZH
from tests.accounts.conftest import enter
from tests.cases.test_evidence import photo
from tests.makers.guests import make_guest
from tests.makers.stays import move_in
from tests.people import GUEST_PHONE, START

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR = timedelta(hours=1)


def note(
    house, side="found", *, by=None, words="床头柜上的银戒指", room="1206", category="valuables", **given
):
    noted = actions.Noted(side=side, words=words, category=category, room=room, **given)
    opened = actions.note_item(
        actor=(by or house.owner).actor, property_id=house.house.pk, noted=noted, at=START
    )
    return LostItem.objects.get(case_id=opened.id)


def missed(house):
    guest = make_guest(house=house.house, name="卓文君", phone=GUEST_PHONE)
    stay = move_in(house=house.house, room="1206", guest=guest)
    return note(house, "lost", words="银戒指 放在床头柜", stay_id=stay.id, owner_id=guest.id)


def keep(house, item, number="A-17", witness="2002"):
    actions.keep_item(
        actor=house.owner.actor, case_id=item.case_id, safe_place="前台保险柜", safe_number=number,
        witness_number=witness, at=START,
    )  # fmt: skip
    item.refresh_from_db()


def test_the_attendant_enters_a_find_in_one_line(house):
    item = note(house, by=house.attendant)
    assert (item.finder_id, item.state, item.room_number) == (house.attendant.id, "open", "1206")
    assert Task.objects.get(case_id=item.case_id).department == "security"
    with pytest.raises(NotPermitted):
        note(house, "lost", by=house.attendant)


@pytest.mark.parametrize("side", ["found", "lost"])
def test_it_is_not_kept_or_searched_for_the_moment_it_is_entered(house, side):
    item = note(house, side)
    assert Case.objects.get(pk=item.case_id).stage == "keep"
    assert ClockRun.objects.get(owner_id=item.case_id, name="keep").stopped_at is None


def test_it_goes_into_the_safe_with_a_number_and_a_witness_who_is_somebody_else(house):
    item = note(house)
    with pytest.raises(InvalidInput):
        keep(house, item, witness="2001")
    keep(house, item)
    assert (item.state, item.witness_id) == ("safe", house.colleague.id)
    with pytest.raises(InvalidInput):
        keep(house, note(house, words="另一枚"), number="A-17")


def test_a_find_and_a_report_of_one_thing_are_proposed_and_matched(house):
    lost, found = missed(house), note(house)
    [(line, score)] = matches(house.owner.actor, found)
    assert line.item.pk == lost.pk and score >= 40
    actions.match_items(actor=house.owner.actor, case_id=found.case_id, other_case_id=lost.case_id, at=START)
    found.refresh_from_db()
    assert found.owner_id == lost.owner_id


def test_only_the_owners_own_number_is_opened_and_the_log_says_so(house):
    lost = missed(house)
    number = actions.open_number(actor=house.owner.actor, case_id=lost.case_id, at=START)
    assert number.replace(" ", "") == GUEST_PHONE.replace(" ", "")
    assert AuditEntry.objects.filter(verb__contains="reveal").exists()
    with pytest.raises(NotFound):
        actions.open_number(actor=house.owner.actor, case_id=note(house).case_id, at=START)
    with pytest.raises(NotPermitted):
        actions.open_number(actor=house.colleague.actor, case_id=lost.case_id, at=START)


@pytest.mark.parametrize(
    "word", ["戒指", "酒店", "住", "房", "失物", "ring", "hotel", "stay", "room", "lost"]
)
def test_the_words_say_neither_what_nor_where_nor_that_anyone_stayed(word):
    assert word not in NEUTRAL_ZH + NEUTRAL_EN.lower()


def test_the_call_is_kept_with_its_words_on_the_screen(house, desk):
    lost = missed(house)
    ref = Case.objects.get(pk=lost.case_id).ref
    page = desk.post(f"/cases/{ref}/owner-number/")
    assert NEUTRAL_ZH in page.content.decode() and page.headers["Cache-Control"] == "no-store"
    assert desk.post(f"/cases/{ref}/owner-calls/", {"reached": "0"}).status_code == 303
    assert not ContactTry.objects.get().reached_owner


def test_it_is_handed_over_only_with_identity_proof_and_a_witness(house):
    item = note(house)
    given = {"means": "in_person", "witness_number": "2002"}
    doer = {"actor": house.owner.actor, "case_id": item.case_id, "at": START}
    with pytest.raises(WrongState):
        actions.hand_over(handing=actions.Handing(**given), **doer)
    keep(house, item)
    with pytest.raises(InvalidInput) as refused:
        actions.hand_over(handing=actions.Handing(**given), **doer)
    assert {"identity", "proof"} <= set(refused.value.fields)
    actions.hand_over(handing=actions.Handing(is_identity_checked=True, proof=photo(), **given), **doer)
    item.refresh_from_db()
    assert item.state == "returned" and Leaving.objects.get().evidence_id


def test_nothing_is_disposed_of_before_the_hotels_time(house):
    item = note(house)
    keep(house, item)
    doer = {"actor": house.owner.actor, "case_id": item.case_id, "means": "charity", "witness_number": "2002"}
    with pytest.raises(WrongState):
        actions.dispose(at=START, **doer)
    actions.dispose(at=START + timedelta(days=366), **doer)
    item.refresh_from_db()
    assert item.state == "disposed"


@pytest.mark.parametrize("number", ["8001", "2001", "9999", "3000"])
def test_a_witness_is_a_colleague_who_works_here_today(house, number):
    Staff.objects.filter(staff_number="3000").update(is_active=False)
    item = note(house)
    with pytest.raises(InvalidInput) as refused:
        keep(house, item, witness=number)
    assert set(refused.value.fields) == {"witness"}
    item.refresh_from_db()
    assert item.state == "open"


def test_who_only_does_tasks_lets_nothing_leave_and_leaves_no_proof_behind(house):
    item = note(house)
    keep(house, item)
    doer = {"actor": house.attendant.actor, "case_id": item.case_id, "at": START}
    handing = actions.Handing(
        means="in_person", witness_number="2002", is_identity_checked=True, proof=photo()
    )
    for act, given in (
        (actions.hand_over, {"handing": handing}),
        (actions.dispose, {"means": "police", "witness_number": "2002"}),
    ):
        with pytest.raises(NotPermitted):
            act(**given, **doer)
    assert not Evidence.objects.exists() and not Leaving.objects.exists()


def test_what_a_colleague_disposed_of_a_moment_ago_is_not_handed_over_as_well(house, monkeypatch):
    item = note(house)
    keep(house, item)
    prove = items.cases.add_evidence

    def prove_while_a_colleague_is_faster(**given):
        actions.dispose(
            actor=house.colleague.actor, case_id=item.case_id, means="police", witness_number="2001", at=START
        )
        return prove(**given)

    monkeypatch.setattr(items.cases, "add_evidence", prove_while_a_colleague_is_faster)
    handing = actions.Handing(
        means="in_person", witness_number="2002", is_identity_checked=True, proof=photo()
    )
    with pytest.raises(WrongState):
        actions.hand_over(actor=house.owner.actor, case_id=item.case_id, handing=handing, at=START)
    assert [row.means for row in Leaving.objects.all()] == ["police"]


def test_two_things_out_of_one_form_are_two_and_one_thing_twice_is_one(house):
    key = uuid4()
    for words in ("黑色雨伞", "黑色雨伞", "白色充电器"):
        note(house, words=words, key=key)
    assert sorted(LostItem.objects.values_list("what_redacted", flat=True)) == ["白色充电器", "黑色雨伞"]


def test_theft_alleged_is_a_restricted_case_and_nobody_accused_handles_or_sees_it(house):
    lost = missed(house)
    said = {"case_id": lost.case_id, "words": "宾客说收拾房间的人拿走了戒指", "at": START}
    with pytest.raises(NotPermitted):
        actions.allege_theft(actor=house.owner.actor, accused_number="2001", **said)
    opened = actions.allege_theft(actor=house.owner.actor, accused_number="3001", **said)
    case = Case.objects.get(pk=opened.id)
    assert case.is_restricted and case.taxonomy_code == "theft"
    assert not NeedToKnow.objects.filter(case=case, staff_id=house.attendant.id).exists()
    assert enter(house.attendant).get(f"/cases/{case.ref}/").status_code == 404


def test_whom_the_guest_accuses_later_is_kept_from_it_as_well_and_the_words_are_not_lost(house):
    """First it is gone, an hour later the guest says who took it: the same press, with a name."""
    lost = missed(house)
    said = {"actor": house.owner.actor, "case_id": lost.case_id}
    first = actions.allege_theft(words="宾客说被人拿走了", at=START, **said)
    again = actions.allege_theft(words="宾客说是收拾房间的人", accused_number="3001", at=START + HOUR, **said)
    assert again.id == first.id
    for case_id in (first.id, lost.case_id):
        assert NamedStaff.objects.get(case_id=case_id).staff_id == house.attendant.id
        ref = Case.objects.get(pk=case_id).ref
        assert enter(house.attendant).get(f"/cases/{ref}/").status_code == 404
    assert ThreadEntry.objects.filter(case_id=first.id, text_redacted="宾客说是收拾房间的人").exists()


def test_who_is_accused_is_no_witness_of_what_becomes_of_it(house):
    lost, found = missed(house), note(house)
    said = {"words": "宾客说是他拿的", "accused_number": "2002", "at": START}
    actions.allege_theft(actor=house.owner.actor, case_id=found.case_id, **said)
    with pytest.raises(InvalidInput) as refused:
        keep(house, found)
    assert set(refused.value.fields) == {"witness"}
    keep(house, found, witness="2003")
    assert lost.state == "open" and found.state == "safe"


@pytest.mark.parametrize("means", ["police", "charity", "destroyed"])
def test_what_a_guest_misses_is_not_disposed_of(house, means):
    lost = missed(house)
    with pytest.raises(WrongState):
        actions.dispose(
            actor=house.owner.actor, case_id=lost.case_id, means=means, witness_number="2002",
            at=START + timedelta(days=400),
        )  # fmt: skip
    assert not Leaving.objects.exists()


def test_matched_with_another_the_first_is_free_again_and_its_owner_is_not_called(house):
    found, wrong, right = (
        note(house),
        missed(house),
        note(house, "lost", words="银戒指", room="1205", contact="前台转"),
    )
    for report in (wrong, right):
        actions.match_items(
            actor=house.owner.actor, case_id=found.case_id, other_case_id=report.case_id, at=START
        )
    for one in (found, wrong, right):
        one.refresh_from_db()
    assert (found.matched_with_id, right.matched_with_id, wrong.matched_with_id) == (right.pk, found.pk, None)
    assert found.owner_id is None


def test_the_list_and_the_page_open_and_take_a_line(house, desk):
    assert desk.get("/lost-and-found/").status_code == 200
    answer = desk.post("/lost-and-found/", {"side": "found", "words": "黑色雨伞 大堂", "category": "other"})
    assert desk.get(answer.headers["Location"]).status_code == 200
    assert "黑色雨伞" in desk.get("/lost-and-found/").content.decode()
    assert desk.get(f"{answer.headers['Location']}sections/item/").status_code == 200
    assert desk.post("/lost-and-found/", {"side": "found", "words": " "}).status_code == 422


def test_the_outsider_sees_nothing_of_it(house):
    item = note(house)
    ref = Case.objects.get(pk=item.case_id).ref
    assert enter(house.outsider).get(f"/cases/{ref}/").status_code == 404
    assert "银戒指" not in enter(house.outsider).get("/lost-and-found/").content.decode()


def test_what_a_finder_wrote_is_a_note_of_the_finder_and_not_a_word_of_the_guest(house):
    found, lost = note(house, by=house.attendant), missed(house)
    first = ThreadEntry.objects.get(case_id=found.case_id)
    assert (first.kind, first.audience, first.author_id) == ("note", "internal", house.attendant.id)
    assert ThreadEntry.objects.get(case_id=lost.case_id).kind == "from_guest"


@pytest.mark.parametrize(
    ("words", "room"),
    [("1206 床下一只手表", "1206"), ("9999 床下一只手表", ""), ("手表，背面刻 1206", ""), ("12061 号箱", "")],
)
def test_the_room_with_which_the_line_begins_is_the_room(house, words, room):
    assert note(house, words=words, room="").room_number == room


def test_who_takes_in_no_cases_is_told_where_the_thing_goes(house):
    client = enter(house.attendant)
    said = {"words": "1206 床下一只手表", "category": "valuables", "side": "found", "key": str(uuid7())}
    back = client.post("/lost-and-found/", said).headers["Location"]
    assert "两人入柜" in client.get(back).content.decode()
