"""SQLite counts what stands in its tables, so that it finds cases by the index that knows them best."""

from datetime import timedelta

import pytest
from django.db import connection

from innkeeper.cases.models import Case
from innkeeper.config.preparation import take_statistics
from innkeeper.config.schedules import SCHEDULES
from innkeeper.outbox.worker import Worker
from tests.makers.cases import make_case
from tests.people import START

pytestmark = [pytest.mark.sqlite_only, pytest.mark.django_db]


def counted():
    with connection.cursor() as cursor:
        if "sqlite_stat1" not in connection.introspection.table_names(cursor):
            return 0
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'cases_case'")
        return cursor.fetchone()[0]


def test_after_counting_cases_known_by_id_are_not_looked_for_in_the_whole_hotel(cast):
    cases = [make_case(cast) for _ in range(40)]
    take_statistics()
    wanted = Case.objects.filter(property_id=cast.house.pk, pk__in=[one.pk for one in cases[:3]])
    assert counted() > 0
    assert "sqlite_autoindex_cases_case_1" in wanted.explain()


def test_a_house_that_grew_since_its_worker_began_is_counted_by_its_schedule(cast):
    [make_case(cast) for _ in range(4)]
    at = START
    worker = Worker(
        schedules=[one for one in SCHEDULES if one.job == "config.take_statistics"], now=lambda: at
    )
    worker.step()
    assert counted() == 0
    at = START + timedelta(hours=3)
    worker.step()
    assert counted() > 0
