"""Moments as PostgreSQL gives them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from psycopg import DataError

from innkeeper.postgres.base import Moments

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
