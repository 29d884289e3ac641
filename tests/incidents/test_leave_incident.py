"""A complaint joined to an incident by mistake goes on by itself; the incident's list and message follow."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, CaseLink, Task
from innkeeper.clocks.models import ClockRun
from innkeeper.config.subscriptions import SUBSCRIPTIONS
from innkeeper.incidents import actions
from innkeeper.incidents.models import FloorMessage, IncidentRoom, RoomTold
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import InvalidInput, NotPermitted, WrongState
from innkeeper.outbox import subscriptions
from tests.incidents.test_gather import HOUSE, call, complain, four
from tests.incidents.test_open_incident import leak, spread_out, state
from tests.makers.guests import make_guest
from tests.makers.stays import move_in
from tests.people import START
from tests.workflows.test_wishes_follow_the_guest import work_off

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = START + timedelta(minutes=12)


def four_and(house, room):
    """Four calls on one matter, and a complaint that was joined with them."""
    incident_id = four(house)
    case, _joined = complain(house, room, minutes=9)
    return incident_id, case


def leave(house, case, *, by=None, reason="只是洗手间下水慢", at=LATER):
    actor = (by or house.owner).actor
    actions.leave_incident(actor=actor, case_id=case.pk, reason=reason, at=at)


def listed(incident_id):
    rooms = IncidentRoom.objects.filter(incident__case_id=incident_id)
    return dict(rooms.values_list("room_number", "state"))


@pytest.mark.req("CASE-30")
def test_it_goes_on_by_itself_with_its_clocks_and_its_repair(house):
    _incident, case = four_and(house, "1108")
    before = set(ClockRun.objects.filter(owner_id=case.pk, stopped_at=None).values_list("name", "started_at"))
    leave(house, case)
    case.refresh_from_db()
    assert case.is_open and case.merged_into_id is None
    after = set(ClockRun.objects.filter(owner_id=case.pk, stopped_at=None).values_list("name", "started_at"))
    assert after == before != set()
    job = Task.objects.get(case=case, state__in=[*Task.OPEN])
    assert (job.department, job.offered_at) == ("engineering", LATER)
    assert CaseLink.objects.get(case=case, relation="incident").undone_at == LATER


@pytest.mark.req("CASE-30")
def test_its_room_leaves_the_list_and_the_draft_its_floor(house):
    incident_id, case = four_and(house, "1108")
    assert FloorMessage.objects.get().rooms == "12F 13F 11F"
    leave(house, case)
    assert set(listed(incident_id)) == {"1201", "1202", "1301", "1302"}
    assert FloorMessage.objects.get().rooms == "12F 13F"


@pytest.mark.req("ERR-06")
def test_nobody_is_left_to_be_told_for_its_sake_but_who_was_told_stays_told(house):
    incident_id, case = four_and(house, "1108")
    for room in ("1107", "1108"):
        move_in(house=house.house, room=room, guest=make_guest(house=house.house, name="客人"))
    actions.settle_message(actor=house.owner.actor, case_id=incident_id, is_sent=True, at=START)
    actions.tell_room(
        actor=house.owner.actor, case_id=incident_id, room_number="1107", means="slip", at=START
    )
    leave(house, case)
    assert set(RoomTold.objects.values_list("room_number", flat=True)) == {"1107", "1208", "1308"}


def test_a_room_beside_one_that_is_hit_is_asked_instead(house):
    case = leak(house)
    whole = spread_out(house, case)
    leave(house, case)
    assert state(whole, "1208") == "listed"
    assert IncidentRoom.objects.get(incident__case_id=whole.pk, room_number="1208").case_id is None


def test_made_an_incident_again_it_is_of_the_same_one(house):
    case = leak(house)
    whole = spread_out(house, case)
    leave(house, case)
    assert spread_out(house, case).pk == whole.pk
    assert state(whole, "1208") == "affected"
    assert CaseLink.objects.filter(case=case, other=whole, undone_at=None).count() == 1


def test_another_case_of_the_room_keeps_it_on_the_list(house):
    incident_id, case = four_and(house, "1201")
    IncidentRoom.objects.filter(room_number="1201").update(case_id=case.pk)
    leave(house, case)
    row = IncidentRoom.objects.get(incident__case_id=incident_id, room_number="1201")
    assert (row.state, row.case_id) == (
        "affected",
        Case.objects.get(kind="service_request", room_number="1201").pk,
    )


def test_nothing_joins_it_there_again_by_itself(house):
    first, _none = complain(house, "1108")
    for number, room in enumerate(("1201", "1202", "1301")):
        incident_id = call(house, room, minutes=number)
    leave(house, first)
    Case.objects.filter(pk=incident_id).update(is_open=False)
    assert [call(house, f"130{n}", minutes=20) for n in (3, 4, 5)] == [None] * 3


@pytest.mark.req("CASE-30")
def test_a_request_that_is_taken_out_of_the_incident_leaves_its_list(house):
    incident_id = four(house)
    call(house, "1108", minutes=9)
    out = Case.objects.get(kind="service_request", room_number="1108")
    with subscriptions.installed(SUBSCRIPTIONS):
        cases.unmerge_case(actor=HOUSE, case_id=out.pk, at=LATER)
        work_off(LATER)
    assert "1108" not in listed(incident_id)
    assert actions.forget_parted(actor=system("tests"), case_id=out.pk, at=LATER) == 0


def test_it_says_why_and_both_cases_keep_that(house):
    incident_id, case = four_and(house, "1108")
    with pytest.raises(InvalidInput):
        leave(house, case, reason=" ")
    leave(house, case)
    told = dict(AuditEntry.objects.filter(verb__endswith="left").values_list("object_id", "verb"))
    assert told == {incident_id: "cases.case_left"}
    kept = AuditEntry.objects.get(verb="cases.left_incident", object_id=case.pk)
    assert kept.facts["reason"] == "只是洗手间下水慢"
    with pytest.raises(WrongState):
        leave(house, case)


def test_who_only_does_tasks_takes_nothing_out(house, waiter):
    _incident, case = four_and(house, "1108")
    with pytest.raises(NotPermitted):
        leave(house, case, by=waiter)
    assert CaseLink.objects.filter(case=case, relation="incident", undone_at=None).exists()


def test_the_page_of_the_complaint_has_the_way_out(house, desk):
    _incident, case = four_and(house, "1108")
    shown = desk.get(f"/cases/{case.ref}/sections/spread/").content.decode()
    assert "误并入：从事件中移出" in shown and "转为多房事件" not in shown
    answer = desk.post(f"/cases/{case.ref}/incident/parting/", {"reason": "误并"})
    assert answer.status_code == 303
    assert "误并入" not in desk.get(f"/cases/{case.ref}/sections/spread/").content.decode()
