"""16:00 an angry chat message; 03:00 a guest writes; 02:00 nobody in the post."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from innkeeper.accounts.models import DutyTurn
from innkeeper.cases import actions
from innkeeper.cases.models import Evidence, ThreadEntry
from innkeeper.cases.rules import Promise
from innkeeper.clocks.actions import sweep
from innkeeper.clocks.models import ClockRun
from innkeeper.inbox.models import Message
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.inbox.test_receive import arrive
from tests.makers.accounts import make_turn
from tests.makers.cases import make_case, make_task
from tests.makers.errands import work_off
from tests.makers.properties import make_room
from tests.people import START
from tests.scenarios.day import FACES, door

FOUR = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 14, 19, 0, tzinfo=UTC)
WARNED = {
    "zh-hans": "这和先前对宾客的承诺不一致",
    "en": "This differs from what the guest was promised before",
}
ANGRY = "说好退 100，现在没人理我！"


def a_screenshot():
    held = BytesIO()
    Image.new("RGB", (30, 60), "white").save(held, "PNG")
    return SimpleUploadedFile("shot.png", held.getvalue(), "image/png")


@pytest.fixture
def case(cast, clock):
    """Room 1208 has an open case; at noon the assistant manager promised 100 back."""
    make_room(house=cast.house)
    case = make_case(cast)
    words = actions.Words(text="退您 100 元", promise=Promise("CNY", 10_000))
    actions.write_thread(
        actor=cast.owner.actor, case_id=case.pk, words=words, audience="guest", channel="wechat", at=START
    )
    clock.set(FOUR)
    return case


@pytest.mark.parametrize("language", FACES)
@pytest.mark.req("CHAN-01", "ERR-06")
def test_at_four_a_chat_joins_the_open_case_in_one_step_and_a_broken_promise_warns(
    cast, case, clock, language
):
    client = door(cast.owner, language)
    given = {"room": "1208", "said_by": "guest", "text": ANGRY, "picture": a_screenshot()}
    assert client.post("/inbox/paste/", given).headers["Location"] == f"/cases/{case.ref}/"
    assert Evidence.objects.get(case=case).content_type == "image/png"
    message = Message.objects.get()
    assert ClockRun.objects.get(owner_id=message.pk).due_at == FOUR + timedelta(minutes=10)
    answer = {"room": "1208", "said_by": "house", "text": "不能退款", "amount": "0"}
    warned = client.post("/inbox/paste/", answer)
    assert warned.status_code == 409 and "is_knowing" in warned.content.decode()
    assert WARNED[language] in warned.content.decode()
    assert client.post("/inbox/paste/", answer | {"amount": "100"}).status_code == 302
    message.refresh_from_db()
    assert (message.case_id, message.answered_at) == (case.pk, FOUR)
    assert ThreadEntry.objects.filter(case=case, channel="wechat").count() == 3


@pytest.mark.parametrize("language", FACES)
@pytest.mark.req("OPS-05")
def test_at_three_a_guest_gets_a_receipt_and_the_night_owner_is_told_until_it_is_answered(
    cast, clock, language
):
    make_turn(cast.manager.staff, house=cast.house, post_code="manager_on_duty", shift="night")
    clock.set(NIGHT)
    received = arrive(cast, text="空调漏水", at=NIGHT)
    assert received.code
    [told] = StaffNotice.objects.filter(text_key="inbox.arrived")
    assert told.recipient_id == cast.manager.id
    assert "空调漏水" in door(cast.manager, language).get("/inbox/").content.decode()
    clock.move(minutes=10)
    sweep(now=clock.at)
    work_off(clock)
    late = StaffNotice.objects.filter(text_key="inbox.answer_late")
    assert [row.recipient_id for row in late] == [cast.manager.id]


def test_at_two_a_task_falls_back_and_is_taken_over_by_who_is_there(cast, clock):
    DutyTurn.objects.all().delete()
    make_turn(cast.attendant.staff, house=cast.house, post_code="room_attendant", shift="night")
    make_turn(cast.owner.staff, house=cast.house, post_code="assistant_manager", shift="night")
    clock.set(NIGHT)
    task = make_task(cast, make_case(cast, at=NIGHT), title="音响关小", post="engineer", at=NIGHT)
    assert StaffNotice.objects.filter(text_key="tasks.assigned").count() == 0
    client = enter(cast.attendant)
    assert client.post(f"/board/tasks/{task.pk}/takeover/").status_code == 303
    task.refresh_from_db()
    assert task.assignee_id == cast.attendant.id
