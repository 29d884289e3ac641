"""Statements: made once, filled each time; they answer what the query itself would."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import DateTimeField, UUIDField

from innkeeper.accounts.models import SessionRecord, Staff
from innkeeper.statements import Statement
from tests.people import START

pytestmark = pytest.mark.django_db
HOLES = {"staff": UUIDField(), "before": DateTimeField()}


def sessions_before(**given):
    rows = SessionRecord.objects.filter(staff_id=given["staff"], started_at__lt=given["before"])
    return rows.order_by("started_at").values_list("id", "started_at", "device")


def opened(person, number):
    at = START + timedelta(minutes=number)
    return SessionRecord.objects.create(
        staff_id=person.id, key_digest=f"{person.id.hex}{number}", device="desk", started_at=at, seen_at=at
    )


def test_a_statement_answers_what_its_query_would_for_every_value(cast):
    statement = Statement(sessions_before, **HOLES)
    for person in (cast.owner, cast.manager):
        for number in range(3):
            opened(person, number)
    for person in (cast.owner, cast.manager, cast.quality):
        for minutes in (0, 1, 5):
            given = {"staff": person.id, "before": START + timedelta(minutes=minutes)}
            assert statement.rows(**given) == list(sessions_before(**given))


def test_a_statement_is_made_once_and_asks_once(cast, django_assert_num_queries):
    made = []
    statement = Statement(lambda **holes: made.append(1) or sessions_before(**holes), **HOLES)
    for _time in range(3):
        with django_assert_num_queries(1, connection=connection):
            assert statement.row(staff=cast.owner.id, before=START) is None
    assert made == [1]


def test_a_hole_without_a_value_is_an_error_and_not_an_empty_answer(cast):
    with pytest.raises(KeyError):
        Statement(sessions_before, **HOLES).rows(staff=cast.owner.id)


def test_a_value_is_never_part_of_the_text(cast):
    statement = Statement(
        lambda **holes: Staff.objects.filter(staff_number=holes["number"]).values_list("id"),
        number=Staff._meta.get_field("staff_number"),
    )
    assert statement.rows(number="' OR 1=1 --") == []
    assert statement.rows(number=cast.owner.staff.staff_number) == [(cast.owner.id,)]
