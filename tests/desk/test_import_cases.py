"""Taking in a file of guests' words."""

import io
import json
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.cases.models import Case, Classification
from innkeeper.desk import actions
from innkeeper.desk.actions import importing
from innkeeper.desk.actions.taking_in import take_in
from innkeeper.desk.adapters import case_files
from innkeeper.desk.queries.intake import facts_at
from innkeeper.desk.rules.case_rows import CaseRow, read_row
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import NotPermitted
from innkeeper.stays import queries
from innkeeper.stays.adapters.files import FileRefused
from innkeeper.stays.models import BadRow, ImportRun
from tests.makers.properties import make_room
from tests.people import START

HEAD = "id,text,channel,received_at,room,contact"
LINES = (
    "a1,天花板漏水 行李湿了,客房电话,2026-03-14 11:50,1208,",
    "a2,The air conditioning is broken and nobody came,email,2026-03-13T20:00:00Z,,eleanor@mail.example",
    "a3,早餐的豆浆是凉的，等了半小时,网评,,,",
)


@pytest.fixture
def room(cast):
    publish_shipped(actor=system("test"), at=START)
    seed_taxonomy()
    facts_at.cache_clear()
    yield make_room(house=cast.house, number="1208")
    facts_at.cache_clear()


def table(*lines, head=HEAD):
    return io.BytesIO("\n".join((head, *lines)).encode())


def take(cast, stream, *, actor=None, **more):
    return actions.import_cases(
        actor=actor or system("import"),
        property_id=cast.house.pk,
        stream=stream,
        file_name="words.csv",
        at=START,
        **more,
    )


def problems():
    return list(BadRow.objects.order_by("row_number", "field").values_list("row_number", "field", "problem"))


@pytest.mark.req("CASE-01")
def test_each_row_is_read_and_opened_as_a_case(cast, room):
    run = take(cast, table(*LINES))
    assert (run.kind, run.state, run.new, run.bad) == ("cases", "done", 3, 0)
    leak, cold, _breakfast = Case.objects.order_by("received_at")[0:3]
    cold, leak = sorted((leak, cold), key=lambda case: case.received_at)
    assert (leak.room_number, leak.channel, leak.kind) == ("1208", "room_phone", "complaint")
    assert leak.received_at == datetime(2026, 3, 14, 3, 50, tzinfo=UTC)
    assert cold.received_at == datetime(2026, 3, 13, 20, tzinfo=UTC)
    assert AuditEntry.objects.filter(verb="cases.import_finished").count() == 1
    assert Classification.objects.filter(by_rule=True).count() == 3


@pytest.mark.req("CASE-02")
def test_without_room_and_contact_a_case_is_anonymous(cast, room):
    take(cast, table(*LINES))
    anonymous = dict(Case.objects.values_list("channel", "is_anonymous"))
    assert anonymous == {"room_phone": False, "email": False, "online": True}


def test_the_same_file_again_doubles_nothing(cast, room):
    take(cast, table(*LINES))
    again = take(cast, table(*LINES))
    assert (again.new, again.same, again.bad) == (0, 3, 0)
    assert Case.objects.count() == 3


def test_rows_without_an_id_are_known_by_what_they_say(cast, room):
    lines = ("淋浴没有热水", "The lift is slow", "淋浴没有热水")
    assert (take(cast, table(*lines, head="text")).new, Case.objects.count()) == (2, 2)
    assert problems() == [(4, "id", "said_twice")]
    assert take(cast, table(*lines, head="内容")).same == 2


def test_json_lines_are_taken_with_their_title(cast, room):
    held = [
        {
            "id": "x1",
            "title": "Never again",
            "text": "Cockroaches in the bathroom.",
            "label": 0,
            "hotel": "h1",
        },
        {"id": 7, "text": "前台态度很差", "label": 0},
    ]
    run = take(cast, io.BytesIO("\n".join(json.dumps(one, ensure_ascii=False) for one in held).encode()))
    assert (run.new, run.bad, run.rows_total) == (2, 0, 2)
    assert Case.objects.filter(text_redacted__contains="Never again").count() == 1


def test_a_workbook_is_taken(cast, room):
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["编号", "内容", "房号", "接收时间"])
    book.active.append([1, "空调不制冷", 1208, datetime(2026, 3, 14, 9, 30)])  # noqa: DTZ001  as a workbook holds it
    book.active.append([2, '=HYPERLINK("https://evil.example")', None, None])
    book.save(stream)
    stream.seek(0)
    assert take(cast, stream).new == 1
    assert problems() == [(3, "text", "formula")]
    assert Case.objects.get().room_number == "1208"


HOSTILE = {
    "b1,,,,,": [(2, "text", "missing")],
    "b2,水漏了,carrier pigeon,,,": [(2, "channel", "unknown_channel")],
    "b3,水漏了,,yesterday,,": [(2, "received_at", "not_a_time")],
    "b4,水漏了,,2026-02-30 10:00,,": [(2, "received_at", "not_a_time")],
    "b5,水漏了,,2026-03-15 10:00,,": [(2, "received_at", "in_the_future")],
    "b6,水漏了,,,9999,": [(2, "room", "no_such_room")],
    "b7,坏�了,,,,": [(2, "text", "unreadable")],
    "=cmd|' /C calc'!A0,水漏了,,,,": [(2, "id", "formula")],
    f"b9,{'漏' * 20_001},,,,": [(2, "text", "too_long")],
    "b10,,x,9,77,": [
        (2, "channel", "unknown_channel"),
        (2, "received_at", "not_a_time"),
        (2, "room", "no_such_room"),
        (2, "text", "missing"),
    ],
}


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: line[:3])
def test_a_bad_row_is_named_and_the_good_one_behind_it_taken(cast, room, line):
    run = take(cast, table(line, "ok,毛巾没有了,,,1208,"))
    assert problems() == HOSTILE[line]
    assert (run.new, run.bad, Case.objects.count()) == (1, 1, 1)
    assert all(one.remedy and one.column for one in queries.bad_rows(run.id))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[" * 100_00, "not_json"),
        ('{"text": "half', "not_json"),
        ('"text"', "not_json"),
        ('{"text": ["a"]}', "not_text"),
        ('{"text": true}', "not_text"),
        ('{"text": "\\ud800 broken"}', "unreadable"),
        ('{"text": "a", "id": ' + "9" * 5000 + "}", "not_json"),
        ('{"text": "a\\u0000b"}', "unreadable"),
        ("{}", "missing"),
    ],
    ids=lambda value: value[:12],
)
def test_a_bad_line_of_json_is_named(cast, room, line, problem):
    run = take(cast, io.BytesIO(f'{{"text": "The tap drips"}}\n{line}\n'.encode()))
    assert (run.new, run.bad) == (1, 1)
    assert [row[2] for row in problems()] == [problem]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b'[{"text": "a"}]', "not_lines"),
        (b"name,age\nx,1\n", "no_column:text"),
        (b"\xff\xfet\x00", "utf16"),
        (b"PK\x03\x04nothing", "broken_workbook"),
        (b'{"text": "' + b"a" * 70_000 + b'"}\n', "line_too_long:1"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(cast, room, content, reason):
    with pytest.raises(FileRefused) as refused:
        take(cast, io.BytesIO(content))
    assert refused.value.reason == reason
    assert queries.refusal_words(refused.value) != reason
    assert (ImportRun.objects.get().state, Case.objects.count()) == ("refused", 0)


def test_a_killed_run_goes_on_where_it_stopped(cast, room, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK_ROWS", 1)
    calls = []

    def dying(**named):
        calls.append(named)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return take_in(**named)

    monkeypatch.setattr(importing, "take_in", dying)
    with pytest.raises(KeyboardInterrupt):
        take(cast, table(*LINES))
    assert (ImportRun.objects.get().state, ImportRun.objects.get().cursor) == ("running", 3)
    run = take(cast, table(*LINES))
    assert (run.state, run.new, Case.objects.count(), len(calls)) == ("done", 3, 3, 4)
    assert ImportRun.objects.count() == 1


def test_only_a_line_that_begins_with_a_room_is_about_that_room(cast, room):
    take(cast, table("1208 空调不制冷", "We walked past 1208 and it smelled", head="text"))
    assert sorted(Case.objects.values_list("room_number", flat=True)) == ["", "1208"]


def test_who_may_not_import_cases_is_refused(cast, room):
    with pytest.raises(NotPermitted):
        take(cast, table(*LINES), actor=cast.attendant.actor)
    assert not ImportRun.objects.exists()


def test_neither_the_key_nor_a_bad_row_holds_what_was_said(cast, room):
    take(cast, table("13900004471,柳如烟 13900004471 房间漏水,,,,", "x,柳如烟的房间,,never,,"))
    stored = [*Case.objects.values_list("idempotency_key", flat=True), *map(str, problems())]
    assert not any("4471" in one or "柳" in one for one in stored)


@given(cells=st.dictionaries(st.sampled_from(["text", "id", "room", "channel", "received_at"]), st.text()))
def test_no_row_breaks_the_reading(cells):
    row = read_row(2, cells, timezone="Asia/Shanghai", rooms=frozenset({"1208"}), at=START)
    assert isinstance(row, CaseRow) or all(one.problem for one in row)


@given(content=st.binary(max_size=400))
def test_no_file_breaks_the_reader(content):
    try:
        held = list(case_files.rows(io.BytesIO(content)))
    except FileRefused:
        return
    assert all(isinstance(number, int) for number, _row in held)
