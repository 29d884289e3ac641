"""Reads a file of guests' words, CSV, XLSX or JSON lines, as rows of named cells."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from innkeeper.desk.rules.case_rows import HEADERS, columns_of
from innkeeper.stays.adapters import files
from innkeeper.stays.adapters.files import FileRefused
from innkeeper.stays.rules.import_rows import Problem, Wrong, repeated_column

Row = tuple[int, dict[str, str] | list[Wrong]]
MARK = b"\xef\xbb\xbf"


def rows(stream: BinaryIO) -> Iterator[Row]:
    """Each row with its number and its cells by column, or what is wrong with the row as a whole.

    Raises FileRefused, at once or while reading.
    """
    first = stream.read(512).removeprefix(MARK).lstrip()[:1]
    stream.seek(0)
    if first == b"[":
        raise FileRefused("not_lines")
    return _json_rows(stream) if first == b"{" else _table_rows(stream)


def _table_rows(stream: BinaryIO) -> Iterator[Row]:
    table = files.rows(stream)
    header = next(table, None)
    columns = columns_of(header[1]) if header else {}
    if header and (twice := repeated_column(header[1], HEADERS)):
        raise FileRefused(f"column_twice:{twice}")
    if "text" not in columns:
        raise FileRefused("no_column:text")
    for number, cells in table:
        yield (
            number,
            {name: cells[place] if place < len(cells) else "" for name, place in columns.items()},
        )


def _json_rows(stream: BinaryIO) -> Iterator[Row]:
    for number, line in enumerate(files.lines(stream), start=1):
        if number > files.MOST_ROWS:
            raise FileRefused("too_many_rows")
        if line.strip():
            yield number, _object(line)


def _object(line: str) -> dict[str, str] | list[Wrong]:
    """One JSON object as cells; texts and numbers are taken, nothing nested."""
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        return [Wrong("line", Problem.NOT_JSON)]
    if not isinstance(held, dict):
        return [Wrong("line", Problem.NOT_JSON)]
    names = list(held)
    columns = columns_of(names)
    cells = {name: held[names[place]] for name, place in columns.items()}
    wrong = [Wrong(name, Problem.NOT_TEXT) for name, cell in cells.items() if not _is_plain(cell)]
    return wrong or {name: "" if cell is None else str(cell) for name, cell in cells.items()}


def _is_plain(cell: object) -> bool:
    return cell is None or (isinstance(cell, str | int | float) and not isinstance(cell, bool))
