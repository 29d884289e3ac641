"""Moments as PostgreSQL gives them, and plans that it keeps."""

from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.db import Error, close_old_connections, connection
from django.db.backends.postgresql import base
from hypothesis import given
from hypothesis import strategies as st
from psycopg import DataError

from innkeeper.accounts.models import Staff
from innkeeper.postgres.base import Moments
from innkeeper.statements import Statement

LOADER = Moments(1184)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_read_as_it_was_written(moment):
    text = moment.strftime(f"{moment.year:04}-%m-%d %H:%M:%S")
    fraction = f".{moment.microsecond:06}".rstrip("0").rstrip(".")
    assert LOADER.load(f"{text}{fraction}+00".encode()) == moment


@pytest.mark.parametrize(
    "beyond", [b"infinity", b"-infinity", b"0044-03-15 12:00:00+00 BC", b"10000-01-01 00:00:00+00"]
)
def test_what_no_clock_shows_is_refused_as_the_driver_refuses_it(beyond):
    with pytest.raises(DataError):
        LOADER.load(beyond)


@pytest.mark.postgres_only
@pytest.mark.django_db
@pytest.mark.parametrize(
    "written", ["2026-03-14 12:00:00.25+08", "1900-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00"]
)
def test_every_connection_reads_so(written):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz, NULL::timestamptz", [written])
        moment, nothing = cursor.fetchone()
        loader = cursor.cursor.adapters.get_loader(1184, 0)
    assert (moment, moment.tzinfo, nothing) == (datetime.fromisoformat(written), UTC, None)
    assert loader is Moments


@contextmanager
def told_to_the_server():
    """How many times the server was asked whether it stands."""
    asked: list[str] = []
    with patch.object(
        base.DatabaseWrapper, "is_usable", autospec=True, side_effect=lambda one: asked.append("?") or True
    ):
        yield asked


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_silent_line_is_not_asked_and_one_that_failed_is():
    connection.ensure_connection()
    with told_to_the_server() as asked:
        assert connection.is_usable()
        assert asked == []
        connection.errors_occurred = True
        assert connection.is_usable()
        assert asked == ["?"]
    connection.errors_occurred = False


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_server_that_went_while_nobody_asked_is_noticed_before_the_next_question():
    connection.ensure_connection()
    gone = connection.connection.info.backend_pid
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [gone])
            assert cursor.fetchone() == (True,)
    finally:
        other.close()
    assert not connection.is_usable()
    close_old_connections()
    assert Staff.objects.count() == 0
    assert connection.connection.info.backend_pid != gone


def kept_plans():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%accounts_staff%"]
        )
        return cursor.fetchone()[0]


def named():
    number = Staff._meta.get_field("staff_number")
    return Statement(
        lambda *, number: Staff.objects.filter(staff_number=number).values_list("pk"), number=number
    )


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_a_statement_is_planned_once_for_the_connection_and_an_ordinary_query_is_not(cast):
    statement, someone = named(), cast.owner.staff
    before = kept_plans()
    found = [statement.rows(number=someone.staff_number) for _ in range(3)]
    assert Staff.objects.filter(staff_number=someone.staff_number).exists()
    assert found == [[(someone.pk,)]] * 3
    assert kept_plans() == before + 1


@pytest.mark.postgres_only
@pytest.mark.django_db
def test_one_plan_serves_all_values_from_the_first_time_on(cast):
    named().rows(number=cast.owner.staff.staff_number)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s",
            ['%"staff_number" = ($1)%'],
        )
        assert {custom for _generic, custom in cursor.fetchall()} == {0}


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_new_connection_makes_its_plans_anew(cast):
    statement, someone = named(), cast.owner.staff
    assert statement.rows(number=someone.staff_number) == [(someone.pk,)]
    with suppress(Error), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()
    assert statement.rows(number=someone.staff_number) == [(someone.pk,)]
