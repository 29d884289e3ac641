"""Danger to life at every door of the desk: an emergency, with its departments at work, whatever was chosen beside it."""

from uuid import uuid4

import pytest

from innkeeper.cases.models import Case, Task
from innkeeper.desk.actions import Heard, take_in
from innkeeper.desk.actions.pasting import Pasted, paste_in
from innkeeper.desk.actions.sorting import open_from_message
from innkeeper.inbox.models import Message
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.inbox.test_receive import arrive
from tests.makers.complaints import make_complaint
from tests.makers.properties import make_room
from tests.people import START


def heard(**more):
    given = {
        "line": "1208 着火了", "room": "1208", "kind": "complaint", "code": "fire", "priority": 1,
        "channel": "room_phone", "heard_at": START, "key": str(uuid4()),
    }  # fmt: skip
    return Heard(**(given | more))


@pytest.mark.req("CASE-08")
@pytest.mark.parametrize(
    "chosen", [{"priority": 3}, {"kind": "service_request", "priority": 4}, {"is_solved": True}]
)
def test_what_was_chosen_beside_it_makes_it_no_smaller(lived_in, chosen):
    cast, _guest, _stay = lived_in
    opened = take_in(actor=cast.colleague.actor, property_id=cast.house.pk, heard=heard(**chosen), at=START)
    case = Case.objects.get(pk=opened.id)
    assert (case.kind, case.priority, case.is_open) == ("complaint", 1, True)
    departments = set(Task.objects.filter(case=case).values_list("department", flat=True))
    assert {"security", "engineering", "front_office"} <= departments


@pytest.mark.req("CASE-08")
@pytest.mark.parametrize(
    ("words", "code"),
    [("1208 着火了", "fire"), ("fire in room", "fire"), ("我不想活了，活着没意思", "illness")],
)
def test_pasted_from_a_chat_it_is_an_emergency_and_the_posts_are_told(lived_in, words, code):
    cast, _guest, _stay = lived_in
    pasted = Pasted(said_by="guest", room="1208", text=words)
    put = paste_in(actor=cast.owner.actor, property_id=cast.house.pk, pasted=pasted, at=START)
    case = Case.objects.get(ref=put.ref)
    assert (case.taxonomy_code, case.priority, put.danger_id) == (code, 1, None)
    assert StaffNotice.objects.filter(text_key="inbox.danger").exists()


def test_words_of_danger_pasted_into_an_open_case_show_the_card_that_raises_the_alarm(cast, clock):
    make_room(house=cast.house)
    case = make_complaint(cast)
    answer = enter(cast.owner).post(
        "/inbox/paste/", {"said_by": "guest", "room": "1208", "text": "我不想活了，活着没意思"}, follow=True
    )
    assert answer.request["PATH_INFO"] == f"/inbox/{Message.objects.get().pk}/"
    assert "120" in answer.content.decode() and case.ref in answer.content.decode()
    assert Case.objects.count() == 1


@pytest.mark.parametrize("kind", ["complaint", "service_request"])
def test_put_in_its_place_from_the_inbox_it_is_an_emergency(lived_in, kind):
    cast, _guest, _stay = lived_in
    message = arrive(cast, text="房间起火了", room="1208")
    ref = open_from_message(actor=cast.owner.actor, message_id=message.id, kind=kind, at=START)
    assert Case.objects.get(ref=ref).priority == 1
