"""The live house on one day (day.md): 08:40 a guest woken, 10:30 departures, 14:20 the board, 14:30 a VIP with a dead TV."""

import re
from datetime import timedelta

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.cases.models import Case, Task
from innkeeper.clocks.models import ClockRun
from innkeeper.guests.actions import add_preference
from innkeeper.guests.models import Theme
from innkeeper.kernel.actors import system
from innkeeper.stays import actions
from innkeeper.stays.models import RoomStatus, RoomTask
from innkeeper.stays.queries import FIGURES, figure_list, house_figures
from innkeeper.stays.rules.departures import Loan
from innkeeper.stays.rules.rooms import Flag, RoomState
from tests.accounts.conftest import enter
from tests.makers import complaints
from tests.makers.guests import make_guest
from tests.makers.house import work_off
from tests.makers.properties import make_floor
from tests.makers.stays import TODAY, expect, move_in, put, stay_on
from tests.people import GUEST_NAME, START, person
from tests.scenarios.day import FACES, door

pytestmark = pytest.mark.django_db(databases="__all__")
EARLY = START - timedelta(hours=3, minutes=20)
"""08:40 in Shanghai."""


@pytest.fixture
def hotel(cast, clock):
    publish_shipped(actor=system("tests"), at=START)
    seed_taxonomy()
    make_floor(house=cast.house, floor=10, rooms=14)
    make_floor(house=cast.house, floor=12, rooms=9)
    actions.open_rooms(property_id=cast.house.pk, at=START)
    return cast


def page(who, path, language):
    answer = door(who, language).get(path, follow=True)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert GUEST_NAME not in text
    return text


def listed(text):
    return text.count('<tr><th scope="row"')


@pytest.mark.parametrize("language", FACES)
def test_0840_a_woken_guest_is_left_in_peace_until_noon(hotel, clock, language):
    clock.set(EARLY)
    stay = stay_on(
        house=hotel.house, room="1012", guest=make_guest(house=hotel.house, name=GUEST_NAME), at=EARLY
    )
    actions.plan_day(actor=system(), property_id=hotel.house.pk, at=EARLY)
    case = complaints.make_complaint(
        hotel,
        at=EARLY,
        text="打扫的人把我吵醒了",
        room_number="1012",
        stay_id=stay.id,
        taxonomy_code="dnd_ignored",
    )
    enter(hotel.owner).post("/rooms/1012/quiet/", {"until": "12:00"})
    room = RoomStatus.objects.get(room_number="1012")
    assert room.dnd_since == EARLY and room.quiet_until == START
    assert not RoomTask.objects.filter(room_number="1012", due_at__lt=START).exists()
    said = {"zh-hans": "12:00 前勿联系", "en": "o contact before 12:00"}[language]
    for path in (f"/cases/{case.ref}/", "/rooms/1012/", "/rooms/"):
        assert said in page(hotel.owner, path, language), path
    task = RoomTask.objects.get(room_number="1012", kind="cleaning")
    assert enter(hotel.attendant).post(f"/room-tasks/{task.pk}/completion/").status_code == 409
    assert not Task.objects.filter(case=case, department="housekeeping", state="accepted").exists()


@pytest.mark.parametrize("language", FACES)
@pytest.mark.req("STAY-13")
def test_1030_departures_name_the_open_case_and_the_umbrella_in_one_log_entry(hotel, clock, language):
    guests = [make_guest(house=hotel.house, name=GUEST_NAME, phone=None) for _each in range(5)]
    stays = [
        move_in(house=hotel.house, room=f"120{place}", guest=guest, nights=0)
        for place, guest in enumerate(guests, start=1)
    ]
    case = complaints.make_complaint(
        hotel, room_number="1203", stay_id=stays[2].id, departs_at=stays[2].departs_at + timedelta(hours=2)
    )
    enter(hotel.front_desk).post(f"/stays/{stays[0].id}/loans/", {"item": "umbrella", "count": "1"})
    before = AuditEntry.objects.count()
    text = page(hotel.front_desk, "/house/lists/due-out-left/", language)
    assert listed(text) == 5 and f"/cases/{case.ref}/" in text
    assert {"zh-hans": "前台见面", "en": "meet at desk"}[language] in text
    assert {"zh-hans": "雨伞", "en": "Umbrella"}[language] in text
    read = AuditEntry.objects.filter(verb="stays.list_read")
    assert AuditEntry.objects.count() - before == read.count() == 1
    assert read.get().facts == {"figure": "due-out-left", "rows": 5, "on": "2026-03-14"}
    clock_of_case = ClockRun.objects.filter(owner_id=case.pk, stopped_at=None, cap_at__isnull=False)
    assert all(one.due_at <= case.departs_at for one in clock_of_case)


@pytest.mark.parametrize("language", FACES)
def test_1030_a_late_check_out_moves_the_caps_of_the_clocks(hotel, clock, language):
    stay = move_in(house=hotel.house, room="1208", nights=1)
    case = complaints.make_complaint(hotel, stay_id=stay.id, departs_at=stay.departs_at)
    answer = enter(hotel.front_desk).post(
        f"/stays/{stay.id}/departure/", {"departure_on": "2026-03-14", "hour": "15:00"}
    )
    work_off(clock)
    case.refresh_from_db()
    assert answer.status_code == 303 and case.departs_at == START + timedelta(hours=3)
    due = ClockRun.objects.filter(owner_id=case.pk, name="resolve").get().due_at
    assert due < case.departs_at
    assert "15:00" in page(hotel.front_desk, f"/stays/{stay.id}/", language)


@pytest.mark.parametrize("language", FACES)
def test_1420_every_figure_of_the_board_is_the_length_of_its_list(hotel, language):
    house = hotel.house
    vip = make_guest(house=house, name=GUEST_NAME, vip_level=3)
    move_in(house=house, room="1201", guest=vip)
    for place in (2, 3, 4):
        move_in(house=house, room=f"120{place}", nights=0)
    gone = move_in(house=house, room="1205", nights=0)
    actions.check_out(actor=hotel.front_desk.actor, stay_id=gone.id, at=START)
    expect(house=house)
    desk = {"actor": hotel.housekeeper.actor, "property_id": house.pk, "at": START}
    actions.out_of_order(**desk, room_number="1206", reason="漏水")
    actions.set_flag(**desk, room_number="1201", flag=Flag.DND)
    complaints.make_complaint(hotel, room_number="1201")
    board = page(hotel.owner, "/house/", language)
    shown = dict(re.findall(r'<a href="([^"]+)"[^>]*><b>(\d+)</b>', board))
    lists = {href: number for href, number in shown.items() if "/house/lists/" in href}
    assert set(lists) == {f"/house/lists/{name}/" for name in FIGURES}
    for href, number in lists.items():
        assert str(listed(page(hotel.owner, href, language))) == number, href
    figures = house_figures(house.pk, TODAY)
    assert (figures.in_house, figures.due_out, figures.due_out_left, figures.vip) == (4, 4, 3, 1)
    assert (figures.out_of_order, figures.do_not_disturb, figures.due_in) == (1, 1, 1)
    assert shown["/cases/?state=open"] == str(Case.objects.filter(is_open=True).count()) == "1"
    assert shown["/cases/?state=late"] == "0"
    for name in FIGURES:
        rows = figure_list(property_id=house.pk, figure=name, on=TODAY, actor=hotel.owner.actor)
        assert len(rows) == getattr(figures, name.replace("-", "_")), name


@pytest.mark.parametrize("language", FACES)
@pytest.mark.req("STAY-03", "STAY-04")
def test_1430_a_vip_whose_tv_is_dead_gets_another_room_with_its_reason(hotel, clock, language):
    vip = make_guest(house=hotel.house, name=GUEST_NAME, vip_level=4)
    add_preference(
        actor=system(),
        property_id=hotel.house.pk,
        guest_id=vip.id,
        theme=Theme.ROOM,
        value="高楼层",
        at=START,
    )
    past = complaints.closed(hotel, text="早餐等了半小时", room_number="1103", guest_ids=[vip.id])
    stay = expect(house=hotel.house, guest=vip, arrives_at=START + timedelta(hours=3))
    desk = enter(hotel.front_desk)
    desk.post(f"/stays/{stay.id}/allocation/", {"room": "1002"})
    complaints.make_complaint(hotel, text="电视没有信号", room_number="1002", taxonomy_code="tv")
    supervisor = person(hotel.house, staff_number="3009", post_code="floor_supervisor")
    put(house=hotel.house, room="1204")
    enter(hotel.attendant).post("/rooms/keys/", {"say": "1204 VC"})
    enter(supervisor).post("/rooms/1204/states/", {"state": "VI"})
    desk.post(f"/stays/{stay.id}/amenities/", {"what": "果篮", "hour": "14:00"})
    text = page(hotel.owner, "/house/lists/vip/", language)
    assert "15:00" in text and f"/cases/{past.ref}/" in text and "高楼层" in text and "果篮" in text
    suits = page(hotel.owner, f"/stays/{stay.id}/rooms/", language)
    reason = {"zh-hans": "已检，高楼层，符合偏好", "en": "inspected, high floor, as preferred"}
    assert "1204" in suits and reason[language] in suits
    assert f"/stays/{stay.id}/rooms/" in text
    assert {"zh-hans": "房内未处理", "en": "open in the room"}[language] in text
    desk.post(f"/stays/{stay.id}/allocation/", {"room": "1204"})
    desk.post(f"/stays/{stay.id}/check-in/", {"room": "1204", "is_none": "on"})
    assert RoomStatus.objects.get(room_number="1204").stay_id == stay.id


@pytest.mark.parametrize("language", FACES)
def test_1430_the_next_guest_of_a_troubled_room_is_pointed_out_on_its_case(hotel, language):
    stay = expect(house=hotel.house, arrives_at=START + timedelta(hours=2))
    actions.allocate_room(actor=hotel.front_desk.actor, stay_id=stay.id, room_number="1208", at=START)
    case = complaints.make_complaint(hotel, text="电视没有信号", room_number="1208", taxonomy_code="tv")
    said = {"zh-hans": "这间房的下一位宾客", "en": "he next guest of this room"}[language]
    for path in (f"/cases/{case.ref}/", "/rooms/1208/"):
        assert said in page(hotel.owner, path, language), path


@pytest.mark.parametrize("language", FACES)
def test_the_third_leak_from_1308_in_90_days_is_pointed_out(hotel, language):
    make_floor(house=hotel.house, floor=13, rooms=9)
    actions.open_rooms(property_id=hotel.house.pk, at=START)
    for day in (20, 9):
        complaints.make_complaint(
            hotel, at=START - timedelta(days=day), text="漏水", room_number="1308", taxonomy_code="water_leak"
        )
    said = {"zh-hans": "90 天内", "en": "in 90 days"}[language]
    reading = door(hotel.owner, language).post("/intake/reading/", {"say": "1308 漏水"})
    assert said in reading.content.decode()
    assert said not in page(hotel.owner, "/rooms/1308/", language)
    complaints.make_complaint(hotel, text="漏水", room_number="1308", taxonomy_code="water_leak")
    for path in ("/rooms/1308/", "/house/"):
        assert said in page(hotel.owner, path, language), path


def test_a_vip_room_is_hurried_and_inspected_by_somebody_else(hotel):
    put(house=hotel.house, room="1204", state=RoomState.VACANT_DIRTY)
    enter(hotel.front_desk).post("/rooms/1204/flags/rush/")
    assert RoomTask.objects.get().kind == "rush"
    enter(hotel.housekeeper).post("/rooms/1204/states/", {"state": "VC"})
    assert enter(hotel.housekeeper).post("/rooms/1204/states/", {"state": "VI"}).status_code == 409
    assert RoomTask.objects.get().state == "done"


def test_what_is_lent_is_named_on_the_way_out_and_after(hotel):
    stay = move_in(house=hotel.house, room="1208", nights=0)
    actions.lend_item(actor=hotel.front_desk.actor, stay_id=stay.id, item=Loan.IRON, at=START)
    desk = enter(hotel.front_desk)
    desk.post(f"/stays/{stay.id}/check-out/")
    text = page(hotel.front_desk, f"/stays/{stay.id}/", "en")
    assert "Still with the guest" in text and "Iron and board" in text
    refused = door(hotel.front_desk, "en").post(f"/stays/{stay.id}/closure/")
    assert refused.status_code == 409 and "Loaned items back" in refused.content.decode()
