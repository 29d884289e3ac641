"""Five minutes to the room, with the guest's consent; and never an attendant where the manager must go."""

from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions as cases
from innkeeper.cases.actions import alert_room
from innkeeper.cases.models import Case, Escalation, NeedToKnow, RoomConsent, Task
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockRun
from innkeeper.complaints.actions import note_presence, report_complaint
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import NotFound, NotPermitted, WrongState
from innkeeper.notices.models import StaffNotice, Unreached
from tests import people
from tests.accounts.conftest import enter
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


def note(cast, case, *, is_given, minutes=0, who="colleague"):
    at = START + timedelta(minutes=minutes)
    cases.note_consent(actor=getattr(cast, who).actor, case_id=case.pk, is_given=is_given, at=at)


@pytest.mark.req("REQ-08")
def test_the_five_minutes_begin_with_the_consent_that_comes_later(cast):
    case = complain(cast, may_enter=False)
    note(cast, case, is_given=True, minutes=20)
    task = Task.objects.get(case=case)
    assert (task.post, task.step) == ("room_attendant", "visit")
    assert ClockRun.objects.get(owner_id=task.pk, name="arrival").due_at == START + timedelta(minutes=25)
    assert AuditEntry.objects.filter(verb="cases.consent_noted", object_id=case.pk).count() == 1


@pytest.mark.req("REQ-08")
def test_a_consent_taken_back_stops_the_clock_without_a_breach_and_calls_the_attendant_off(cast, clock):
    case = complain(cast)
    task = Task.objects.get(case=case)
    cases.accept_task(actor=cast.attendant.actor, task_id=task.pk, at=START)
    note(cast, case, is_given=False, minutes=2)
    assert Task.objects.get(pk=task.pk).state == "cancelled"
    assert not ClockRun.objects.filter(owner_id=task.pk, stopped_at=None).exists()
    told = StaffNotice.objects.get(text_key="cases.visit_off")
    assert told.recipient_id == cast.attendant.id
    clock.move(minutes=6)
    sweep(now=clock.now())
    work_off(clock)
    assert not Escalation.objects.filter(case=case, clock_name="arrival", share=100).exists()


def test_the_same_word_twice_is_once_and_a_new_consent_sends_somebody_anew(cast):
    case = complain(cast)
    note(cast, case, is_given=True, minutes=1)
    assert (Task.objects.filter(case=case).count(), RoomConsent.objects.count()) == (1, 1)
    note(cast, case, is_given=False, minutes=2)
    note(cast, case, is_given=False, minutes=3)
    note(cast, case, is_given=True, minutes=4)
    assert list(Task.objects.filter(case=case).order_by("offered_at").values_list("state", flat=True)) == [
        "cancelled",
        "offered",
    ]
    assert RoomConsent.objects.count() == 3


def test_where_the_manager_goes_no_consent_sends_an_attendant(cast):
    case = complain(cast, code="noise_guests")
    with pytest.raises(WrongState):
        note(cast, case, is_given=True)
    assert not RoomConsent.objects.exists()


def test_who_takes_nothing_in_notes_no_consent(cast):
    case = complain(cast, may_enter=False)
    with pytest.raises((NotPermitted, NotFound)):
        note(cast, case, is_given=True, who="attendant")
    with pytest.raises(NotFound):
        note(cast, case, is_given=True, who="outsider")
    assert not Task.objects.filter(case=case).exists()


def test_one_button_on_the_case_says_it(cast):
    case = complain(cast, may_enter=False)
    client = enter(cast.colleague)
    assert "宾客尚未同意" in client.get(f"/cases/{case.ref}/sections/visit/").content.decode()
    client.post(f"/cases/{case.ref}/consent/", {"is_given": "1"})
    assert "宾客同意有人进房" in client.get(f"/cases/{case.ref}/sections/visit/").content.decode()
    assert Task.objects.filter(case=case, step="visit").exists()


def manager_and_clocks(cast):
    """A disturbed guest whom the manager must see, in the manager's hands; the errand, and both clocks of being there."""
    case = complain(cast, code="noise_guests")
    cases.assign_case(actor=system("tests"), case_id=case.pk, owner_id=cast.owner.id, at=START)
    errand = Task.objects.get(case=case, post="assistant_manager", step="visit")

    def still_running():
        runs = ClockRun.objects.filter(owner_id__in=[case.pk, errand.pk], stopped_at=None)
        return set(runs.values_list("name", flat=True)) & {"on_the_spot", "arrival", "task"}

    return case, errand, still_running


@pytest.mark.req("REQ-08")
def test_the_manager_who_says_on_the_case_that_they_are_there_has_done_the_errand(cast):
    case, errand, still_running = manager_and_clocks(cast)
    assert still_running() == {"on_the_spot", "arrival", "task"}
    note_presence(actor=cast.owner.actor, case_id=case.pk, at=START)
    errand.refresh_from_db()
    assert (errand.state, errand.done_by_id, still_running()) == ("done", cast.owner.id, set())
    assert Task.objects.filter(case=case, department="security", state="offered").exists()


@pytest.mark.req("REQ-08")
def test_the_manager_who_taps_arrived_on_the_errand_is_there_for_the_case_too(cast):
    _case, errand, still_running = manager_and_clocks(cast)
    cases.arrive_at_task(actor=cast.owner.actor, task_id=errand.pk, at=START)
    assert still_running() == {"task"}


def corrected(cast, case, code):
    cases.classify_case(
        actor=cast.manager.actor,
        case_id=case.pk,
        sorting=cases.Sorting(code=code),
        reason="宾客当面说明",
        at=START + timedelta(minutes=1),
    )


@pytest.mark.req("REQ-08", "CASE-16")
def test_a_complaint_that_turns_out_to_be_harassment_calls_the_attendant_off_and_sends_the_manager(cast):
    case = complain(cast)
    visit = Task.objects.get(case=case)
    cases.accept_task(actor=cast.attendant.actor, task_id=visit.pk, at=START)
    corrected(cast, case, "harassment")
    visit.refresh_from_db()
    assert visit.state == "cancelled"
    assert StaffNotice.objects.filter(recipient_id=cast.attendant.id, text_key="cases.visit_off").exists()
    assert not NeedToKnow.objects.filter(case=case, staff_id=cast.attendant.id).exists()
    going = Task.objects.filter(case=case, step="visit", state="offered")
    assert set(going.values_list("department", flat=True)) == {"front_office", "security"}
    with pytest.raises(WrongState):
        cases.note_consent(actor=cast.manager.actor, case_id=case.pk, is_given=True, at=START)


@pytest.mark.req("REQ-08")
def test_a_disturbance_that_turns_out_to_be_dirt_waits_for_the_guests_consent(cast):
    case = complain(cast, code="noise_guests")
    corrected(cast, case, "room_dirty")
    assert not Task.objects.filter(case=case, department="housekeeping").exists()
    assert not RoomConsent.objects.get(case=case).is_given
    cases.note_consent(
        actor=cast.colleague.actor, case_id=case.pk, is_given=True, at=START + timedelta(minutes=2)
    )
    assert Task.objects.get(case=case, department="housekeeping").post == "room_attendant"


def test_the_same_alert_under_another_code_sends_nobody_twice(cast):
    case = complain(cast)
    corrected(cast, case, "smell")
    assert Task.objects.filter(case=case, step="visit").count() == 1
