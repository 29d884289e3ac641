"""One leak, several rooms: one job, each guest an own case, the rooms around listed, damage, moves."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.models import Case, CaseLink, NamedStaff, Task, TaskState, ThreadEntry
from innkeeper.incidents import actions
from innkeeper.incidents.models import DamageItem, Incident, IncidentRoom
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.properties.models import Room
from innkeeper.stays.models import RoomStatus, Stay
from innkeeper.stays.rules.rooms import RoomState
from tests.makers.complaints import make_complaint
from tests.makers.stays import put
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")


def leak(house, **given):
    return make_complaint(
        house, text="天花板漏水，行李湿了", taxonomy_code="water_leak", room_number="1208", **given
    )


def spread_out(house, case, **given):
    spread = actions.Spread(**({"source_room": "1308", "affected": ("1308",)} | given))
    opened = actions.open_incident(actor=house.owner.actor, case_id=case.pk, spread=spread, at=START)
    return Case.objects.get(pk=opened.id)


def state(incident, number):
    return IncidentRoom.objects.get(incident__case_id=incident.pk, room_number=number).state


def test_there_is_one_engineering_job_and_the_complaints_own_is_dropped(house):
    case = leak(house, priority=1)
    whole = spread_out(house, case)
    still = Task.objects.filter(department="engineering", state__in=[*Task.OPEN])
    assert [task.case_id for task in still] == [whole.pk]


def test_each_guest_has_an_own_case_linked_with_the_incident(house):
    case = leak(house)
    whole = spread_out(house, case)
    own = Case.objects.get(kind="complaint", room_number="1308")
    assert own.stay_id and own.guests.count() == 1
    assert set(CaseLink.objects.filter(other=whole).values_list("case_id", flat=True)) == {case.pk, own.pk}


def test_the_rooms_around_are_listed_to_be_asked(house):
    whole = spread_out(house, leak(house))
    listed = set(IncidentRoom.objects.filter(state="listed").values_list("room_number", flat=True))
    assert {"1207", "1108", "1307"} <= listed
    assert state(whole, "1208") == state(whole, "1308") == "affected"


def test_asked_twice_it_is_one_incident(house):
    case = leak(house)
    assert spread_out(house, case).pk == spread_out(house, case).pk
    assert Incident.objects.count() == 1


def test_a_room_that_does_not_exist_is_named(house):
    case = leak(house)
    for given, field in (({"source_room": "9999"}, "source_room"), ({"affected": ("9999",)}, "affected")):
        with pytest.raises(InvalidInput, match="9999") as wrong:
            spread_out(house, case, **given)
        assert list(wrong.value.fields) == [field], "said where it was typed"
    assert Incident.objects.count() == 0


def test_the_outsider_sees_none_of_it(house):
    with pytest.raises(NotFound):
        actions.open_incident(
            actor=house.outsider.actor, case_id=leak(house).pk, spread=actions.Spread(), at=START
        )


@pytest.mark.req("CASE-16")
def test_of_a_restricted_case_the_same_people_know_and_other_rooms_read_no_word(house):
    case = leak(house)
    named = {"actor": house.owner.actor, "case_id": case.pk, "staff_id": house.engineer.id, "at": START}
    cases.name_staff(**named)
    whole = spread_out(house, Case.objects.get(pk=case.pk))
    assert policy.visible_to(house.owner.actor).filter(pk=whole.pk).exists()
    assert NamedStaff.objects.filter(case=whole, staff_id=house.engineer.id).exists()
    own = Case.objects.get(kind="complaint", room_number="1308")
    assert not own.is_restricted
    assert "行李" not in own.title_redacted and "漏水" in own.title_redacted


def test_one_tap_asks_a_room_and_another_says_that_it_is_clear(house):
    whole = spread_out(house, leak(house))
    for verb, expected in (("ask", "asked"), ("clear", "clear")):
        actions.touch_room(
            actor=house.colleague.actor, case_id=whole.pk, room_number="1207", verb=verb, at=START
        )
        assert state(whole, "1207") == expected
    assert Task.objects.filter(case=whole, room_number="1207").count() == 1


def test_a_room_found_affected_gets_its_guests_own_case_once(house):
    whole = spread_out(house, leak(house), affected=())
    for _again in range(2):
        actions.touch_room(
            actor=house.owner.actor, case_id=whole.pk, room_number="1308", verb="affected", at=START
        )
    assert Case.objects.filter(kind="complaint", room_number="1308").count() == 1


def test_who_said_that_a_room_is_affected_stands_in_the_log_and_on_the_list(house):
    whole = spread_out(house, leak(house), affected=())
    tap = {"actor": house.owner.actor, "case_id": whole.pk, "verb": "affected", "at": START}
    for number in ("1308", "1207"):
        actions.touch_room(room_number=number, **tap)
        assert IncidentRoom.objects.get(room_number=number).changed_by_id == house.owner.id
    told = AuditEntry.objects.filter(verb="cases.room_affected", actor_id=house.owner.id)
    assert sorted(one.facts["room"] for one in told) == ["1207", "1308"]


def test_a_closed_incident_opens_no_case_of_a_room(house):
    whole = spread_out(house, leak(house), affected=())
    Case.objects.filter(pk=whole.pk).update(is_open=False)
    with pytest.raises(WrongState):
        actions.touch_room(
            actor=house.owner.actor, case_id=whole.pk, room_number="1308", verb="affected", at=START
        )
    assert not Case.objects.filter(room_number="1308").exclude(pk=whole.pk).exists()


def test_the_guest_moves_and_the_wet_room_goes_off_sale(house):
    whole = spread_out(house, leak(house))
    put(house=house.house, room="1103", state=RoomState.VACANT_CLEAN)
    doer = {"actor": house.owner.actor, "case_id": whole.pk, "room_number": "1208", "at": START}
    with pytest.raises(WrongState):
        actions.close_room_off(back_on=None, **doer)
    actions.move_guest(to_room="1103", **doer)
    actions.close_room_off(back_on=None, **doer)
    assert Stay.objects.filter(room_number="1103").exists()
    assert RoomStatus.objects.get(room_number="1208").state == RoomState.OUT_OF_ORDER
    assert ThreadEntry.objects.filter(text_redacted__contains="1103").exists()


def test_the_third_leak_from_the_same_room_is_pointed_out(house, desk):
    for _time in range(3):
        whole = spread_out(house, leak(house), affected=())
    page = desk.get(f"/cases/{whole.ref}/sections/rooms/").content.decode()
    assert "90 天内 1308 房第 3 次" in page


def test_damage_is_listed_by_room_with_its_estimate(house):
    case = leak(house)
    damage = actions.Damage(room_number="1208", what="皮箱浸水", estimate_minor=120_000)
    actions.note_damage(actor=house.owner.actor, case_id=case.pk, damage=damage, at=START)
    item = DamageItem.objects.get()
    assert (item.room_number, item.estimate_minor) == ("1208", 120_000)
    for wrong in (
        actions.Damage(room_number="1208", what=" "),
        actions.Damage(room_number="1208", what="x", estimate_minor=-1),
    ):
        with pytest.raises(InvalidInput):
            actions.note_damage(actor=house.owner.actor, case_id=case.pk, damage=wrong, at=START)
    assert Room.objects.filter(number="1208").exists() and DamageItem.objects.count() == 1


def test_the_forms_do_all_of_it(house, desk):
    case = leak(house)
    sent = {"source_room": "1308", "affected": "1307 1308"}
    answer = desk.post(f"/cases/{case.ref}/incident/", sent)
    whole = Case.objects.get(kind="incident")
    page = f"/cases/{whole.ref}/"
    assert (answer.status_code, answer.headers["Location"]) == (303, page), "the rooms are asked there"
    assert desk.post(f"{page}rooms/", {"tap": "1207 ask"}).status_code == 303
    assert desk.post(f"{page}rooms/", {"tap": "1207 dance"}).status_code == 422
    damage = {"room": "1208", "what": "皮箱", "estimate": "88.50"}
    assert desk.post(f"{page}damage/", damage).status_code == 303
    assert "88.50" in desk.get(f"{page}sections/damage/").content.decode()
    assert Task.objects.filter(state=TaskState.OFFERED, room_number="1207").exists()
