"""What an erased guest said is found by its words no more; the case stays where work and law want it."""

from datetime import timedelta

import pytest

from innkeeper.cases.actions import forget_words, lift_restriction, restrict_case
from innkeeper.cases.models import Case
from innkeeper.config.subscriptions import SUBSCRIPTIONS
from innkeeper.guests.actions import erase_guest
from innkeeper.kernel.errors import NotPermitted
from innkeeper.outbox import subscriptions
from innkeeper.outbox.worker import Worker
from innkeeper.search.queries import find
from tests.makers import complaints as make
from tests.makers.cases import make_case
from tests.makers.guests import make_guest
from tests.people import START

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
LATER = START + timedelta(hours=2)
SAID = "紫色行李箱轮子坏了"


@pytest.fixture
def house(cast, clock):
    """A house whose events start what they start when it runs."""
    with subscriptions.installed(SUBSCRIPTIONS):
        yield cast.house


def erase(cast, guest):
    erase_guest(
        actor=cast.privacy_officer.actor, property_id=cast.house.pk, guest_id=guest.id,
        reason="consent_withdrawn", confirmation="删除", at=LATER,
    )  # fmt: skip
    work_off()


def work_off():
    worker = Worker(now=lambda: LATER)
    while worker.step():
        pass


def found(house, words="紫色行李箱"):
    return {hit.object_id for hit in find(property_id=house.pk, phrase=words)}


@pytest.mark.req("PRIV-10")
def test_the_words_of_a_closed_case_go_with_the_file_and_nobody_elses(cast, house):
    guest = make_guest(house=house)
    mine = make.closed(cast, text=SAID, guest_ids=[guest.pk])
    others = make_case(cast, text=SAID)
    assert found(house) == {mine.pk, others.pk}
    erase(cast, guest)
    assert found(house) == {others.pk}
    assert Case.objects.filter(pk=mine.pk, text_redacted__contains="行李箱").exists(), "the record stays"


@pytest.mark.req("PRIV-10")
def test_an_open_case_is_found_until_it_is_closed(cast, house):
    guest = make_guest(house=house)
    case = make.heard(cast, text=SAID, guest_ids=[guest.pk])
    erase(cast, guest)
    assert found(house) == {case.pk}
    make.close(cast, case)
    work_off()
    assert found(house) == set()


@pytest.mark.req("PRIV-10")
def test_what_changes_in_the_case_afterwards_brings_nothing_back(cast, house):
    guest = make_guest(house=house)
    case = make.heard(cast, text=SAID, guest_ids=[guest.pk])
    given = {"case_id": case.pk, "reason": "未成年人", "at": LATER}
    restrict_case(actor=cast.owner.actor, **given)
    make.close(cast, case)
    erase(cast, guest)
    lift_restriction(actor=cast.owner.actor, **given)
    case.refresh_from_db()
    assert (case.is_restricted, found(house)) == (False, set())


def test_a_closed_case_of_a_guest_whose_file_stands_is_found(cast, house):
    case = make.closed(cast, text=SAID, guest_ids=[make_guest(house=house).pk])
    work_off()
    assert found(house) == {case.pk}


def test_no_colleague_makes_the_search_forget(cast, house):
    case = make_case(cast, text=SAID)
    with pytest.raises(NotPermitted):
        forget_words(actor=cast.privacy_officer.actor, case_ids=[case.pk], at=START)
    assert found(house) == {case.pk}
