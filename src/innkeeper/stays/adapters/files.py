"""Reads a CSV or XLSX file from outside as rows of text, and refuses what is neither or means harm."""

import csv
import io
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
    first = sample.split(b"\n", 1)[0].decode(encoding, errors="replace")
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader(_lines(stream, encoding), delimiter=delimiter)
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise FileRefused("too_many_columns")
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as wrong:
        raise FileRefused("broken_quotes") from wrong


def _encoding(sample: bytes) -> str:
    """UTF-8 or the Chinese national encoding. Raises FileRefused for anything that is no text."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("utf16")
    if b"\x00" in sample[:4096]:
        raise FileRefused("not_text")
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise FileRefused("not_text")


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise FileRefused("line_too_long")
        yield line.decode(encoding, errors="replace").replace("\x00", "�")
        encoding = "utf-8" if encoding == "utf-8-sig" else encoding


def _xlsx_rows(stream: BinaryIO) -> Iterator[Row]:
    _check_archive(stream)
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
    except Exception as wrong:  # the library raises whatever its parsers raise
        raise FileRefused("broken_workbook") from wrong
    try:
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
            if number > MOST_ROWS:
                raise FileRefused("too_many_rows")
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
