"""12:10: 1308 leaks into 1208, luggage wet: the mop before the findings, one job, two guests with own recoveries."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from innkeeper.cases.models import Case, Task, ThreadEntry
from innkeeper.complaints.models import Recovery
from innkeeper.incidents.models import DamageItem, IncidentRoom
from innkeeper.stays.models import RoomStatus, Stay
from innkeeper.stays.rules.rooms import RoomState
from tests.makers.complaints import make_complaint
from tests.makers.errands import work_off
from tests.makers.stays import put
from tests.people import START
from tests.scenarios.day import at_clock

pytestmark = pytest.mark.django_db(databases="__all__")
LINE = "1208 天花板漏水 行李湿"
WORDS = {
    "around": {
        "zh-hans": ["未受影响", "1207", "1209", "1307"],
        "en": ["Not affected", "1207", "1209", "1307"],
    },
    "third": {"zh-hans": ["根治"], "en": ["cure the source, do not patch it"]},
    "counted": {"zh-hans": ["90 天内本房第 3 次"], "en": ["3 times in this room in 90 days"]},
    "damage": {"zh-hans": ["财产损坏", "行李箱", "880"], "en": ["Damage report", "行李箱", "880"]},
}


def a_photo():
    held = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(held, "PNG")
    return SimpleUploadedFile("luggage.png", held.getvalue(), "image/png")


@pytest.fixture
def leak(day, clock):
    """Twice before this quarter 1308 leaked; now it is 12:10, and the order taker has typed one line."""
    for days in (20, 9):
        make_complaint(
            day.cast,
            at=START - timedelta(days=days),
            text="漏水",
            room_number="1308",
            taxonomy_code="water_leak",
        )
    Case.objects.update(is_open=False)
    Task.objects.all().delete()
    clock.set(at_clock(12, 10))
    case = day.before("colleague").take_in(LINE)
    work_off(clock)
    case.refresh_from_db()
    return case


def whole_of(day, leak):
    """The lobby makes an incident of it: it comes from 1308, whose guest is hit too."""
    desk = day.before("owner")
    answer = desk.press(f"/cases/{leak.ref}/", "incident", source_room="1308", affected="1308")
    assert answer.status_code == 303
    return desk, Case.objects.get(kind="incident")


@pytest.mark.req("CASE-01", "CASE-05")
def test_three_tasks_start_at_once_and_nothing_asks_for_findings_first(day, leak):
    tasks = Task.objects.filter(case=leak)
    assert {task.department for task in tasks} == {"engineering", "housekeeping", "front_office"}
    engineer = day.before("engineer")
    job = tasks.get(department="engineering")
    for verb in ("accept", "arrive", "done"):
        engineer.press("/board/", f"{job.pk}/taps", verb=verb)
    job.refresh_from_db()
    assert job.state == "done" and not leak.findings.exists()


def test_one_incident_one_job_two_guests_with_threads_and_recoveries_of_their_own(day, leak):
    desk, whole = whole_of(day, leak)
    desk.says(f"/cases/{whole.ref}/", WORDS["around"])
    [job] = Task.objects.filter(department="engineering", state__in=[*Task.OPEN])
    assert job.case_id == whole.pk
    own = Case.objects.get(kind="complaint", room_number="1308", is_open=True)
    for case, words in ((leak, "退您洗衣费"), (own, "送您早餐")):
        desk.press(f"/cases/{case.ref}/", "assignment") if case.owner_id is None else None
        desk.press(f"/cases/{case.ref}/", "thread", text=words, audience="guest")
        desk.press(f"/cases/{case.ref}/", "recoveries", kind="refund", amount="100", reason=words)
    assert (
        Recovery.objects.filter(case_id=leak.pk).count()
        == Recovery.objects.filter(case_id=own.pk).count()
        == 1
    )
    said = ThreadEntry.objects.filter(audience="guest", case=leak).values_list("text_redacted", flat=True)
    assert "退您洗衣费" in said and "送您早餐" not in said


def test_the_guest_moves_1208_goes_out_of_order_and_the_damage_has_its_photo(day, leak):
    desk, whole = whole_of(day, leak)
    put(house=day.house, room="1504", state=RoomState.VACANT_INSPECTED)
    desk.press(f"/cases/{whole.ref}/", "room-moves", room="1208", to_room="1504")
    assert Stay.objects.get(pk=day.stays["1208"].pk).room_number == "1504"
    desk.press(f"/cases/{whole.ref}/", "rooms-off-sale", room="1208")
    assert RoomStatus.objects.get(room_number="1208").state == "OOO"
    desk.press(
        f"/cases/{whole.ref}/", "damage", room="1208", what="行李箱进水", estimate="880", photo=a_photo()
    )
    desk.says(f"/cases/{whole.ref}/", WORDS["damage"])
    assert DamageItem.objects.get().evidence_id


def test_the_third_leak_from_1308_is_pointed_out_with_what_to_do_about_it(day, leak):
    desk, whole = whole_of(day, leak)
    desk.says(f"/cases/{whole.ref}/", WORDS["third"])
    assert IncidentRoom.objects.filter(state="affected").count() == 2
    own = Case.objects.get(kind="complaint", room_number="1308", is_open=True)
    desk.says(f"/cases/{own.ref}/", WORDS["counted"])
