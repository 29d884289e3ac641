"""Reads a CSV or XLSX file from outside as rows of text, and refuses what is neither or means harm."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

import openpyxl

from innkeeper.kernel.errors import InvalidInput

LONGEST_LINE = 64 * 1024
MOST_COLUMNS = 200
MOST_ROWS = 2_000_000
SNIFFED = 1 << 20
UNPACKED_MOST = 512 << 20
PACKED_RATIO_MOST = 200
MOST_MEMBERS = 500
XLSX, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
Row = tuple[int, list[str]]


class FileRefused(InvalidInput):
    """The file as a whole cannot be taken; `reason` is a code that screens put into words."""

    code = "file_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, fields={"file": reason})
        self.reason = reason


def rows(stream: BinaryIO) -> Iterator[Row]:
    """Each row of the file with its number as the spreadsheet shows it, the header first.

    Raises FileRefused, at once or while reading.
    """
    head = stream.read(8)
    stream.seek(0)
    if not head:
        raise FileRefused("empty")
    if head.startswith(XLSX):
        return _xlsx_rows(stream)
    if head.startswith(OLD_OFFICE):
        raise FileRefused("old_office")
    return _csv_rows(stream)


def lines(stream: BinaryIO) -> Iterator[str]:
    """Each line of a text file. Raises FileRefused, at once or while reading."""
    sample = stream.read(SNIFFED)
    stream.seek(0)
    return _lines(stream, _encoding(sample))


def _csv_rows(stream: BinaryIO) -> Iterator[Row]:
    sample = stream.read(SNIFFED)
    stream.seek(0)
    encoding = _encoding(sample)
    first = re.split(rb"[\r\n]", sample, maxsplit=1)[0].decode(encoding, errors="replace")
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_LINE)
    said = _Said(_lines(stream, encoding))
    number = 0
    try:
        for cells in csv.reader(said, delimiter=delimiter):
            number += 1
            if len(cells) > MOST_COLUMNS:
                raise FileRefused(f"too_many_columns:{number}")
            said.insist_closed(number, delimiter)
            if any(cells):
                yield number, cells
    except csv.Error as wrong:
        raise FileRefused(f"broken_quotes:{number + 1}") from wrong


class _Said:
    """The lines on their way to the reader, and whether the last of them closed what it opened."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._row, self.is_over = lines, [""], False

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._row.append(line)
            yield line
        self.is_over = True

    def insist_closed(self, number: int, delimiter: str) -> None:
        """A quote that nobody closes swallows every row behind it: refused. Raises FileRefused."""
        if self.is_over:
            try:
                list(csv.reader(self._row, delimiter=delimiter, strict=True))
            except csv.Error as wrong:
                if "unexpected end of data" in str(wrong):
                    raise FileRefused(f"broken_quotes:{number}") from wrong
        self._row.clear()


def _encoding(sample: bytes) -> str:
    """UTF-8 or the Chinese national encoding. Raises FileRefused for anything that is no text."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("utf16")
    if b"\x00" in sample[:4096]:
        raise FileRefused("not_text")
    whole = sample[: max(sample.rfind(b"\n"), sample.rfind(b"\r")) + 1] or sample
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise FileRefused("not_text")


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Each line, however it ends: by LF, by CR LF or, as old spreadsheets do, by CR alone."""
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
                raise FileRefused(f"line_too_long:{number}")
            yield line.replace("\x00", "�")
    finally:
        if not stream.closed:
            text.detach()  # else the wrapper would close it


def _xlsx_rows(stream: BinaryIO) -> Iterator[Row]:
    _check_archive(stream)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    except Exception as wrong:  # the library raises whatever its parsers raise
        raise FileRefused("broken_workbook") from wrong
    try:
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), start=1):
            if number > MOST_ROWS:
                raise FileRefused("too_many_rows")
            if any(cell is not None for cell in cells[MOST_COLUMNS:]):
                raise FileRefused(f"too_many_columns:{number}")
            texts = [_text(cell) for cell in cells]
            if any(texts):
                yield number, texts
    except (ValueError, KeyError, IndexError, SyntaxError, zipfile.BadZipFile) as wrong:
        raise FileRefused("broken_workbook") from wrong
    finally:
        book.close()


def _check_archive(stream: BinaryIO) -> None:
    """Refuse a bomb before anything is unpacked. Raises FileRefused."""
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
            if len(members) > MOST_MEMBERS or unpacked > UNPACKED_MOST:
                raise FileRefused("too_large_unpacked")
            if unpacked > 1 << 20 and unpacked > PACKED_RATIO_MOST * max(1, packed):
                raise FileRefused("too_large_unpacked")
            if "xl/workbook.xml" not in archive.namelist():
                raise FileRefused("not_a_table")
            for member in members:
                if member.filename.endswith(".xml"):
                    with archive.open(member) as part:
                        if b"<!DOCTYPE" in part.read(4096).upper():
                            raise FileRefused("broken_workbook")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as wrong:
        raise FileRefused("broken_workbook") from wrong
    stream.seek(0)


def _text(cell: object) -> str:
    """A cell as text: days as 2026-03-14, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat()).removesuffix("T00:00:00")
    return str(cell)[:LONGEST_LINE]


def as_stream(content: bytes) -> BinaryIO:
    """Bytes held in memory as a file."""
    return io.BytesIO(content)
