"""What one line yields beside the code: things, demands, hours, danger, marks."""

import itertools
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innkeeper.desk.reading import Reading, house_facts, read

NOON = datetime(2026, 3, 14, 4, 22, tzinfo=UTC)
ROOMS = [f"{floor}{number:02d}" for floor in range(5, 23) for number in range(1, 21)]
HOUSE = house_facts(rooms=ROOMS)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def reading(line: str) -> Reading:
    return read(line, facts=HOUSE, at=NOON)


def test_a_leak_with_a_wish_and_a_deadline_is_read_whole() -> None:
    found = reading("1209 墙角渗水地毯湿了，两点要出门，想换房")
    assert (found.room, found.code, found.priority) == ("1209", "water_leak", "emergency")
    assert found.demands == ("room_move",)
    assert found.has_property_damage
    assert found.contact_before == datetime(2026, 3, 14, 14, 0, tzinfo=SHANGHAI)


def test_things_come_with_their_numbers() -> None:
    found = reading("1605 毛巾三条 拖鞋两双 牙刷")
    assert [(item.word, item.count) for item in found.items] == [("毛巾", 3), ("拖鞋", 2), ("牙刷", 1)]
    english = reading("1102 two bath towels and 3 bottles of water")
    assert [(item.code, item.count) for item in english.items] == [
        ("towels", 2),
        ("drinking_water", 3),
    ]


@pytest.mark.req("CASE-08")
@pytest.mark.parametrize(
    "line", ["fire in room", "1401 着火了", "大堂 有人滑倒", "1507 心脏病", "stuck in the lift"]
)
def test_danger_is_an_emergency_without_a_persons_choice(line: str) -> None:
    found = reading(line)
    assert (found.priority, found.has_life_safety) == ("emergency", True)


@pytest.mark.parametrize(
    "line",
    [
        "晚上想吃火锅",
        "大堂壁炉真好看",
        "1615 订火车票",
        "fireplace in lobby",
        "no fire here",
        "没有着火",
        "campfire nearby?",
    ],
)
def test_words_that_only_look_like_fire_alarm_nobody(line: str) -> None:
    assert not reading(line).has_life_safety
    assert reading(line).priority != "emergency"


@pytest.mark.req("CASE-06")
def test_the_examples_of_the_text_fall_into_their_categories() -> None:
    assert reading("booking system down").category == "systemic"
    assert reading("rude clerk").category == "complaint"
    assert reading("fire in room").priority == "emergency"


def test_a_complaint_is_at_least_important() -> None:
    assert reading("1506 两条浴巾").priority == "general"
    assert reading("1506 要浴巾等了半小时").priority == "important"


@pytest.mark.parametrize(
    ("line", "hour", "minute"),
    [
        ("1618 下午三点前别打扰", 15, 0),
        ("1215 十二点半以后再打扫", 12, 30),
        ("1018 do not disturb until 3", 15, 0),
        ("1018 please call after 2pm", 14, 0),
    ],
)
def test_quiet_hours_end_when_the_guest_says(line: str, hour: int, minute: int) -> None:
    assert reading(line).contact_after == datetime(2026, 3, 14, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("line", "day", "hour", "minute"),
    [
        ("1506 wake-up call 06:15", 15, 6, 15),
        ("1208 wake-up call at 6 tomorrow", 15, 6, 0),
        ("1208 wake up call 7 am please", 15, 7, 0),
        ("1209 叫醒 06:15", 15, 6, 15),
        ("1209 明早六点半叫醒", 15, 6, 30),
        ("1209 下午三点叫醒", 14, 15, 0),
    ],
)
def test_a_wake_up_call_is_wanted_at_the_hour_that_was_said(line, day, hour, minute):
    assert reading(line).code == "wake_up_call"
    assert reading(line).contact_after == datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("line", "room", "others"),
    [
        ("从1308漏下来 1208天花板湿了", "1208", ("1308",)),
        ("隔壁1209太吵 我是1211", "1211", ("1209",)),
        ("leak from 1308 into 1208", "1208", ("1308",)),
        ("1806 没喝迷你吧却收了1688元", "1806", ()),
        ("扣了1200块没说明", None, ()),
        ("幺五洞六 空调坏了", "1506", ()),
    ],
)
def test_the_speaking_room_stands_apart_from_others(
    line: str, room: str | None, others: tuple[str, ...]
) -> None:
    found = reading(line)
    assert (found.room, found.other_rooms) == (room, others)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("退房客人来电 1407 床头柜上一枚钻戒不见了，说是被打扫的人拿了", "theft"),
        ("1407 手机不见了", "lost_item"),
        ("1407 行李被礼宾拿走了", "luggage"),
    ],
)
def test_a_thing_that_somebody_is_said_to_have_taken_is_a_theft_alleged(line: str, code: str) -> None:
    assert reading(line).code == code


@pytest.mark.parametrize("line", ["差评：1114 态度恶劣", "1114：天花板漏水", "room:1114 no hot water"])
def test_a_colon_beside_a_room_makes_no_hour_of_it(line: str) -> None:
    assert reading(line).room == "1114"


def test_an_unknown_room_is_shown_as_a_guess() -> None:
    found = reading("1428 空调坏了")
    assert (found.room, found.is_room_known) == ("1428", False)
    assert [mark.is_sure for mark in found.marks if mark.what == "room"] == [False]


def test_a_refused_thing_is_not_brought() -> None:
    found = reading("1909 we do not need towels, only 2 slippers")
    assert [(item.word, item.count) for item in found.items] == [("slippers", 2)]


def test_rest_is_asked_for_beside_the_complaint() -> None:
    found = reading("1012 打扫吵醒客人 DND")
    assert (found.code, found.kind, found.is_do_not_disturb) == ("dnd_ignored", "complaint", True)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_without_harm(line: str) -> None:
    found = reading(line)
    places = [(mark.start, mark.end) for mark in found.marks]
    assert all(0 <= start < end <= len(line) for start, end in places)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(places))
