"""A case page that stands open says when a colleague has changed the case, and changes nothing under one's hands."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse

from innkeeper.cases import actions
from tests.accounts.conftest import enter
from tests.makers.cases import make_case, make_task
from tests.people import START

pytestmark = pytest.mark.django_db
DRAWN, LATER = START + timedelta(minutes=1), START + timedelta(minutes=2)


def asked(person, case, since=DRAWN):
    return enter(person).get(reverse("cases:news", args=[case.ref]), {"since": since.isoformat()})


def test_a_page_to_which_nothing_happened_stays_as_it_is(cast):
    case = make_case(cast)
    assert asked(cast.owner, case).status_code == 204


def test_what_a_colleague_did_is_said_with_the_way_to_the_new_page(cast, clock):
    case = make_case(cast)
    task = make_task(cast, case, minutes=15)
    clock.at = LATER
    actions.accept_task(actor=cast.engineer.actor, task_id=task.pk, at=LATER)
    body = asked(cast.owner, case).content.decode()
    assert cast.engineer.staff.work_name in body
    assert reverse("cases:case", args=[case.ref]) in body
    assert asked(cast.owner, case, since=LATER).status_code == 204


def test_ones_own_hand_and_a_look_are_no_news(cast, clock):
    case = make_case(cast)
    clock.at = LATER
    note = actions.Words(text="已联系宾客")
    actions.write_thread(actor=cast.owner.actor, case_id=case.pk, words=note, audience="internal", at=LATER)
    looked = enter(cast.manager).post(reverse("cases:words", args=[case.ref]))
    assert looked.status_code == 200
    assert asked(cast.owner, case).status_code == 204


def test_who_may_not_see_the_case_learns_nothing_of_it(cast):
    case = make_case(cast, text="小何拿了东西", taxonomy_code="theft")
    assert asked(cast.attendant, case).status_code == 404


def test_the_open_page_asks_from_the_moment_it_was_drawn(cast, clock):
    case = make_case(cast)
    clock.at = DRAWN
    body = enter(cast.owner).get(reverse("cases:case", args=[case.ref])).content.decode()
    assert f"{reverse('cases:news', args=[case.ref])}?since={quote(DRAWN.isoformat())}" in body
