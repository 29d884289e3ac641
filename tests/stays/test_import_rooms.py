"""Taking in a file of room states."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from innkeeper.audit.models import AuditEntry
from innkeeper.kernel.errors import NotPermitted
from innkeeper.outbox.models import OutboxEvent
from innkeeper.stays import actions, queries, tasks
from innkeeper.stays.actions import importing_rooms
from innkeeper.stays.adapters.files import FileRefused
from innkeeper.stays.models import BadRow, ImportFile, ImportRun, RoomStatus
from innkeeper.stays.rules.rooms import RoomState, keys_to
from tests.makers.stays import move_in, put
from tests.people import START

HEAD = "房号,房态,原因,恢复日期"


def table(*lines, head=HEAD, encoding="utf-8"):
    return io.BytesIO("\n".join((head, *lines)).encode(encoding))


def take(cast, stream, *, actor=None, **more):
    return actions.import_rooms(
        actor=actor or cast.general_manager.actor,
        property_id=cast.house.pk,
        stream=stream,
        file_name="rooms.csv",
        at=START,
        **more,
    )


def states():
    return dict(RoomStatus.objects.values_list("room_number", "state"))


@pytest.fixture
def rooms(cast):
    move_in(house=cast.house, room="1208")
    for number in ("1209", "1210", "1211"):
        put(house=cast.house, room=number)
    OutboxEvent.objects.all().delete()


@pytest.mark.req("STAY-09")
def test_the_rooms_stand_as_the_file_says(cast, rooms):
    run = take(cast, table("1208,OD", "1209,空净", "1210,VI", "1211,维修房,漏水,2026-03-20"))
    assert (run.changed, run.same, run.bad, run.state) == (4, 0, 0, "done")
    assert states() == {"1208": "OD", "1209": "VC", "1210": "VI", "1211": "OOO"}
    kept = RoomStatus.objects.get(room_number="1211")
    assert (kept.reason, kept.back_on) == ("漏水", date(2026, 3, 20))
    assert OutboxEvent.objects.filter(name="stays.RoomStateChanged").count() == 4
    verbs = list(AuditEntry.objects.filter(verb__startswith="rooms.").values_list("verb", flat=True))
    assert verbs == ["rooms.state_changed"] * 4 + ["rooms.imported", "rooms.import_finished"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_same_file_again_changes_nothing(cast, rooms, encoding):
    lines = ("1208,OD", "1209,空净")
    take(cast, table(*lines, encoding=encoding))
    before = OutboxEvent.objects.count()
    run = take(cast, table(*lines, encoding=encoding))
    assert (run.changed, run.same, run.bad) == (0, 2, 0)
    assert OutboxEvent.objects.count() == before


def test_bad_rows_name_the_row_the_field_and_what_would_be_right(cast, rooms):
    run = take(
        cast,
        table(
            "1208,VC",
            "1209,OC",
            "1210,shiny",
            "1211,OOO",
            "1428,VC",
            "1211,OOS,paint,2026-03-01",
            "1211,OOO,=1+1",
            "1209,VC",
            "1209,VD",
            ",VC",
        ),
    )
    assert (run.good, run.bad) == (1, 9)
    found = {(row.row_number, row.field): row.problem for row in BadRow.objects.all()}
    assert found == {
        (2, "state"): "lived_in",
        (3, "state"): "nobody_lives",
        (4, "state"): "unknown_state",
        (5, "reason"): "no_reason",
        (6, "room"): "no_such_room",
        (7, "back_on"): "day_past",
        (8, "reason"): "formula",
        (10, "room"): "room_twice",
        (11, "room"): "missing",
    }
    assert states()["1208"] == "OC"
    assert "OC" in queries.bad_row_table(run.id)[1][2]


def test_a_room_that_is_back_goes_the_way_a_hand_would_go(cast, rooms):
    put(house=cast.house, room="1209", state=RoomState.OUT_OF_ORDER)
    RoomStatus.objects.filter(room_number="1209").update(reason="漏水")
    take(cast, table("1209,VI"))
    room = RoomStatus.objects.get(room_number="1209")
    assert (room.state, room.reason) == ("VI", "")
    assert OutboxEvent.objects.filter(name="stays.RoomStateChanged").count() == 1


def test_no_way_of_hands_leads_into_or_out_of_a_stay():
    assert keys_to(RoomState.VACANT_CLEAN, RoomState.OCCUPIED_CLEAN) == ()
    assert keys_to(RoomState.OCCUPIED_DIRTY, RoomState.VACANT_DIRTY) == ()
    assert len(keys_to(RoomState.OUT_OF_ORDER, RoomState.VACANT_CLEAN)) == 2


def test_a_killed_import_goes_on_where_it_stopped(cast, rooms, monkeypatch):
    monkeypatch.setattr(importing_rooms, "CHUNK_ROWS", 1)

    def die(run):
        if run.good == 2:
            raise KeyboardInterrupt

    lines = ("1209,VC", "1210,VC", "1211,VC")
    with pytest.raises(KeyboardInterrupt):
        take(cast, table(*lines), on_progress=die)
    assert states()["1211"] == "VD"
    run = take(cast, table(*lines))
    assert (run.changed, ImportRun.objects.count(), states()["1211"]) == (3, 1, "VC")


def test_a_workbook_is_read_like_a_table(cast, rooms):
    book = openpyxl.Workbook()
    for row in (
        ["Room", "Room state", "Remark", "Back on"],
        [1209, "Out of order", "Leak", date(2026, 3, 20)],
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    assert take(cast, io.BytesIO(out.getvalue())).changed == 1
    assert states()["1209"] == "OOO"


def test_a_file_without_states_is_refused_and_says_which_column(cast, rooms):
    with pytest.raises(FileRefused) as refused:
        take(cast, table("1208", head="房号"))
    assert (refused.value.reason, ImportRun.objects.get().state) == ("no_column:state", "refused")


def test_only_who_may_import_imports(cast, rooms):
    for person in (cast.owner, cast.attendant, cast.outsider):
        with pytest.raises(NotPermitted):
            take(cast, table("1209,VC"), actor=person.actor)
    assert states()["1209"] == "VD" and not ImportRun.objects.exists()


def test_the_screen_takes_room_states_too(cast, rooms, client):
    client.force_login(cast.general_manager.staff)
    file = SimpleUploadedFile("rooms.csv", f"{HEAD}\n1209,VC\n1210,OC".encode())
    answer = client.post("/imports/", {"kind": "rooms", "file": file})
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == f"/imports/{run.id}/"
    tasks.import_file(run_id=run.id, at=START)
    run.refresh_from_db()
    assert (run.state, run.changed, run.bad, ImportFile.objects.exists()) == ("done", 1, 1, False)
    page = client.get(f"/imports/{run.id}/").content.decode()
    assert "New" not in page.split('class="pairs"')[1].split("</dl>")[0]
