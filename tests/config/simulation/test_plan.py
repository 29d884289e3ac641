"""What guests bring in a played day."""

from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from innkeeper.config.demo.house import data, room_numbers
from innkeeper.config.simulation.plan import PLANTED, brought_in_a_day

SEVEN = datetime(2026, 11, 22, 7, tzinfo=ZoneInfo("Asia/Shanghai"))
ROOMS = [number for number, _floor, _kind in room_numbers()][:200]


def day(seed=1, hours=24, rooms=ROOMS):
    return brought_in_a_day(seed, begins_at=SEVEN, hours=hours, rooms=rooms, lines=data("lines.yaml"))


def test_the_same_seed_brings_the_same_day():
    assert day(seed=3) == day(seed=3)
    assert day(seed=3) != day(seed=4)


def test_a_hundred_lived_in_rooms_ask_twenty_times_a_day():
    lines = {entry["text"] for entry in data("lines.yaml")["requests"]}
    asked = [one for one in day() if one.line.split(" ", 1)[1] in lines]
    assert len(asked) == 40
    assert len([one for one in day(hours=12) if one.line.split(" ", 1)[1] in lines]) == 20


def test_everything_comes_in_order_within_the_day_from_rooms_that_are_lived_in():
    found = day()
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert all(SEVEN <= one.at < SEVEN + timedelta(hours=24) for one in found)
    assert {one.line.split(" ", 1)[0] for one in found} <= {*ROOMS, "1208", "1705", "1506"}


def test_the_incidents_of_the_day_are_planted_at_their_hours():
    at = {one.line: one.at for one in day(rooms=[*ROOMS, "1506", "1409", "1411", "1404", "1416"])}
    assert at["1208 天花板漏水 行李湿"] == SEVEN.replace(hour=12, minute=10)
    assert at["1506 太吵 开派对"] == SEVEN.replace(hour=2) + timedelta(days=1)
    assert len([line for line in at if "热水" in line or "hot water" in line or "水是冷" in line]) >= 4
    assert len(PLANTED) == 8


def test_the_night_is_quieter_than_the_evening():
    hours = Counter(one.at.hour for seed in range(20) for one in day(seed=seed))
    assert sum(hours[hour] for hour in (1, 3, 4)) * 3 < sum(hours[hour] for hour in (18, 19, 20))
