"""The log as its browser reads it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import translation

from innkeeper.audit.queries import entries, purpose_label, verb_label, who_opened
from innkeeper.kernel.ids import uuid7
from tests.makers.audit import make_entry
from tests.makers.vault import NOON, make_actor

pytestmark = pytest.mark.django_db


def ids(**filters) -> list[UUID]:
    return [line.id for line in entries(**{"property_ids": None, **filters}).lines]


@pytest.mark.req("PRIV-06")
def test_who_opened_a_guest_is_told_newest_first() -> None:
    guest_id = uuid7()
    first = make_entry(verb="audit.revealed", subject_ids=[guest_id, uuid7()])
    make_entry(verb="guests.edited", subject_ids=[guest_id])
    second = make_entry(verb="audit.revealed", subject_ids=[guest_id], at=NOON + timedelta(hours=1))
    make_entry(verb="audit.revealed", subject_ids=[uuid7()])
    lines = who_opened(guest_id).lines
    assert [line.id for line in lines] == [second, first]
    assert guest_id in lines[1].subject_ids
    assert len(ids(subject_id=guest_id)) == 3


def test_filters_narrow_by_actor_verb_object_time_and_hotel() -> None:
    actor, case_id, hotel_id = make_actor(), uuid7(), uuid7()
    late = NOON + timedelta(days=1)
    wanted = make_entry(actor=actor, verb="cases.closed", object_id=case_id, property_id=hotel_id, at=late)
    make_entry()
    assert ids(actor_id=actor.id) == [wanted]
    assert ids(verb_prefix="cases.cl") == [wanted]
    assert ids(object_id=case_id, kind="case") == [wanted]
    assert ids(since=late) == [wanted]
    assert ids(property_ids=[hotel_id]) == [wanted]
    assert len(ids(until=late)) == 1
    assert ids(property_ids=[]) == []


def test_pages_follow_each_other_without_gap_or_double() -> None:
    made = {make_entry(at=NOON + timedelta(minutes=n % 3)) for n in range(25)}
    seen: list[UUID] = []
    after = None
    while True:
        page = entries(property_ids=None, after=after, limit=10)
        seen += [line.id for line in page.lines]
        after = page.next
        if after is None:
            break
    assert (len(seen), set(seen)) == (25, made)


def test_a_page_costs_two_statements(django_assert_num_queries) -> None:
    guest_id = uuid7()
    for _ in range(5):
        make_entry(subject_ids=[guest_id])
    with django_assert_num_queries(2):
        entries(property_ids=None, subject_id=guest_id)


def test_a_purpose_of_the_house_reads_as_words_and_one_that_was_typed_as_it_was() -> None:
    assert (purpose_label("case"), purpose_label("护照复核")) == ("为处理工单", "护照复核")
    assert (purpose_label("briefing"), purpose_label("downtime")) == ("晨会", "应急打印包")


def test_a_verb_reads_in_the_language_of_the_reader() -> None:
    assert verb_label("audit.revealed") == "查看明文"
    assert verb_label("nobody.knows_this") == "Knows this"
    with translation.override("en"):
        assert verb_label("audit.revealed") == "Revealed"
