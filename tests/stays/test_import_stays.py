"""Taking in a stays file."""

import io
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.guests.models import Guest, GuestToken
from innkeeper.kernel.errors import NotPermitted
from innkeeper.outbox.models import OutboxEvent
from innkeeper.stays import actions, queries
from innkeeper.stays.actions import importing
from innkeeper.stays.actions.import_chunk import Chunk
from innkeeper.stays.adapters.files import FileRefused
from innkeeper.stays.models import BadRow, ImportRun, RoomStatus, RoomTask, Stay, StayGuest
from innkeeper.stays.rules.rooms import RoomState
from tests.makers.properties import make_room
from tests.people import START

HEAD = "预订号,状态,到店日期,离店日期,预订类型,房号,姓名,手机,宾客编号"
LINES = (
    "HB1,在住,2026-03-13,2026-03-16,预订平台,1208,柳如烟,13900004471,G1",
    "HB2,预订,2026/3/14,2026/3/15,散客,,单小满,13900004472,G2",
    "HB3,离店,2026年3月1日,2026年3月3日,公司,,柳如烟,13900004471,G1",
)


def table(*lines, head=HEAD, encoding="utf-8"):
    return io.BytesIO("\n".join((head, *lines)).encode(encoding))


def take(cast, stream, *, actor=None, **more):
    return actions.import_stays(
        actor=actor or cast.general_manager.actor,
        property_id=cast.house.pk,
        stream=stream,
        file_name="stays.csv",
        at=START,
        **more,
    )


@pytest.fixture
def room(cast):
    return make_room(house=cast.house, number="1208")


@pytest.mark.req("PROF-01")
def test_good_rows_open_files_and_fill_the_house(cast, room):
    run = take(cast, table(*LINES))
    assert (run.new, run.bad, run.state) == (3, 0, "done")
    assert Guest.objects.count() == 2
    card = queries.card_for_room(cast.house.pk, "1208", START)
    assert (card.state, card.departure_on) == (RoomState.OCCUPIED_CLEAN, date(2026, 3, 16))
    assert AuditEntry.objects.filter(verb="stays.imported").count() == 1
    assert OutboxEvent.objects.filter(name="stays.GuestCheckedIn").count() == 1


def test_language_and_country_come_by_code_or_name_and_what_nobody_knows_is_kept(cast):
    known, unknown = (
        "HB1,预订,2026-03-13,2026-03-16,散客,柳如烟,英语,UK",
        "HB2,预订,2026-03-13,2026-03-16,散客,单小满,Klingon,Atlantis",
    )
    run = take(cast, table(known, unknown, head="预订号,状态,到店日期,离店日期,预订类型,姓名,语言,国籍"))
    assert (run.new, run.bad) == (2, 0)
    assert set(Guest.objects.values_list("language", "country")) == {("en", "GBR"), ("Klingon", "Atlantis")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_same_file_again_doubles_nothing(cast, room, encoding):
    take(cast, table(*LINES, encoding=encoding))
    counts = [table_.objects.count() for table_ in (Stay, Guest, StayGuest, GuestToken)]
    run = take(cast, table(*LINES, encoding=encoding))
    assert (run.new, run.changed, run.same) == (0, 0, 3)
    assert [table_.objects.count() for table_ in (Stay, Guest, StayGuest, GuestToken)] == counts


def test_a_changed_row_moves_the_stay_on(cast, room):
    take(cast, table(*LINES))
    run = take(cast, table(LINES[0].replace("在住", "离店"), *LINES[1:]))
    assert (run.changed, run.same) == (1, 2)
    card = queries.card_for_room(cast.house.pk, "1208", START)
    assert (card.state, card.stay_id) == (RoomState.VACANT_DIRTY, None)
    assert OutboxEvent.objects.filter(name="stays.GuestCheckedOut").count() == 1


@pytest.mark.req("PROF-01")
def test_bad_rows_are_reported_with_row_field_and_remedy(cast, room):
    run = take(
        cast,
        table(
            LINES[1],
            "HB4,预订,,2026-03-15,散客,,林一,13900004473,",
            "HB5,预订,2026-03-15,2026-03-14,散客,,林二,call me,",
            "HB6,在住,2026-03-14,2026-03-15,散客,1428,林三,,",
            "HB2,预订,2026-03-14,2026-03-15,散客,,单小满,,",
            "HB7,预订,2026-03-14,2026-03-15,散客,=1+1,林四,,",
        ),
    )
    assert (run.good, run.bad) == (1, 5)
    found = {(row.row_number, row.field): row.problem for row in BadRow.objects.all()}
    assert found == {
        (3, "arrival_on"): "missing",
        (4, "departure_on"): "before_arrival",
        (4, "phone"): "not_a_phone",
        (5, "room"): "no_such_room",
        (6, "booking_number"): "repeated",
        (7, "room"): "formula",
    }
    assert Stay.objects.count() == 1 and Guest.objects.count() == 1
    assert len(queries.bad_row_table(run.id)) == 7


def test_a_killed_import_goes_on_where_it_stopped(cast, room, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK_ROWS", 2)
    lines = [f"HC{n},离店,2026-03-01,2026-03-02,散客,,林{n},,K{n}" for n in range(7)]

    def die(run):
        if run.good == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(cast, table(*lines), on_progress=die)
    assert Stay.objects.count() == 4
    run = take(cast, table(*lines))
    assert (run.good, run.new, Stay.objects.count(), Guest.objects.count()) == (7, 7, 7, 7)
    assert ImportRun.objects.count() == 1


def test_a_guest_without_key_is_known_by_phone_and_name(cast):
    head = HEAD.replace(",宾客编号", "")
    take(cast, table("HD1,离店,2026-03-01,2026-03-02,散客,,林一,13900004473", head=head))
    take(cast, table("HD2,离店,2026-03-05,2026-03-06,散客,,林一,13900004473", head=head))
    take(cast, table("HD3,离店,2026-03-05,2026-03-06,散客,,林二,13900004473", head=head))
    assert Guest.objects.count() == 2


def test_a_workbook_is_read_like_a_table_and_its_formulas_refused(cast):
    book = openpyxl.Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(
        ["HX1", "预订", date(2026, 3, 14), date(2026, 3, 15), "散客", None, "林一", 13900004473, "K1"]
    )
    book.active.append(["HX2", "预订", date(2026, 3, 14), date(2026, 3, 15), "散客", None, "=A1", None, "K2"])
    out = io.BytesIO()
    book.save(out)
    run = take(cast, io.BytesIO(out.getvalue()))
    assert (run.new, run.bad) == (1, 1)
    assert BadRow.objects.get().problem == "formula"


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    return out.getvalue()


def entity():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>')
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 100, "not_text"),
        (b"%PDF-1.7\n\x00\x01", "not_text"),
        (b"\xd0\xcf\x11\xe0rest", "old_office"),
        (b"PK\x03\x04rubbish", "broken_workbook"),
        (bomb(), "too_large_unpacked"),
        (entity(), "broken_workbook"),
        (b"a" * 200_000, "line_too_long:1"),
        ("姓名,手机\n林一,1".encode(), "no_column:booking_number"),
        ("预订号\n".encode("utf-16"), "utf16"),
        (HEAD.encode() + b'\nHB1,"never closed' + b"\nx" * 70_000, "broken_quotes:2"),
    ],
    ids=[
        "empty",
        "binary",
        "pdf",
        "xls",
        "rubbish",
        "bomb",
        "entity",
        "line",
        "column",
        "utf16",
        "quotes",
    ],
)
def test_a_hostile_file_is_refused_and_nothing_is_stored(cast, content, reason):
    with pytest.raises(FileRefused) as refused:
        take(cast, io.BytesIO(content))
    assert refused.value.reason == reason
    assert queries.refusal_words(refused.value) != reason
    assert ImportRun.objects.get().state == "refused"
    assert not Stay.objects.exists() and not Guest.objects.exists()


def test_only_who_may_import_imports(cast):
    for person in (cast.owner, cast.outsider):
        with pytest.raises(NotPermitted):
            take(cast, table(*LINES), actor=person.actor)
    assert not ImportRun.objects.exists()


@pytest.mark.req("CASE-22")
def test_a_departure_that_the_file_moves_is_told_so_that_clocks_end_before_it(cast, room):
    take(cast, table(*LINES))
    assert not OutboxEvent.objects.filter(name="stays.DepartureChanged").exists()
    take(cast, table(LINES[0].replace("2026-03-16", "2026-03-15"), *LINES[1:]))
    told = OutboxEvent.objects.get(name="stays.DepartureChanged").facts
    assert (told["room"], told["departs_at"]) == ("1208", "2026-03-15T04:00:00+00:00")


@pytest.mark.req("STAY-13")
def test_a_room_that_the_file_says_is_left_is_inspected_and_keeps_nothing_of_its_guest(cast, room):
    take(cast, table(*LINES))
    quiet = {"actor": cast.attendant.actor, "property_id": cast.house.pk, "room_number": "1208"}
    actions.keep_quiet(**quiet, until=START + timedelta(hours=3), at=START)
    take(cast, table(LINES[0].replace("在住", "离店"), *LINES[1:]))
    task = RoomTask.objects.get(kind="inspection")
    assert (task.room_number, task.state, task.stay_id) == (
        "1208",
        "open",
        Stay.objects.get(external_ref="HB1").pk,
    )
    left = RoomStatus.objects.get(room_number="1208")
    assert (left.quiet_until, left.dnd_since, left.stay_id) == (None, None, None)


def test_a_guest_who_was_moved_while_the_file_was_read_lives_in_one_room(cast, room, monkeypatch):
    make_room(house=cast.house, number="1210")
    take(cast, table(*LINES))
    stay, prepare = Stay.objects.get(external_ref="HB1"), Chunk.prepare

    def prepare_while_the_desk_moves_the_guest(chunk):
        prepare(chunk)
        actions.move_room(actor=cast.front_desk.actor, stay_id=stay.pk, room_number="1210", at=START)

    monkeypatch.setattr(Chunk, "prepare", prepare_while_the_desk_moves_the_guest)
    take(cast, table(LINES[0].replace("2026-03-16", "2026-03-17"), *LINES[1:]))
    assert list(RoomStatus.objects.filter(stay_id=stay.pk).values_list("room_number", flat=True)) == ["1208"]
