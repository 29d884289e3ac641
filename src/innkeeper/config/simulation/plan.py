"""What guests bring to the desk in a day: by chance, by weight and hour, and planted. Pure: the same seed, the same day."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

REQUESTS_PER_100_ROOMS, COMPLAINTS_PER_100_ROOMS = 20, 2
BY_HOUR = (2, 1, 1, 1, 1, 2, 4, 8, 9, 6, 4, 4, 5, 4, 5, 6, 7, 8, 9, 9, 9, 8, 6, 4)
"""How many of a hundred requests come in each hour of the hotel's day: morning, then the evening's peak."""
PLANTED = (
    (8, 40, "{quiet} 打扫吵醒客人 门口挂了请勿打扰"), (12, 10, "1208 天花板漏水 行李湿"), (14, 30, "1705 电视没有画面"),
    (2, 0, "1506 太吵 开派对"), (5, 30, "{cold[0]} 没有热水"), (5, 36, "{cold[1]} 洗澡水是冷的"),
    (5, 41, "{cold[2]} 没有热水"), (5, 50, "{cold[3]} no hot water"),
)  # fmt: skip
"""Hour, minute and line of what happens on any such day (day.md): a quiet room, four cold ones of one riser."""
COLD = 4


@dataclass(frozen=True, slots=True)
class Brought:
    """One line that a guest brings, and when; `course` is what the staff find and do about it."""

    at: datetime
    line: str
    course: Mapping[str, Any]


def brought_in_a_day(
    seed: int, *, begins_at: datetime, hours: int, rooms: Sequence[str], lines: Mapping[str, Any]
) -> list[Brought]:
    """Everything that guests bring, in order. `begins_at` is in the hotel's time zone; `rooms` are those lived in."""
    dice = random.Random(seed)  # noqa: S311  a played day
    found = [
        *_by_chance(dice, begins_at, hours, rooms, lines),
        *_planted(dice, begins_at, hours, rooms, lines),
    ]
    return sorted(found, key=lambda one: (one.at, one.line))


def _by_chance(
    dice: random.Random, begins_at: datetime, hours: int, rooms: Sequence[str], lines: Mapping[str, Any]
) -> Iterator[Brought]:
    for kind, rate in (("requests", REQUESTS_PER_100_ROOMS), ("complaints", COMPLAINTS_PER_100_ROOMS)):
        number = round(len(rooms) * rate / 100 * hours / 24)
        weights = [entry["weight"] for entry in lines[kind]]
        slots = [begins_at + timedelta(hours=ahead) for ahead in range(hours)]
        busy = [BY_HOUR[slot.hour] for slot in slots]
        for course in dice.choices(lines[kind], weights, k=number):
            at = dice.choices(slots, busy)[0] + timedelta(seconds=dice.randrange(3600))
            yield Brought(at, f"{dice.choice(rooms)} {course['text']}", course)


def _planted(
    dice: random.Random, begins_at: datetime, hours: int, rooms: Sequence[str], lines: Mapping[str, Any]
) -> Iterator[Brought]:
    quiet, ordinary = dice.choice(rooms), lines["complaints"][0]
    cold = _of_one_floor(dice, rooms)
    for hour, minute, line in PLANTED:
        at = begins_at.replace(hour=hour, minute=minute, second=0, microsecond=0)
        at += timedelta(days=1) if at < begins_at else timedelta()
        line = line.format(quiet=quiet, cold=cold)
        if at < begins_at + timedelta(hours=hours) and line.split(" ", 1)[0] in rooms:
            yield Brought(at, line, ordinary)


def _of_one_floor(dice: random.Random, rooms: Sequence[str]) -> list[str]:
    """Rooms of the floor with most guests, where it has that many; else none."""
    floors: dict[str, list[str]] = {}
    for room in rooms:
        floors.setdefault(room[:-2], []).append(room)
    fullest = max(floors.values(), key=len, default=[])
    return dice.sample(fullest, COLD) if len(fullest) >= COLD else [""] * COLD
