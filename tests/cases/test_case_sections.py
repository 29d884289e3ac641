"""The sections of the case page: where each stands in which stage, what each answers, who may fetch it."""

import pytest

from innkeeper.cases import actions
from innkeeper.cases.queries import page
from innkeeper.cases.views import doing, reading, sections
from innkeeper.kernel.errors import NotFound, NotPermitted
from tests.cases.test_pages import ask
from tests.makers.cases import make_case, make_task
from tests.people import START


def placed(cast, case, *, who="owner"):
    person = getattr(cast, who)
    return {
        one.name: one.trigger
        for one in sections.places(page.case_page(person.actor, ref=case.ref, at=START), person.actor)
    }


def test_an_approval_that_waits_comes_with_the_page(cast):
    case = make_case(cast)
    assert placed(cast, case)["approvals"] == ""
    question = actions.Question(subject="other", post="manager_on_duty", reason="一晚房费")
    actions.ask_approval(actor=cast.owner.actor, case_id=case.pk, question=question, at=START)
    assert placed(cast, case)["approvals"] == "load"


def test_nobody_is_offered_a_section_with_nothing_in_it(cast):
    case = make_case(cast)
    assert not {"links", "approvals"} & set(placed(cast, case, who="colleague"))


@pytest.mark.parametrize("name", ["guests", "evidence", "approvals", "links"])
def test_each_section_answers_by_itself(cast, name):
    case = make_case(cast)
    assert ask(sections.section, cast.owner, case.ref, name).status_code == 200


def test_a_section_is_not_found_by_an_outsider_nor_under_a_wrong_name(cast):
    case = make_case(cast)
    with pytest.raises(NotFound):
        ask(sections.section, cast.outsider, case.ref, "evidence")
    with pytest.raises(NotFound):
        ask(sections.section, cast.owner, case.ref, "nothing")


@pytest.mark.parametrize("noun", ["classification", "assignment", "approvals"])
def test_a_noun_with_something_to_choose_from_gives_its_form(cast, noun):
    case = make_case(cast)
    body = ask(getattr(doing, noun), cast.owner, case.ref).content.decode()
    assert f'action="/cases/{case.ref}/{noun}/"' in body and "<option" in body


def test_who_may_not_post_a_form_is_not_given_it(cast):
    case = make_case(cast)
    with pytest.raises(NotPermitted):
        ask(doing.assignment, cast.engineer, case.ref)


def test_a_task_asks_for_whom_the_radio_speaks(cast):
    case = make_case(cast)
    task = make_task(cast, case, minutes=15)
    body = ask(doing.completion, cast.owner, task.pk).content.decode()
    assert f"/tasks/{task.pk}/completion/" in body and str(cast.engineer.id) in body


def test_a_task_of_the_front_office_names_its_own_people_and_nobody_of_housekeeping(cast):
    task = make_task(cast, make_case(cast), department="front_office", minutes=15)
    body = ask(doing.completion, cast.owner, task.pk).content.decode()
    assert str(cast.front_desk.id) in body and str(cast.attendant.id) not in body


def test_a_refusal_leads_to_where_each_missing_thing_is_done(cast):
    case = make_case(cast)
    body = ask(doing.closure, cast.owner, case.ref, method="post").content.decode()
    refused = body[
        body.index('class="notice refused"') : body.index("</ul>", body.index('class="notice refused"'))
    ]
    assert 'href="#log-contact"' in refused


def test_who_may_hand_over_takes_a_case_of_another_with_one_press(cast):
    case = make_case(cast)
    take = f'<input type="hidden" name="owner" value="{cast.manager.id}">'
    assert take in ask(reading.case, cast.manager, case.ref).content.decode()
    assert 'name="owner" value=' not in ask(reading.case, cast.owner, case.ref).content.decode()
    assert 'name="owner" value=' not in ask(reading.case, cast.engineer, case.ref).content.decode()
