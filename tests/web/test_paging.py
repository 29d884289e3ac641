"""Pages by key: none is lost, none is shown twice, a forged cursor is refused."""

import pytest

from innkeeper.kernel.errors import InvalidInput
from innkeeper.web.paging import keyset_page, pack, read_cursor

ROWS = [f"{number:03}" for number in range(25, 0, -1)]


def read(at):
    """What a view does: newest first, one row too many."""
    cursor = read_cursor(at, width=1)
    if cursor is None:
        found = ROWS
    elif cursor.is_backwards:
        found = [row for row in reversed(ROWS) if row > cursor.key[0]]
    else:
        found = [row for row in ROWS if row < cursor.key[0]]
    return keyset_page(found[:11], size=10, cursor=cursor, key=lambda row: (row,))


def test_older_walks_through_every_row_once():
    seen, at = [], None
    while at is None or at:
        page = read(at)
        seen += page.rows
        at = page.older
    assert seen == ROWS


def test_newer_walks_back_to_the_first_page():
    second = read(read(None).older)
    assert read(second.newer).rows == ROWS[:10]
    assert read(second.newer).newer == ""


def test_an_empty_list_has_no_pages_beside_it():
    page = keyset_page([], size=10, cursor=None, key=lambda row: (row,))
    assert (page.newer, page.older) == ("", "")


@pytest.mark.parametrize(
    "given",
    ["x", "!!!", "bm90IGpzb24", "\x00", "W10", pack(("1", "2"), "o"), pack(("1",), "z"), "e30", "W1tdLDFd"],
)
def test_a_cursor_nobody_gave_is_refused(given):
    with pytest.raises(InvalidInput):
        read_cursor(given, width=1)
