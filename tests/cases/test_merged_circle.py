"""Who reads what, and whose names are hidden, once a case has gone up in another."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from innkeeper.cases import actions, policy
from innkeeper.cases.models import Case, CaseGuest
from innkeeper.cases.queries import thread
from innkeeper.cases.queries.house import open_by_stay
from innkeeper.cases.queries.past import open_cases_of_guests
from innkeeper.kernel.errors import NotFound, WrongState
from innkeeper.kernel.ids import uuid7
from tests.makers import cases as make
from tests.makers.guests import make_guest
from tests.people import START

HOUR = timedelta(hours=1)


def merge(cast, case, into, *, at=START):
    actions.merge_case(actor=cast.owner.actor, case_id=case.pk, into_id=into.pk, at=at)


def unmerge(cast, case, *, at=START + HOUR):
    actions.unmerge_case(actor=cast.owner.actor, case_id=case.pk, at=at)


def note(cast, case, text, **more):
    given = {"audience": "internal", "channel": "on_site", "at": START + HOUR} | more
    actions.write_thread(actor=cast.owner.actor, case_id=case.pk, words=actions.Words(text=text), **given)


def texts(cast, case):
    return [one.text_redacted for one in thread.thread_of(cast.owner.actor, ref=case.ref).entries]


def guests_of(case):
    return set(CaseGuest.objects.filter(case=case).values_list("guest_id", flat=True))


@pytest.fixture
def pair(cast):
    """A case of one guest that went up in one of another guest."""
    kept, gone = (
        make.make_case(
            cast, room_number=room, stay_id=uuid7(), guest_ids=(make_guest(house=cast.house, name=name).id,)
        )
        for room, name in (("1208", "王秀兰"), ("1210", "李长河"))
    )
    merge(cast, gone, kept)
    return gone, kept


@pytest.mark.req("CASE-31")
def test_the_words_of_every_case_below_are_read_where_they_went_up(cast):
    first, second, third = (make.make_case(cast, text=text) for text in ("没有热水", "水压很小", "地漏返味"))
    merge(cast, first, second)
    merge(cast, second, third)
    assert {"没有热水", "水压很小", "地漏返味"} <= set(texts(cast, third))


def test_the_guests_of_a_merged_case_are_guests_of_the_other_until_it_comes_out(cast, pair):
    gone, kept = pair
    own = guests_of(gone)
    assert own and own < guests_of(kept)
    assert open_cases_of_guests(own) == dict.fromkeys(own, 1)
    unmerge(cast, gone)
    assert not own & guests_of(kept)
    assert guests_of(gone) == own


def test_a_guest_whose_case_went_further_up_goes_along_and_home(cast, pair):
    gone, kept = pair
    own = guests_of(gone)
    third = make.make_case(cast)
    merge(cast, kept, third)
    assert guests_of(third) == guests_of(kept) > own
    unmerge(cast, gone)
    assert not own & (guests_of(third) | guests_of(kept))


def test_a_name_of_a_merged_guest_is_hidden_in_what_is_written_after(cast, pair):
    _gone, kept = pair
    note(cast, kept, "李长河先生要求今晚换房")
    assert not [text for text in texts(cast, kept) if "李长河" in text]


def test_a_guest_who_leaves_is_asked_about_what_went_up_in_another_case(cast, pair):
    gone, _kept = pair
    found = open_by_stay(cast.owner.actor, stay_ids=[gone.stay_id])
    assert [line.ref for line in found[gone.stay_id]] == [gone.ref]


@pytest.mark.req("CASE-16")
def test_what_went_up_in_a_case_is_restricted_with_it(cast):
    gone, kept = make.make_case(cast), make.make_case(cast)
    merge(cast, gone, kept)
    actions.classify_case(
        actor=cast.owner.actor,
        case_id=kept.pk,
        sorting=actions.Sorting(code="theft"),
        reason="更正",
        at=START,
    )
    assert Case.objects.get(pk=gone.pk).is_restricted
    with pytest.raises(NotFound):
        policy.case_for(cast.front_desk.actor, ref=gone.ref)
    assert policy.case_for(cast.owner.actor, ref=gone.ref)


@pytest.mark.req("CASE-16")
def test_whom_the_case_names_reads_nothing_of_what_went_up_in_it_and_their_name_is_hidden(cast):
    gone = make.make_case(cast, text="前台许敏态度很差")
    kept = make.make_case(cast, text="入住时等了一小时")
    merge(cast, gone, kept)
    actions.name_staff(actor=cast.owner.actor, case_id=kept.pk, staff_id=cast.front_desk.id, at=START)
    with pytest.raises(NotFound):
        policy.case_for(cast.front_desk.actor, ref=gone.ref)
    assert not [text for text in texts(cast, kept) if "许敏" in text]


@pytest.mark.req("CASE-16")
def test_a_case_is_not_opened_to_all_over_a_restricted_one_that_went_up_in_it(cast):
    gone, kept = make.make_case(cast, taxonomy_code="theft"), make.make_case(cast, taxonomy_code="theft")
    merge(cast, gone, kept)
    lift = {"actor": make.SYSTEM, "reason": "已查清", "at": START}
    with pytest.raises(WrongState, match=gone.ref):
        actions.lift_restriction(case_id=kept.pk, **lift)
    with pytest.raises(WrongState, match=gone.ref):
        opened = actions.Sorting(is_restricted=False)
        actions.classify_case(actor=make.SYSTEM, case_id=kept.pk, sorting=opened, reason="已查清", at=START)
    actions.lift_restriction(case_id=gone.pk, **lift)
    actions.lift_restriction(case_id=kept.pk, **lift)
    assert not Case.objects.get(pk=kept.pk).is_restricted


def test_a_merged_case_is_not_reopened_and_says_why(cast):
    gone, kept = make.make_case(cast), make.make_case(cast)
    merge(cast, gone, kept)
    with override("en"), pytest.raises(WrongState, match="undo the merge"):
        actions.reopen_case(actor=cast.owner.actor, case_id=gone.pk, reason="还是不行", at=START)


@pytest.mark.req("ERR-06")
def test_a_promise_made_before_the_merge_still_binds(cast):
    gone, kept = make.make_case(cast), make.make_case(cast)
    note(cast, gone, "给您退款 100 元", audience="guest", at=START)
    merge(cast, gone, kept)
    with pytest.raises(actions.PromiseContradicted):
        note(cast, kept, "不予退款", audience="guest")
