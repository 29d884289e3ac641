"""20:30: a ring is missed after check-out: safe and witness, only the own number, and theft is kept from whom it names."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import Case, NamedStaff, NeedToKnow, Task
from innkeeper.lost_property.models import ContactTry, LostItem
from innkeeper.stays.actions import check_out
from innkeeper.stays.rules.rooms import RoomState
from tests.addresses import MY_WORK
from tests.makers.errands import work_off
from tests.makers.guests import make_guest
from tests.makers.stays import move_in, put
from tests.people import GUEST_PHONE
from tests.scenarios.day import TODAY, at_clock, on_duty

pytestmark = pytest.mark.django_db(databases="__all__")
TELLS = ["戒指", "ring", "酒店", "hotel", "1208", "住"]
NEUTRAL = {
    "zh-hans": ["有一件小事想与您本人确认"],
    "en": ["There is a small matter I should like to settle with you"],
}
KEPT = {"zh-hans": ["保险柜", "A-17"], "en": ["保险柜", "A-17"]}


@pytest.fixture
def evening(day, clock):
    """The guest of 1208 left at noon; a new one lives there since three."""
    clock.set(at_clock(20, 30))
    check_out(actor=day.front_desk.actor, stay_id=day.stays["1208"].id, at=at_clock(12))
    put(house=day.house, room="1208", state=RoomState.VACANT_INSPECTED)
    newcomer = make_guest(house=day.house, name="宋玉", phone="+86 139 0000 4473")
    day.stays["new"] = move_in(house=day.house, room="1208", guest=newcomer, at=at_clock(15))
    people = (day.owner, day.colleague, day.manager, day.attendant, day.housekeeper, day.security)
    on_duty(day.house, "late", *people, on=TODAY)
    return day


def missed(day):
    """The guest who left phones the order taker."""
    day.before("colleague").press(
        "/lost-and-found/", "lost-and-found", side="lost", words="银戒指 床头柜", room="1208", category="valuables",
        has_left="1",
    )  # fmt: skip
    return LostItem.objects.get(side="lost")


def found(day):
    """The attendant enters it in one line, security puts it away with a witness."""
    day.before("attendant").press(
        "/lost-and-found/",
        "lost-and-found",
        side="found",
        words="银戒指 床底",
        room="1208",
        category="valuables",
    )
    item = LostItem.objects.get(side="found")
    page = f"/cases/{ref_of(item)}/"
    given = {"safe_place": "前台保险柜", "safe_number": "A-17"}
    desk = day.before("owner")
    assert desk.press(page, "safe", status=422, witness=day.owner.staff.staff_number, **given)
    desk.press(page, "safe", witness=day.colleague.staff.staff_number, **given)
    item.refresh_from_db()
    return item


def ref_of(item):
    return Case.objects.get(pk=item.case_id).ref


def test_it_belongs_to_who_left_and_not_to_who_lives_there_now(evening):
    item = missed(evening)
    case = Case.objects.get(pk=item.case_id)
    assert case.stay_id == evening.stays["1208"].id != evening.stays["new"].id
    assert [row.guest_id for row in case.guests.all()] == [item.owner_id]


def test_found_it_has_finder_witness_and_a_numbered_place(evening):
    item = found(evening)
    assert (item.finder_id, item.witness_id, item.state) == (
        evening.attendant.id,
        evening.colleague.id,
        "safe",
    )
    evening.before("owner").says(f"/cases/{ref_of(item)}/", KEPT)


def test_only_the_own_number_is_called_in_words_that_tell_nothing(evening):
    lost, kept = missed(evening), found(evening)
    desk = evening.before("owner")
    page = f"/cases/{ref_of(kept)}/"
    desk.press(page, "match", other=ref_of(lost))
    shown = desk.press(page, "owner-number", status=200)
    text = shown.content.decode()
    assert GUEST_PHONE.replace(" ", "") in text.replace(" ", "") and "4473" not in text
    assert shown.headers["Cache-Control"] == "no-store"
    words = text.split('class="card-words pad"')[1].split("</div>")[0].lower()
    assert NEUTRAL[evening.language][0].lower() in words
    assert [one for one in TELLS if one in words] == []
    desk.press(page, "owner-calls", reached="0")
    assert not ContactTry.objects.get().reached_owner
    assert AuditEntry.objects.filter(verb__contains="reveal", purpose="lost_property").exists()


def test_theft_alleged_is_restricted_and_whom_it_names_neither_handles_nor_sees_it(evening, clock):
    item = missed(evening)
    desk = evening.before("owner")
    number = evening.attendant.staff.staff_number
    desk.press(f"/cases/{ref_of(item)}/", "theft", words="收拾房间的人拿走了戒指", accused=number)
    work_off(clock)
    theft = Case.objects.get(taxonomy_code="theft")
    assert theft.is_restricted and theft.owner_id not in (None, evening.attendant.id)
    named = NamedStaff.objects.filter(staff_id=evening.attendant.id).values_list("case_id", flat=True)
    assert set(named) == {theft.pk, item.case_id}
    assert not NeedToKnow.objects.filter(staff_id=evening.attendant.id).exists()
    accused = evening.before("attendant")
    for case in (theft, Case.objects.get(pk=item.case_id)):
        assert accused.client.get(f"/cases/{case.ref}/").status_code == 404
        for task in Task.objects.filter(case=case):
            assert accused.client.post(f"/tasks/{task.pk}/acceptance/").status_code in (403, 404)
    for page in ("/board/", "/lost-and-found/", MY_WORK):
        assert "戒指" not in accused.see(page)


def test_who_is_named_cannot_open_the_case_against_themselves(evening):
    item = missed(evening)
    number = evening.owner.staff.staff_number
    refused = evening.before("owner").press(
        f"/cases/{ref_of(item)}/", "theft", status=403, words="副理拿了", accused=number
    )
    assert refused.status_code == 403 and not Case.objects.filter(taxonomy_code="theft").exists()
