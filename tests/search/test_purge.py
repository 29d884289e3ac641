"""Erasure from the index: what was taken out is not in the files any more."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from innkeeper.outbox.models import Job
from innkeeper.search import actions, queries
from tests.makers.search import HOUSE, NINE, make_text


@pytest.mark.django_db
def test_a_purge_takes_it_out_and_has_the_index_scrubbed_by_a_job():
    actions.index_many([make_text("hot water", number=1), make_text("hot soup", number=2)])
    assert actions.purge(kind="case", object_ids=[make_text("").object_id], at=NINE) == 1
    assert actions.purge(kind="case", object_ids=[make_text("").object_id], at=NINE) == 0
    assert [hit.object_id.int for hit in queries.find(property_id=HOUSE, phrase="hot")] == [2]
    assert Job.objects.get().name == "search.scrub"


@pytest.mark.django_db
def test_scrubbing_inside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="outside of any transaction"):
        actions.scrub()


@pytest.mark.django_db(transaction=True)
def test_scrubbing_keeps_what_stands():
    actions.index_many([make_text(f"towel number {n}", number=n, minutes=n) for n in range(1, 60)])
    actions.unindex(kind="case", object_ids=[make_text("", number=n).object_id for n in range(1, 30)])
    actions.scrub()
    assert len(queries.find(property_id=HOUSE, phrase="towel", limit=100)) == 30


@pytest.mark.django_db(transaction=True)
def test_a_scrubbed_word_is_in_no_byte_of_the_file(tmp_path):
    if connection.vendor != "sqlite":
        actions.scrub()
        return
    for number in range(1, 80):
        words = "zanzibar 西湖龙井" if number == 40 else "plain words"
        actions.index_many([make_text(words, number=number, minutes=number)])
    assert held(tmp_path / "before")
    actions.unindex(kind="case", object_ids=[make_text("", number=40).object_id])
    actions.scrub()
    assert not held(tmp_path / "after")


def held(path) -> bool:
    """Whether the bytes of the whole database, copied page by page, hold one of the words."""
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    raw = path.read_bytes()
    return b"zanzibar" in raw or "西湖".encode() in raw
