"""Four calls on one matter are one systemic case with one job and one drafted message."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Intake
from innkeeper.cases.models import Case, Task, ThreadEntry
from innkeeper.cases.queries.facts import case_facts
from innkeeper.incidents import actions
from innkeeper.incidents.models import FloorMessage, Incident, IncidentRoom
from innkeeper.incidents.queries.facts import incident_facts
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import NotPermitted, WrongState
from innkeeper.service_requests.actions import request_service
from tests.makers.complaints import make_complaint
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
HOUSE = system("tests")


def call(house, room, *, minutes=0, code="no_hot_water"):
    at = START + timedelta(minutes=minutes)
    intake = Intake(
        kind="service_request",
        property_id=house.house.pk,
        text="没有热水",
        channel="room_phone",
        room_number=room,
        taxonomy_code=code,
    )
    opened = request_service(actor=house.colleague.actor, intake=intake, at=at)
    return actions.gather(actor=HOUSE, case_id=opened.id, at=at)


def four(house):
    return [call(house, room, minutes=n) for n, room in enumerate(("1201", "1202", "1301", "1302"))][-1]


def test_the_fourth_call_makes_one_case_of_all(house):
    assert [call(house, room) for room in ("1201", "1202", "1301")] == [None, None, None]
    incident_id = call(house, "1302")
    assert list(Case.objects.filter(is_open=True).values_list("pk", "category")) == [
        (incident_id, "systemic")
    ]
    assert IncidentRoom.objects.filter(incident__case_id=incident_id, state="affected").count() == 4


def test_a_call_that_was_answered_meanwhile_counts_and_stays_closed(house):
    """The engineer opened the tap of 1201 and went; three more rooms call: the plant is cold, not the room."""
    call(house, "1201")
    first = Case.objects.get(room_number="1201")
    Case.objects.filter(pk=first.pk).update(is_open=False, closed_at=START)
    assert [call(house, room) for room in ("1202", "1301")] == [None, None]
    incident_id = call(house, "1302")
    assert incident_id is not None
    rooms = set(IncidentRoom.objects.values_list("room_number", flat=True))
    assert rooms == {"1202", "1301", "1302"}
    first.refresh_from_db()
    assert (first.is_open, first.merged_into_id) == (False, None)


def test_one_job_is_left_for_the_engineers(house):
    four(house)
    assert Task.objects.filter(department="engineering", state__in=[*Task.OPEN]).count() == 1


def test_the_engineer_who_is_on_the_way_already_keeps_the_job(house):
    call(house, "1201")
    first = Task.objects.get(department="engineering")
    Task.objects.filter(pk=first.pk).update(state="accepted", assignee_id=house.engineer.id)
    for room in ("1202", "1301", "1302"):
        call(house, room)
    assert Task.objects.get(department="engineering", state__in=[*Task.OPEN]).pk == first.pk


def test_the_fifth_call_goes_into_the_same_case(house):
    incident_id = four(house)
    assert call(house, "1101", minutes=9) == incident_id
    assert Incident.objects.count() == 1


def test_run_twice_nothing_doubles(house):
    incident_id = four(house)
    last = Case.objects.filter(kind="service_request").order_by("-received_at")[0]
    actions.gather(actor=HOUSE, case_id=last.pk, at=START)
    assert Case.objects.filter(kind="incident").count() == FloorMessage.objects.count() == 1
    assert incident_id


@pytest.mark.parametrize("room_minutes", [[0, 1, 2, 90]])
def test_calls_far_apart_stand_alone(house, room_minutes):
    assert [call(house, f"120{n + 1}", minutes=m) for n, m in enumerate(room_minutes)] == [None] * 4


def complain(house, room, *, minutes=0):
    at = START + timedelta(minutes=minutes)
    case = make_complaint(
        house, text="没有热水，投诉", taxonomy_code="no_hot_water", room_number=room, owner=None, at=at
    )
    job = cases.Job(title="看热水", department="engineering")
    cases.add_task(actor=HOUSE, case_id=case.pk, job=job, at=at)
    return case, actions.gather(actor=HOUSE, case_id=case.pk, at=at)


@pytest.mark.req("CASE-30")
def test_a_call_that_is_taken_out_again_has_its_repair_again(house):
    four(house)
    out = Case.objects.get(kind="service_request", room_number="1202")
    later = START + timedelta(minutes=12)
    cases.unmerge_case(actor=HOUSE, case_id=out.pk, at=later)
    again = Task.objects.get(case=out, state__in=[*Task.OPEN])
    assert (again.department, again.room_number, again.offered_at) == ("engineering", "1202", later)
    jobs = Task.objects.filter(department="engineering", state__in=[*Task.OPEN])
    assert jobs.count() == 2


@pytest.mark.req("CASE-30")
def test_each_guest_is_looked_after_before_the_incident_ends(house):
    incident_id = [complain(house, room)[1] for room in ("1201", "1202", "1301", "1302")][-1]
    second, _joined = complain(house, "1202", minutes=5)
    other, _joined = complain(house, "1301", minutes=6)
    mine = Case.objects.filter(kind="complaint")
    mine.exclude(pk__in=[second.pk, other.pk]).exclude(room_number="1301").update(resolved_at=START)
    first = mine.get(room_number="1301", received_at=START)
    cases.merge_case(actor=HOUSE, case_id=first.pk, into_id=other.pk, at=START)
    incident = Case.objects.get(pk=incident_id)
    assert incident_facts(incident_id, case_facts(incident)).unsettled == ("1202", "1301")
    mine.update(resolved_at=START)
    assert incident_facts(incident_id, case_facts(incident)).unsettled == ()


def test_a_call_after_the_incident_is_over_keeps_its_own_job(house):
    incident_id = [complain(house, room)[1] for room in ("1201", "1202", "1301", "1302")][-1]
    Case.objects.filter(pk=incident_id).update(is_open=False)
    case, joined = complain(house, "1101", minutes=30)
    assert joined is None
    assert Task.objects.filter(case=case, department="engineering", state__in=[*Task.OPEN]).exists()


def test_a_room_that_was_only_listed_is_affected_once_its_guest_calls(house):
    incident_id = four(house)
    listed = IncidentRoom.objects.get(incident__case_id=incident_id, room_number="1301")
    IncidentRoom.objects.filter(pk=listed.pk).update(room_number="1101", state="listed", case_id=None)
    call(house, "1101", minutes=9)
    listed.refresh_from_db()
    assert (listed.state, listed.case_id is not None) == ("affected", True)


def test_a_matter_of_one_room_never_gathers(house):
    assert [call(house, f"120{n}", code="towels") for n in range(1, 7)] == [None] * 6


def test_the_drafted_message_waits_for_the_duty_manager(house):
    incident_id = four(house)
    draft = FloorMessage.objects.get()
    assert (draft.state, draft.rooms) == ("draft", "12F 13F")
    with pytest.raises(NotPermitted):
        actions.settle_message(actor=house.colleague.actor, case_id=incident_id, is_sent=True, at=START)
    actions.settle_message(actor=house.owner.actor, case_id=incident_id, is_sent=True, at=START)
    assert (
        ThreadEntry.objects.filter(
            audience="guest", text_redacted__contains="热水", author_id=HOUSE.id
        ).count()
        == 4
    )
    with pytest.raises(WrongState):
        actions.settle_message(actor=house.owner.actor, case_id=incident_id, is_sent=False, at=START)


def test_discarded_it_reaches_nobody(house):
    incident_id = four(house)
    actions.settle_message(actor=house.owner.actor, case_id=incident_id, is_sent=False, at=START)
    assert FloorMessage.objects.get().state == "discarded"
    assert not ThreadEntry.objects.filter(audience="guest", author_id=HOUSE.id).exists()
