"""Refs: one counter per hotel and year, no number twice."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connections, transaction

from innkeeper.properties.actions import take_ref
from tests.makers.properties import make_property
from tests.people import START


def test_refs_count_up_per_hotel(db):
    house, other = make_property(), make_property(code="HGH")
    with transaction.atomic():
        taken = [take_ref(house.pk, at=START), take_ref(house.pk, at=START), take_ref(other.pk, at=START)]
    assert taken == ["SHA-2026-000001", "SHA-2026-000002", "HGH-2026-000001"]


def test_the_year_is_the_hotels_own(db):
    house, paris = make_property(), make_property(code="PAR", timezone="Europe/Paris")
    at = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # 01:00 on 1 January in Shanghai
    with transaction.atomic():
        assert take_ref(house.pk, at=at).startswith("SHA-2027-")
        assert take_ref(paris.pk, at=at).startswith("PAR-2026-")


@pytest.mark.django_db(transaction=True)
def test_it_refuses_outside_a_transaction():
    with pytest.raises(RuntimeError):
        take_ref(make_property().pk, at=START)


def patiently(house):
    """One ref; SQLite in memory (only in tests) knows no waiting for a lock, so the test waits for it."""
    while True:
        try:
            with transaction.atomic():
                return take_ref(house.pk, at=START)
        except OperationalError as busy:
            if "locked" not in str(busy):
                raise


@pytest.mark.django_db(transaction=True)
def test_many_at_once_take_different_refs():
    house = make_property()
    taken, wrong = [], []

    def work():
        try:
            for _ in range(5):
                taken.append(patiently(house))
        except Exception as error:  # the thread's failure is the test's
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sorted(taken) == [f"SHA-2026-{number:06d}" for number in range(1, 21)]


def test_a_rolled_back_ref_is_taken_again_or_left_as_a_gap(db):
    house = make_property()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_ref(house.pk, at=START)
        raise ZeroDivisionError
    with transaction.atomic():
        assert take_ref(house.pk, at=START) in {"SHA-2026-000001", "SHA-2026-000002"}
