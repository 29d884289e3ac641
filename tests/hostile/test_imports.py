"""Files of stays, room states and cases that cannot be right: refused or set aside by row and column, the good rows kept."""

import io
import zipfile

import openpyxl
import pytest

from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.cases.models import Case
from innkeeper.desk.actions import import_cases
from innkeeper.guests.models import Guest
from innkeeper.kernel.actors import system
from innkeeper.stays import actions, queries
from innkeeper.stays.actions.rooms import open_rooms
from innkeeper.stays.adapters.files import FileRefused
from innkeeper.stays.models import BadRow, ImportRun, RoomStatus, Stay
from tests.makers.properties import make_floor
from tests.people import START

TAKES = {"stays": actions.import_stays, "rooms": actions.import_rooms, "cases": import_cases}
HEADS = {
    "stays": "预订号,状态,到店日期,离店日期,预订类型,姓名",
    "rooms": "房号,房态,原因,恢复日期",
    "cases": "编号,内容,时间,房号",
}
GOOD = {
    "stays": "H1,预订,2026-03-20,2026-03-21,散客,柳如烟",
    "rooms": "1201,VC,,",
    "cases": "1,毛巾没有了,2026-03-14 11:00,1208",
}
MEGABYTE = 1024 * 1024


@pytest.fixture
def house(cast, clock):
    publish_shipped(actor=system("test"), at=START)
    seed_taxonomy()
    make_floor(house=cast.house, floor=12)
    open_rooms(property_id=cast.house.pk, at=START)
    return cast.house


def take(house, kind, content):
    return TAKES[kind](
        actor=system("import"), property_id=house.pk, stream=io.BytesIO(content), file_name="a.csv", at=START
    )


def workbook(*rows):
    held, book = io.BytesIO(), openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(held)
    return held.getvalue()


def sheet_of(xml):
    """A workbook whose one sheet says what it likes."""
    held = io.BytesIO(workbook(["a"]))
    out = io.BytesIO()
    with zipfile.ZipFile(held) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        for one in good.infolist():
            is_sheet = one.filename.startswith("xl/worksheets/")
            bad.writestr(one.filename, xml if is_sheet else good.read(one.filename))
    return out.getvalue()


FAR_ROW = b'<worksheet><sheetData><row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData></worksheet>'


def refused(kind):
    """Name to the file and the reason."""
    head, good = HEADS[kind], GOOD[kind]
    whole = f"{head}\n{good}\n"
    return {
        "empty": (b"", "empty"),
        "utf-16": (whole.encode("utf-16"), "utf16"),
        "utf-16 without mark": (whole.encode("utf-16-le"), "not_text"),
        "nuls": (b"\0" * 5000, "not_text"),
        "cut off workbook": (workbook(head.split(","))[:400], "broken_workbook"),
        "a million columns": (b"a," * 1_000_000, "line_too_long:1"),
        "columns that fit a line": (whole.encode() + b"," * 20_000, "too_many_columns:3"),
        "a cell of a megabyte": (whole.encode() + b"x" * MEGABYTE, "line_too_long:3"),
        "columns of a workbook": (workbook(["a"] * 300), "too_many_columns:1"),
        "the same heading twice": (f"{head},{head.split(',')[0]}\n{good},x\n".encode(), "column_twice:"),
        "a quote never closed": (f'{whole}"{good}\n{good}\n{good}\n'.encode(), "broken_quotes:3"),
        "no such columns": (b"a,b\n1,2\n", "no_column:"),
    }


def kept():
    rooms = list(RoomStatus.objects.order_by("room_number").values_list("room_number", "state", "revision"))
    return Stay.objects.count(), Guest.objects.count(), Case.objects.count(), rooms


@pytest.mark.parametrize("kind", TAKES)
def test_a_file_that_cannot_be_right_is_refused_in_words_and_keeps_nothing(house, kind):
    before = kept()
    for name, (content, reason) in refused(kind).items():
        with pytest.raises(FileRefused) as told:
            take(house, kind, content)
        assert told.value.reason.startswith(reason), name
        said = queries.refusal_words(told.value)
        assert said and ":" not in said and "%(" not in said and told.value.reason not in said, name
        row = reason.partition(":")[2]
        assert row in said, name
        assert ImportRun.objects.order_by("-pk").first().state == "refused", name
    assert kept() == before


def test_a_row_beyond_any_sheet_does_not_hold_the_reader_up(house):
    with pytest.raises(FileRefused):
        take(house, "stays", sheet_of(FAR_ROW))


@pytest.mark.parametrize("kind", TAKES)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "mixed"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_however_lines_end_and_letters_are_coded_the_rows_are_the_same(house, kind, ends, encoding):
    lines = (HEADS[kind], GOOD[kind], "", GOOD[kind].replace("H1", "H2").replace("1201", "1202"))
    joined = f"{lines[0]}\r{lines[1]}\r\n{lines[2]}\n{lines[3]}" if ends == "mixed" else ends.join(lines)
    run = take(house, kind, joined.encode(encoding))
    assert run.good >= 1 and run.good + run.bad == 2
    assert [row.row_number for row in BadRow.objects.all()] == ([4] if run.bad else [])


BAD = {
    "stays": {
        "H2,预订,0001-01-01,2026-03-21,散客,柳": "arrival_on",
        "H2,预订,2026-03-20,9999-12-31,散客,柳": "departure_on",
        "H2,预订,2026-02-31,2026-03-21,散客,柳": "arrival_on",
        '=1+1,预订,2026-03-20,2026-03-21,散客,柳': "booking_number",
        "H2,预订,2026-03-20,2026-03-21,散客,柳\x00如": "full_name",
        f"H2,预订,2026-03-20,2026-03-21,散客,{'柳' * 9000}": "full_name",
    },
    "rooms": {
        "1202,OOO,漏水,0001-01-01": "back_on",
        "1202,no_such,,": "state",
        "9999,VC,,": "room",
        "=1202,VC,,": "room",
        "12\x0002,VC,,": "room",
        f"1202,OOO,{'水' * 9000},": "reason",
    },
    "cases": {
        "2,毛巾,0001-01-01 00:00,1208": "received_at",
        "2,毛巾,9999-12-31 23:59,1208": "received_at",
        "2,毛巾,2026-03-14 11:00,9999": "room",
        "=cmd|' /C calc'!A0,毛巾,2026-03-14 11:00,1208": "id",
        "2,毛\x00巾,2026-03-14 11:00,1208": "text",
        f"2,{'巾' * 20_001},2026-03-14 11:00,1208": "text",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", TAKES)
def test_a_bad_row_is_named_by_row_and_column_and_the_good_one_taken_once(house, kind):
    filler = "\n" * 4100  # a NUL in the first block would refuse the whole file as no text
    lines = [HEADS[kind], GOOD[kind], *BAD[kind]]
    content = (lines[0] + "\n" + lines[1] + filler + "\n".join(lines[2:])).encode()
    run = take(house, kind, content)
    first = 2 + len(filler)
    told = [
        (one.row_number, one.field) for one in BadRow.objects.filter(run_id=run.pk).order_by("row_number")
    ]
    assert told == [(first + place, field) for place, field in enumerate(BAD[kind].values())]
    assert all(one.column and one.remedy for one in queries.bad_rows(run.pk))
    before = kept()
    again = take(house, kind, content)
    assert (again.new, again.changed, again.same, again.bad) == (0, 0, 1, len(BAD[kind]))
    assert kept() == before
