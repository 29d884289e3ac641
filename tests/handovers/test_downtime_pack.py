"""The downtime pack: made hourly, sealed outside the data folder, opened with file and key alone, each of it logged."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import translation

from innkeeper.audit import actions as audit
from innkeeper.audit.actions import Opening, files, open_sealed_file, take_journal
from innkeeper.audit.models import AuditEntry
from innkeeper.handovers.actions import downtime
from innkeeper.handovers.actions.downtime import folder_of, keep_packs, make_pack, print_now
from innkeeper.handovers.models import DowntimePack
from innkeeper.handovers.queries.pack import pack_of
from innkeeper.handovers.rules import evacuation_codes
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.notices.models import StaffNotice
from innkeeper.stays.actions import keep_quiet, set_dnd
from innkeeper.vault.errors import SealBroken
from innkeeper.web.paper import Table
from tests.handovers.conftest import wake_up
from tests.makers.cases import make_case
from tests.makers.guests import make_guest
from tests.makers.stays import expect, move_in
from tests.people import GUEST_NAME, START

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR = timedelta(hours=1)
WORKER = system("tests")


@pytest.fixture
def full(house, settings, tmp_path):
    """Somebody in 1208 who cannot walk unaided, somebody to come, a case and a wake-up call; a folder of its own."""
    settings.DOWNTIME = tmp_path / "downtime"
    guest = make_guest(house=house.house, name=GUEST_NAME, vip_level=2)
    type(guest).objects.filter(pk=guest.pk).update(special_needs="需要轮椅，夜里要人帮忙")
    move_in(house=house.house, room="1208", guest=guest)
    expect(house=house.house)
    make_case(house)
    wake_up(house, due_at=START + 8 * HOUR)
    return house


def opening(row=None):
    return Opening(
        actor=WORKER, kind="handovers.DowntimePack", object_id=row.pk if row else START_ID, property_id=None,
        purpose="tests", at=START,
    )  # fmt: skip


START_ID = system("x").id


def rows_of(paper, heading):
    return next(one for one in paper.blocks if isinstance(one, Table) and one.heading == heading).rows


def test_it_lists_the_house_with_masked_names_and_needs_as_codes(full):
    pack = pack_of(full.house, at=START)
    (room,) = rows_of(pack.paper, "在住名单（按房号）")
    assert room.cells[0] == "1208"
    assert room.cells[-1] == "行动不便"
    assert room.burns
    assert GUEST_NAME not in str(pack.paper)
    assert "夜里" not in str(pack.paper)
    assert (pack.room_count, pack.case_count) == (1, 1)


def test_the_file_is_sealed_and_opens_to_a_pdf(full):
    row = make_pack(actor=WORKER, house=full.house, at=START)
    blob = (folder_of(full.house) / row.file_name).read_bytes()
    assert b"%PDF" not in blob
    assert open_sealed_file(blob, opening(row), journal=downtime.journal()).startswith(b"%PDF-")


def test_making_and_opening_leave_one_entry_each(full):
    row = make_pack(actor=WORKER, house=full.house, at=START)
    blob = (folder_of(full.house) / row.file_name).read_bytes()
    open_sealed_file(blob, opening(row), journal=downtime.journal())
    verbs = AuditEntry.objects.filter(object_id=row.pk).order_by("at", "id").values_list("verb", flat=True)
    assert list(verbs) == ["handovers.downtime_made", "audit.file_opened"]


def test_a_changed_byte_does_not_open(full):
    row = make_pack(actor=WORKER, house=full.house, at=START)
    blob = (folder_of(full.house) / row.file_name).read_bytes()
    for bad in (
        blob[:-1] + bytes([blob[-1] ^ 1]),
        b"no file at all",
        blob.replace(b"downtime", b"uptime__", 1),
    ):
        with pytest.raises(SealBroken):
            open_sealed_file(bad, opening(row), journal=downtime.journal())


def test_without_a_database_the_opening_stands_in_the_journal_and_is_taken_in_later(full, monkeypatch):
    row = make_pack(actor=WORKER, house=full.house, at=START)
    blob = (folder_of(full.house) / row.file_name).read_bytes()
    note = files._note

    def dark(told):
        raise OperationalError("the database is away")

    monkeypatch.setattr(files, "_note", dark)
    assert open_sealed_file(blob, opening(row), journal=downtime.journal()).startswith(b"%PDF-")
    monkeypatch.setattr(files, "_note", note)
    assert take_journal(downtime.journal()) == 1
    assert take_journal(downtime.journal()) == 0
    assert AuditEntry.objects.filter(verb="audit.file_opened", object_id=row.pk).count() == 1


def test_it_is_made_every_hour_and_no_more(full):
    made = [keep_packs(actor=WORKER, at=START + minutes * timedelta(minutes=5)).made for minutes in range(13)]
    assert sum(made) == 2 * 2  # two hotels, twice
    assert DowntimePack.objects.filter(property_id=full.house.pk).count() == 2


def test_only_the_last_ones_are_kept(full, monkeypatch):
    monkeypatch.setattr(downtime.rules, "PACKS_KEPT", 2)
    rows = [make_pack(actor=WORKER, house=full.house, at=START + hours * HOUR) for hours in range(4)]
    left = sorted(path.name for path in folder_of(full.house).iterdir())
    assert left == sorted(row.file_name for row in rows[2:])
    assert DowntimePack.objects.filter(destroyed_at__isnull=False).count() == 2
    assert AuditEntry.objects.filter(verb="handovers.downtime_destroyed").count() == 2


def test_a_full_disk_alarms_once_after_two_hours_and_spares_the_other_hotel(full, monkeypatch):
    make_pack(actor=WORKER, house=full.house, at=START)
    write = downtime._write

    def full_disk(path, blob):
        if path.parent.name == full.house.code:
            raise OSError("no space left")
        write(path, blob)

    monkeypatch.setattr(downtime, "_write", full_disk)
    assert keep_packs(actor=WORKER, at=START + HOUR) == downtime.Round(made=1, failed=1, taken_openings=0)
    assert not StaffNotice.objects.filter(text_key="handovers.pack_stale").exists()
    for minutes in (121, 126):
        keep_packs(actor=WORKER, at=START + timedelta(minutes=minutes))
    told = StaffNotice.objects.filter(text_key="handovers.pack_stale").values_list("recipient_id", flat=True)
    assert sorted(told) == sorted([full.administrator.id, full.owner.id])


def test_who_oversees_the_shift_prints_one_now(full):
    assert print_now(actor=full.owner.actor, house=full.house, at=START).startswith(b"%PDF-")
    assert AuditEntry.objects.filter(verb="handovers.downtime_printed").count() == 1
    with pytest.raises(NotPermitted):
        print_now(actor=full.attendant.actor, house=full.house, at=START)
    with pytest.raises(NotFound):
        print_now(actor=full.outsider.actor, house=full.house, at=START)


@pytest.mark.parametrize(
    ("said", "codes"),
    [("坐轮椅", ("mobility",)), ("Deaf, with a baby", ("hearing", "infant")), ("不吃辣", ()), ("", ())],
)
def test_needs_are_read_as_codes(said, codes):
    assert evacuation_codes(said) == codes


def test_the_door_of_files_stands_beside_that_of_values():
    assert audit.open_sealed_file is open_sealed_file


@pytest.mark.parametrize(
    ("language", "heading", "dnd", "quiet"),
    [
        ("zh-hans", "不进房、不可售的房间", "请勿打扰", "前勿打扰"),
        ("en", "Rooms not to enter or to sell", "Do not disturb", "No contact before"),
    ],
)
def test_a_sign_that_was_hung_out_an_hour_ago_stands_on_the_paper(full, language, heading, dnd, quiet):
    """In the evening the book looks at 14:00; who runs the house by paper must not knock at any sign."""
    evening = START + 9 * HOUR
    move_in(house=full.house, room="1203")
    where = {"actor": full.colleague.actor, "property_id": full.house.pk, "at": evening - HOUR}
    set_dnd(room_number="1208", **where)
    keep_quiet(room_number="1203", until=evening + 3 * HOUR, **where)
    with translation.override(language):
        signs = [line.cells[:2] for line in rows_of(pack_of(full.house, at=evening).paper, heading)]
    assert [room for room, _words in signs] == ["1203", "1208"]
    assert quiet in signs[0][1] and signs[1][1] == dnd
