"""Limits of gifts count over what is one guest's one matter: split off or merged, nothing starts anew (CASE-27)."""

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Approval, Case
from innkeeper.cases.queries.merges import family_of
from innkeeper.complaints.models import Recovery
from tests.complaints.test_house import give, set_limit
from tests.makers import complaints as make
from tests.people import START


def split(cast, case, *, text="房间里还有烟味"):
    opened = cases.split_off(actor=cast.owner.actor, case_id=case.pk, text=text, at=START)
    cases.assign_case(actor=make.SYSTEM, case_id=opened.id, owner_id=cast.owner.id, at=START)
    return Case.objects.get(pk=opened.id)


def asks(recovery_id):
    return Recovery.objects.get(pk=recovery_id).approval_id is not None


@pytest.mark.req("CASE-27")
def test_a_gift_on_what_was_split_off_counts_with_the_first(cast):
    set_limit(cast, 200)
    case = make.reached(cast)
    other = split(cast, case)
    assert not asks(give(cast, case, 150))
    assert asks(give(cast, other, 100))
    assert asks(give(cast, split(cast, other), 60))


@pytest.mark.req("CASE-27")
def test_what_went_up_in_the_case_counts_too(cast):
    set_limit(cast, 200)
    case, other = make.reached(cast), make.reached(cast, room_number="1208", text="早餐也凉了")
    assert not asks(give(cast, other, 150))
    cases.merge_case(actor=cast.owner.actor, case_id=other.pk, into_id=case.pk, at=START)
    assert asks(give(cast, case, 100))


@pytest.mark.req("CASE-27")
def test_who_approves_answers_for_the_whole_family(cast):
    set_limit(cast, 200)
    case = make.reached(cast)
    other = split(cast, case)
    give(cast, case, 2900)
    give(cast, other, 300)
    posts = Approval.objects.order_by("asked_at", "pk").values_list("amount_minor", "post")
    assert list(posts) == [(290_000, "manager_on_duty"), (30_000, "general_manager")]


def test_a_neighbours_case_is_no_family(cast):
    set_limit(cast, 200)
    case, other = make.reached(cast), make.reached(cast, room_number="1209", text="隔壁也吵")
    cases.link_cases(actor=cast.owner.actor, case_id=case.pk, other_id=other.pk, relation="related", at=START)
    give(cast, case, 150)
    assert family_of(case.pk) == {case.pk} and not asks(give(cast, other, 150))
