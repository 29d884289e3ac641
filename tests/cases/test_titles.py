"""A task's title is read in the reader's language where the house said it; what somebody typed stays as it was typed."""

import pytest
from django.utils import translation

from innkeeper.accounts.models import Staff
from innkeeper.cases import actions
from innkeeper.cases.models import Task
from tests.accounts.conftest import enter
from tests.addresses import MY_WORK
from tests.makers import cases as make
from tests.makers.complaints import make_complaint
from tests.people import START


def read(task, language):
    with translation.override(language):
        return task.title


@pytest.mark.parametrize("spoken", ["zh-hans", "en"])
def test_the_house_speaks_the_readers_language_whoever_gave_the_task(cast, spoken):
    with translation.override(spoken):
        case = make_complaint(cast, taxonomy_code="staff_attitude", text="service was rude")
        actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.engineer.id, at=START)
    task = Task.objects.get(case=case, step="hear")
    assert read(task, "zh-hans") == "先听取涉及同事的陈述，再作决定"
    assert read(task, "en") == "Hear the colleague before anything is decided"


def test_guests_words_within_it_stay_as_they_were_said(cast):
    case = make.make_case(cast, text="the air conditioner drips", taxonomy_code="room_dirty")
    case.names_to_hide = ()
    actions.alert_room(case, may_enter=True, actor=cast.colleague.actor, at=START)
    task = Task.objects.get(case=case, step="visit")
    assert read(task, "zh-hans").endswith("the air conditioner drips")
    assert read(task, "zh-hans") != read(task, "en")
    assert read(task, "en").startswith("Be in the room in 5 minutes: ")


def test_what_a_colleague_typed_is_read_as_typed(cast):
    task = make.make_task(cast, make.make_case(cast), title="看一下 filter")
    assert {read(task, "zh-hans"), read(task, "en")} == {"看一下 filter"}


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "先听取涉及同事"), ("en", "Hear the colleague")])
def test_my_work_the_board_and_the_case_show_it(cast, language, words):
    case = make.make_case(cast)
    actions.name_staff(actor=cast.colleague.actor, case_id=case.pk, staff_id=cast.engineer.id, at=START)
    Staff.objects.filter(pk=cast.owner.id).update(language=language)
    client = enter(cast.owner)
    for page in (MY_WORK, f"/cases/{case.ref}/"):
        assert words in client.get(page).content.decode(), page


def test_names_are_hidden_in_both_languages(cast):
    case = make.make_case(cast)
    say = actions.Both("去找王小明 13812345678", "Look for 13812345678")
    job = actions.Job(title=say, department="engineering")
    task = Task.objects.get(pk=actions.add_task(actor=cast.owner.actor, case_id=case.pk, job=job, at=START))
    assert "13812345678" not in task.title_redacted + task.title_en
