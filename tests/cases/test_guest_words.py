"""The hotel's messages to guests are what the case offers to say: filled in, in the guest's language, changed before they go."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from innkeeper.cases import actions
from innkeeper.cases.models import Case, Task, ThreadEntry
from innkeeper.cases.queries.guest_words import keys_for, texts_for_guest
from innkeeper.notices.actions import word_text
from tests.accounts.conftest import enter
from tests.makers.cases import make_case
from tests.makers.guests import make_guest
from tests.people import START

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("kind", "is_done", "minutes", "keys"),
    [
        ("service_request", False, 10, ("guest.coming", "guest.planned")),
        ("service_request", False, 180, ("guest.planned", "guest.coming")),
        ("complaint", False, 10, ("guest.manager", "guest.answer")),
        ("complaint", False, 180, ("guest.answer", "guest.manager")),
        ("complaint", True, 10, ("guest.done",)),
    ],
)
def test_what_fits_is_offered_first(kind, is_done, minutes, keys):
    assert keys_for(kind, is_done=is_done, minutes=minutes) == keys


def job(cast, case, minutes=12):
    """A task that is due in so many minutes."""
    given = actions.Job(title="送浴巾", department="housekeeping", minutes=minutes)
    return actions.add_task(actor=cast.owner.actor, case_id=case.pk, job=given, at=START)


def test_minutes_and_hour_are_those_of_the_next_task(cast):
    case = make_case(cast)
    job(cast, case)
    first, second = texts_for_guest(case, at=START)
    assert "15 分钟内到" in first.words and "15 minutes" in first.other_words
    assert "15 分钟" not in second.words and "您反映的事我们正在处理" in second.words
    assert "you hear from us again by" in second.other_words and "planned" not in second.other_words
    assert case.room_number not in first.words


def test_a_thing_due_on_another_day_is_said_with_its_day_and_never_in_thousands_of_minutes(cast):
    case = make_case(cast)
    job(cast, case, minutes=3 * 24 * 60)
    later, soon = texts_for_guest(case, at=START)
    assert "月" in later.words and START.strftime("%Y") not in later.words
    assert "10 分钟内到" in soon.words


def test_no_hour_that_has_passed_is_promised(cast):
    case = make_case(cast)
    job(cast, case)
    (soon,) = texts_for_guest(case, at=START + 30 * MINUTE)
    assert soon.key == "guest.manager" and "10 分钟内到" in soon.words


def test_it_speaks_the_guests_language_first(cast):
    guest = make_guest(house=cast.house, name="Eleanor Whitcombe", language="en")
    case = make_case(cast, guest_ids=[guest.id])
    with override("zh-hans"):
        assert {one.language for one in texts_for_guest(case, at=START)} == {"en"}


def test_a_hotel_says_it_in_its_own_words(cast):
    zh, en = (
        "大堂副理 %(minutes)s 分钟内到您房间，抱歉。",
        "The assistant manager comes within %(minutes)s minutes.",
    )
    word_text(
        actor=cast.general_manager.actor, property_id=cast.house.pk, text_key="guest.manager", zh=zh, en=en,
        reason="更近人", at=START,
    )  # fmt: skip
    assert "抱歉" in texts_for_guest(make_case(cast), at=START)[0].words


def test_what_is_done_is_said_as_done(cast):
    case = make_case(cast)
    task = job(cast, case)
    actions.accept_task(actor=cast.attendant.actor, task_id=task, at=START + MINUTE)
    actions.finish_task(actor=cast.attendant.actor, task_id=task, at=START + 2 * MINUTE)
    assert not Task.objects.get(pk=task).is_open
    assert [one.key for one in texts_for_guest(case, at=START + 3 * MINUTE)] == ["guest.done"]


def test_the_screen_offers_them_and_sends_what_was_changed(cast):
    case = make_case(cast)
    client, noun = enter(cast.owner), f"/cases/{case.ref}/thread/"
    assert noun in client.get(f"/cases/{case.ref}/").content.decode()
    assert "大堂副理" in client.get(noun).content.decode()
    client.post(noun, {"audience": "guest", "text": "您好，我 5 分钟内到。"})
    entry = ThreadEntry.objects.filter(case=case).order_by("-entered_at", "-pk").first()
    assert (entry.audience, entry.text_redacted) == ("guest", "您好，我 5 分钟内到。")


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("engineer", 403), ("attendant", 403)])
def test_who_may_not_write_to_the_guest_is_offered_nothing(cast, who, status):
    case = make_case(cast)
    assert enter(getattr(cast, who)).get(f"/cases/{case.ref}/thread/").status_code in {status, 404}


def test_a_closed_case_offers_nothing(cast):
    case = make_case(cast)
    Case.objects.filter(pk=case.pk).update(is_open=False)
    assert enter(cast.owner).get(f"/cases/{case.ref}/thread/").status_code == 403
