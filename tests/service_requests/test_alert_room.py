"""Five minutes to the room, with the guest's consent; and never an attendant where the manager must go."""

from datetime import timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, Escalation, Task
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockRun
from innkeeper.complaints.actions import report_complaint
from innkeeper.notices.models import StaffNotice, Unreached
from innkeeper.service_requests.actions import alert_room
from tests import people
from tests.makers.house import work_off
from tests.people import START


def complain(cast, *, code="room_dirty", may_enter=True):
    intake = cases.Intake(
        kind="complaint", property_id=cast.house.pk, text="房间没打扫", channel="room_phone",
        room_number="1208", taxonomy_code=code,
    )  # fmt: skip
    actor = cast.colleague.actor
    opened = report_complaint(
        actor=actor,
        intake=intake,
        at=START,
        then=lambda case: alert_room(case, may_enter=may_enter, actor=actor, at=START),
    )
    return Case.objects.get(pk=opened.id)


@pytest.mark.req("REQ-08")
def test_an_attendant_goes_and_the_supervisor_knows_at_the_same_moment(cast):
    supervisor = people.person(cast.house, staff_number="3100", post_code="floor_supervisor")
    case = complain(cast)
    task = Task.objects.get(case=case)
    assert (task.department, task.post) == ("housekeeping", "room_attendant")
    told = StaffNotice.objects.get(recipient_id=supervisor.id, text_key="cases.room_alert")
    assert told.created_at == START
    arrival = ClockRun.objects.get(owner_id=task.pk, name="arrival")
    assert arrival.due_at == START + timedelta(minutes=5)


@pytest.mark.req("REQ-08")
def test_without_an_arrival_it_is_late_and_goes_up_the_ladder(cast, clock):
    case = complain(cast)
    clock.move(minutes=5)
    sweep(now=clock.now())
    work_off(clock)
    assert Escalation.objects.filter(case=case, clock_name="arrival", share=100).exists()


def test_an_arrival_stops_the_five_minutes(cast):
    case = complain(cast)
    task = Task.objects.get(case=case)
    cases.arrive_at_task(actor=cast.attendant.actor, task_id=task.pk, at=START + timedelta(minutes=4))
    assert ClockRun.objects.get(owner_id=task.pk, name="arrival").outcome == "met"
    assert ClockRun.objects.get(owner_id=task.pk, name="task").stopped_at is None


@pytest.mark.req("REQ-08")
def test_without_the_guests_consent_nobody_goes_and_the_supervisor_still_knows(cast):
    case = complain(cast, may_enter=False)
    assert not Task.objects.filter(case=case).exists()
    keys = {*StaffNotice.objects.values_list("text_key", flat=True), *Unreached.objects.values_list("text_key", flat=True)}  # fmt: skip
    assert "cases.room_alert_wait" in keys


@pytest.mark.req("REQ-08")
@pytest.mark.parametrize(
    ("code", "departments"),
    [
        ("dnd_ignored", {"front_office"}),
        ("privacy_breach", {"front_office"}),
        ("noise_guests", {"front_office", "security"}),
        ("theft", {"front_office", "security"}),
        ("harassment", {"front_office", "security"}),
    ],
)
def test_disturbance_theft_harassment_and_privacy_never_send_an_attendant(cast, code, departments):
    case = complain(cast, code=code)
    tasks = Task.objects.filter(case=case)
    assert {task.department for task in tasks} == departments
    assert {task.post for task in tasks.filter(department="front_office")} == {"assistant_manager"}
    assert not tasks.filter(post="room_attendant").exists()
