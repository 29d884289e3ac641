"""Files that lie about what they are: refused with a sentence, nothing kept."""

import gzip
import io
import struct
import tracemalloc
import zipfile
import zlib

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from innkeeper.stays import tasks
from innkeeper.stays.models import ImportRun, Stay
from tests.accounts.conftest import enter
from tests.hostile.addresses import holdings, make_things

HEAD = "预订号,状态,到店日期,离店日期,预订类型,姓名,手机\n"
MEGABYTE = 1024 * 1024


def png(width, height):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def xlsx_bomb():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        with file.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(300):
                sheet.write(b"<row/>" * (MEGABYTE // 6))
    return held.getvalue()


def xlsx_of(*cells):
    held, book = io.BytesIO(), openpyxl.Workbook()
    book.active.append(HEAD.strip().split(","))
    book.active.append(cells)
    book.save(held)
    return held.getvalue()


def slip():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr("../../../../tmp/innkeeper-slipped", "x")
    return held.getvalue()


PICTURES = {
    "huge pixels": png(50_000, 50_000),
    "wide": png(2_000_000_000, 1),
    "cut off": png(100, 100)[:60],
    "script in svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "page": b"<!doctype html><script>alert(1)</script>",
    "gif and script": b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//",
    "picture and zip": png(8, 8)[:40] + slip(),
    "program": b"MZ" + b"\0" * 200,
    "gzip bomb": gzip.compress(b"\0" * 20 * MEGABYTE),
    "empty": b"",
}
TABLES = {
    "gzip bomb": gzip.compress(b"\0" * 20 * MEGABYTE),
    "xlsx bomb": xlsx_bomb(),
    "path in zip": slip(),
    "picture": png(8, 8),
    "utf-16 without mark": (HEAD + "H1,预订,2026-03-20,2026-03-21,散客,柳如烟,\n").encode("utf-16-le"),
    "nuls": b"\0" * 5000,
    "broken quotes": (HEAD + '"H1,预订,"2026').encode(),
    "no columns": b"a,b,c\n1,2,3\n",
    "broken xlsx": b"PK\x03\x04" + b"\0" * 300,
    "a line without end": b"x" * (3 * MEGABYTE),
}
ROWS = {
    "formula": ("H1", "预订", "2026-03-20", "2026-03-21", "散客", '=cmd|" /C calc"!A0', ""),
    "huge number": ("H1", "预订", "9" * 300, "2026-03-21", "散客", "柳如烟", ""),
    "negative": ("H1", "预订", "-1", "-5", "散客", "柳如烟", "-1"),
    "wrong enum": ("H1", "no_such", "2026-03-20", "2026-03-21", "no_such", "柳如烟", ""),
    "bidi": ("\u202eH1", "预订", "2026-03-20", "2026-03-19", "散客", "\u202e柳\u200b", "x"),
    "long": ("H" * 5000, "预订", "2026-03-20", "2026-03-21", "散客", "柳" * 5000, "1" * 5000),
}


@pytest.fixture
def things(cast, clock):
    return make_things(cast)


@pytest.mark.parametrize("name", PICTURES)
def test_a_lying_picture_is_refused(cast, things, name):
    client, before = enter(cast.owner), holdings()
    client.raise_request_exception = False
    answer = client.post(
        f"/cases/{things['ref']}/evidence/", {"file": SimpleUploadedFile("a.png", PICTURES[name])}
    )
    assert 400 <= answer.status_code < 500
    assert holdings() == before


def upload(cast, content, name="a.csv"):
    """What the page says to a file, and what the worker makes of it."""
    client = enter(cast.general_manager)
    client.raise_request_exception = False
    before = set(ImportRun.objects.values_list("pk", flat=True))
    answer = client.post("/imports/", {"kind": "stays", "file": SimpleUploadedFile(name, content)})
    run = ImportRun.objects.exclude(pk__in=before).first()
    if run is not None:
        tasks.import_file(run_id=run.pk, at=run.started_at)
        run.refresh_from_db()
    return answer, run


@pytest.mark.parametrize("name", TABLES)
def test_a_lying_table_is_refused_and_no_stay_is_made(cast, things, name):
    before = Stay.objects.count()
    tracemalloc.start()
    answer, run = upload(cast, TABLES[name])
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code < 500
    assert run is None or run.state == "refused" or run.good == 0
    assert Stay.objects.count() == before
    assert peak < 200 * MEGABYTE


@pytest.mark.parametrize("name", ROWS)
def test_a_hostile_row_is_set_aside(cast, things, name):
    before = Stay.objects.count()
    for content, file_name in (
        (xlsx_of(*ROWS[name]), "../../a.xlsx"),
        ((HEAD + ",".join(ROWS[name])).encode(), "a\u202e.csv"),
    ):
        answer, run = upload(cast, content, file_name)
        assert answer.status_code < 400
        assert (run.good, run.bad) == (0, 1)
        assert "/" not in run.file_name
    assert Stay.objects.count() == before
