"""That every room was told is true only when each of its rooms was: the step, its task and the stage wait for the list."""

import pytest
from django.utils.translation import override

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import GatesOpen
from innkeeper.cases.models import Case, ScriptStep, Task, TaskState
from innkeeper.incidents import actions
from innkeeper.stays.actions import check_out, open_rooms
from innkeeper.stays.queries import card_for_room
from tests.accounts.conftest import enter
from tests.incidents.test_gather import call
from tests.makers.stays import move_in
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
LIVED_IN = ("1201", "1208", "1308")


@pytest.fixture
def incident_id(house):
    """Four calls on hot water from floors 12 and 13; an engineer has looked at the plant."""
    open_rooms(property_id=house.house.pk, at=START)
    move_in(house=house.house, room="1201")
    found = [call(house, room, minutes=n) for n, room in enumerate(("1208", "1308", "1209", "1201"))][-1]
    Case.objects.filter(pk=found).update(owner_id=house.owner.id)
    job = Task.objects.get(department="engineering", state=TaskState.OFFERED)
    cases.finish_task(actor=house.engineer.actor, task_id=job.pk, result="好了", at=START)
    return found


@pytest.fixture
def sent(house, incident_id):
    actions.settle_message(actor=house.owner.actor, case_id=incident_id, is_sent=True, at=START)
    return incident_id


def tick(house, case_id):
    cases.do_step(actor=house.owner.actor, case_id=case_id, step="ask_rooms", at=START)


def tell(house, case_id, *rooms):
    for room in rooms:
        actions.tell_room(
            actor=house.front_desk.actor, case_id=case_id, room_number=room, means="slip", at=START
        )


def stage(case_id):
    return Case.objects.values_list("stage", flat=True).get(pk=case_id)


@pytest.mark.req("ERR-06")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "还有 3 间未告知：1201 1208 1308"),
        ("en", "Rooms still untold: 3 (1201 1208 1308)"),
    ],
)
def test_the_step_is_refused_and_says_how_many_rooms_are_untold(house, sent, language, said):
    with override(language), pytest.raises(GatesOpen) as refused:
        tick(house, sent)
    assert said in str(refused.value) and set(refused.value.fields) == {"rooms_told"}
    assert not ScriptStep.objects.filter(step="ask_rooms").exists()
    desk = enter(house.owner)
    desk.post("/language/", {"language": language})
    page = desk.post(f"/cases/{Case.objects.get(pk=sent).ref}/steps/", {"step": "ask_rooms"})
    assert page.status_code == 409 and said in page.content.decode()


@pytest.mark.req("ERR-06")
def test_told_room_by_room_the_step_the_task_and_the_stage_follow(house, sent):
    task = Task.objects.get(step="ask_rooms")
    tell(house, sent, "1201", "1208")
    for refused in (
        lambda: tick(house, sent),
        lambda: cases.finish_task(actor=house.front_desk.actor, task_id=task.pk, at=START),
    ):
        with pytest.raises(GatesOpen, match="1308"):
            refused()
    assert stage(sent) == "reach" and Task.objects.get(pk=task.pk).state == TaskState.OFFERED
    tell(house, sent, "1308")
    assert stage(sent) == "mend"
    cases.finish_task(actor=house.front_desk.actor, task_id=task.pk, at=START)
    assert Task.objects.get(pk=task.pk).state == TaskState.DONE


def test_a_tick_taken_back_holds_the_task_again(house, sent):
    tell(house, sent, *LIVED_IN)
    actions.tell_room(actor=house.front_desk.actor, case_id=sent, room_number="1208", means="", at=START)
    with pytest.raises(GatesOpen, match="1208"):
        cases.finish_task(
            actor=house.front_desk.actor, task_id=Task.objects.get(step="ask_rooms").pk, at=START
        )


def test_who_has_left_the_house_need_not_be_told(house, sent):
    tell(house, sent, "1201", "1208")
    left = card_for_room(house.house.pk, "1308", START)
    check_out(actor=house.front_desk.actor, stay_id=left.stay_id, at=START)
    cases.finish_task(actor=house.front_desk.actor, task_id=Task.objects.get(step="ask_rooms").pk, at=START)
    assert stage(sent) == "learn"


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "还未发出"), ("en", "not sent yet")])
def test_a_draft_that_nobody_sent_holds_it_too_and_a_discarded_one_does_not(
    house, incident_id, language, said
):
    assert stage(incident_id) == "reach"
    with override(language), pytest.raises(GatesOpen, match=said):
        tick(house, incident_id)
    actions.settle_message(actor=house.owner.actor, case_id=incident_id, is_sent=False, at=START)
    assert stage(incident_id) == "learn"
