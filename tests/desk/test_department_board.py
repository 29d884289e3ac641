"""The department board: who sees what, one press each, photo, radio, take over."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from innkeeper.accounts.models import DutyTurn
from innkeeper.cases import actions
from tests.accounts.conftest import enter
from tests.makers.cases import make_case, make_task
from tests.people import START

JSON = {"Accept": "application/json"}


def a_photo():
    held = BytesIO()
    Image.new("RGB", (8, 8), "red").save(held, "JPEG")
    return SimpleUploadedFile("photo.jpg", held.getvalue(), "image/jpeg")


@pytest.fixture
def task(cast, clock):
    return make_task(cast, make_case(cast), post="engineer", needs_evidence=True)


def test_the_board_shows_the_departments_tasks_and_no_others(cast, task):
    words = enter(cast.engineer).get("/board/").content.decode()
    assert f"task-{task.pk}" in words
    assert f"task-{task.pk}" not in enter(cast.attendant).get("/board/").content.decode()
    assert enter(cast.privacy_officer).get("/board/").status_code == 403


def test_three_presses_and_a_photo_bring_a_task_to_its_end(cast, task, clock):
    client = enter(cast.engineer)
    for verb in ("accept", "arrive"):
        answer = client.post(f"/board/tasks/{task.pk}/taps/", {"verb": verb, "key": uuid4()})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/board/")
    early = client.post(f"/board/tasks/{task.pk}/taps/", {"verb": "done", "key": uuid4()}, headers=JSON)
    assert early.status_code == 409
    assert (
        client.post(f"/board/tasks/{task.pk}/photos/", {"file": a_photo()}, headers=JSON).status_code == 200
    )
    assert client.post(f"/board/tasks/{task.pk}/taps/", {"verb": "done", "key": uuid4()}).status_code == 303
    task.refresh_from_db()
    assert (task.state, task.evidence.count()) == ("done", 1)


def test_a_press_that_waited_tells_its_true_time_whatever_the_phones_clock_says(cast, task, clock):
    clock.move(minutes=21)
    wrong = START + timedelta(hours=3)
    sent = {"tapped_at": wrong.isoformat(), "sent_at": (wrong + timedelta(minutes=20)).isoformat()}
    answer = enter(cast.engineer).post(
        f"/board/tasks/{task.pk}/taps/", {"verb": "accept", "key": uuid4(), **sent}, headers=JSON
    )
    assert answer.json() == {"outcome": "done", "text": ""}
    task.refresh_from_db()
    assert task.accepted_at == START + timedelta(minutes=1)


def test_a_conflict_is_said_plainly(cast, task, clock):
    actions.accept_task(actor=cast.owner.actor, task_id=task.pk, at=START)
    answer = enter(cast.engineer).post(f"/board/tasks/{task.pk}/taps/", {"verb": "accept"}, headers=JSON)
    assert answer.status_code == 409
    assert "同事已在 12:00 接下" in answer.json()["text"]


def test_done_by_radio_at_five_past_two_is_one_short_form(cast, task, clock):
    clock.move(hours=2, minutes=10)
    client = enter(cast.owner)
    given = {"done_by": str(cast.engineer.id), "time": "14:05"}
    assert client.post(f"/board/tasks/{task.pk}/radio/", {**given, "time": "25:00"}).status_code == 422
    assert client.post(f"/board/tasks/{task.pk}/radio/", given).status_code == 303
    task.refresh_from_db()
    assert (task.done_by_id, task.done_at) == (cast.engineer.id, START + timedelta(hours=2, minutes=5))


def test_what_nobody_holds_is_taken_over_by_one_press(cast, task, clock):
    DutyTurn.objects.filter(staff_id=cast.engineer.id).delete()
    client = enter(cast.attendant)
    assert "当班无人负责" in client.get("/board/").content.decode()
    assert client.post(f"/board/tasks/{task.pk}/takeover/").status_code == 303
    task.refresh_from_db()
    assert task.assignee_id == cast.attendant.id


@pytest.mark.parametrize(
    ("tapped", "sent"),
    [
        ("0001-01-01T00:00:00+00:00", "9999-12-31T00:00:00+00:00"),
        ("2026-03-14T12:00:00+08:00", "9999-12-31T23:59:59-12:00"),
        ("0001-01-01T00:00:00+14:00", "2026-03-14T12:00:00+08:00"),
    ],
)
def test_a_phone_whose_clock_is_of_no_age_is_answered(cast, task, clock, tapped, sent):
    given = {"tapped_at": tapped, "sent_at": sent}
    client = enter(cast.engineer)
    press = client.post(
        f"/board/tasks/{task.pk}/taps/", {"verb": "accept", "key": uuid4(), **given}, headers=JSON
    )
    assert press.status_code in (200, 422)
    shot = client.post(f"/board/tasks/{task.pk}/photos/", {"file": a_photo(), **given}, headers=JSON)
    assert shot.status_code in (200, 422)
