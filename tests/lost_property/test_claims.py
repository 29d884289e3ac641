"""Two guests claim one thing: the second is heard, the duty is told, and nothing leaves until it is settled."""

import pytest

from innkeeper.cases.models import Case, CaseLink
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState
from innkeeper.lost_property import actions
from innkeeper.lost_property.models import LostItem
from innkeeper.lost_property.queries import matches, spoken_for
from innkeeper.notices.models import StaffNotice
from tests.cases.test_evidence import photo
from tests.lost_property.test_lost_property import keep, missed, note
from tests.makers.guests import make_guest
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def found(house):
    """A ring in the safe, matched with the report of the guest of 1206."""
    item, report = note(house), missed(house)
    actions.match_items(actor=house.owner.actor, case_id=item.case_id, other_case_id=report.case_id, at=START)
    item.refresh_from_db()
    keep(house, item)
    return item


@pytest.fixture
def second(house):
    guest = make_guest(house=house.house, name="班昭")
    return note(house, "lost", words="银戒指 在 1206 床头柜", owner_id=guest.id)


def claim(house, report, found, *, by=None):
    actor = (by or house.colleague).actor
    actions.claim_item(actor=actor, case_id=report.case_id, found_case_id=found.case_id, at=START)


def hand_over(house, item):
    proof = actions.Handing(means="in_person", witness_number="2002", is_identity_checked=True, proof=photo())
    actions.hand_over(actor=house.owner.actor, case_id=item.case_id, handing=proof, at=START)


def test_what_is_spoken_for_is_shown_to_the_second_report_and_proposed_to_nobody(house, found, second):
    assert [line.item.pk for line, _score in spoken_for(house.owner.actor, second)] == [found.pk]
    assert matches(house.owner.actor, second) == []


def test_claimed_by_two_it_is_handed_to_nobody_until_one_claim_is_ended(house, found, second):
    claim(house, second, found)
    with pytest.raises(WrongState, match="另一位宾客"):
        hand_over(house, found)
    assert StaffNotice.objects.get(text_key="lost_property.claimed").recipient_id == house.owner.id
    actions.end_report(actor=house.owner.actor, case_id=second.case_id, at=START)
    hand_over(house, found)
    assert LostItem.objects.get(pk=found.pk).state == "returned"


def test_a_claim_on_what_was_handed_over_is_tied_to_its_proof_and_told(house, found, second):
    hand_over(house, found)
    claim(house, second, found)
    assert CaseLink.objects.get(case=found.case_id, other=second.case_id, relation="claim")
    assert LostItem.objects.get(pk=found.pk).is_quarrelled
    assert StaffNotice.objects.filter(text_key="lost_property.claimed").exists()
    with pytest.raises(WrongState):
        claim(house, second, found)
    assert spoken_for(house.owner.actor, second) == []


def test_what_is_free_is_matched_and_not_claimed(house, second):
    with pytest.raises(InvalidInput):
        claim(house, second, note(house))


def test_who_takes_nothing_in_notes_no_claim(house, found, second, waiter):
    with pytest.raises(NotPermitted):
        claim(house, second, found, by=waiter)


def test_both_pages_say_it_and_neither_names_the_other_guest(house, found, second, desk):
    page = desk.get(f"/cases/{ref(second)}/sections/item/").content.decode()
    assert "这位宾客认领" in page and "卓文君" not in page
    answer = desk.post(f"/cases/{ref(second)}/claim/", {"other": ref(found)})
    assert answer.status_code == 303
    shown = desk.get(f"/cases/{ref(found)}/sections/item/").content.decode()
    assert "另一位宾客也认领" in shown and ref(second) in shown and "班昭" not in shown


def ref(item):
    return Case.objects.get(pk=item.case_id).ref
