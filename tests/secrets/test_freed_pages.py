"""What a row held is gone from SQLite's file when the row is gone: pages set free are overwritten."""

import sqlite3

import pytest

from innkeeper.config.databases import sqlite
from tests.secrets.scan import found_in

pytestmark = [pytest.mark.sqlite_only, pytest.mark.req("SEC-01")]
VALUE = "欧阳若彤 13800574471"


def deleted(path, *pragmas):
    """What is left in the file and its journal after many rows were written and deleted, and the journal emptied."""
    with sqlite3.connect(path, isolation_level=None) as link:
        for pragma in pragmas:
            link.executescript(pragma)
        link.execute("CREATE TABLE words (id INTEGER PRIMARY KEY, text TEXT)")
        link.executemany(
            "INSERT INTO words (text) VALUES (?)", [(f"{VALUE} {number}",) for number in range(2000)]
        )
        link.execute("DELETE FROM words")
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    link.close()
    return b"".join(one.read_bytes() for one in path.parent.iterdir())


def test_the_scan_finds_a_value_in_pages_set_free(tmp_path):
    left = deleted(tmp_path / "plain", "PRAGMA journal_mode=WAL", "PRAGMA secure_delete=OFF")
    assert found_in(left, [VALUE]) == {VALUE}


@pytest.mark.parametrize("sync", ["FULL", "OFF"])
def test_with_the_settings_of_the_house_nothing_is_left(tmp_path, sync):
    options = sqlite(tmp_path / "house", sync=sync)["OPTIONS"]
    assert found_in(deleted(tmp_path / "house", options["init_command"]), [VALUE]) == set()
