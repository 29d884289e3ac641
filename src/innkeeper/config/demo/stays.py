"""The demo's guests: a stays file of fourteen days, today and the next three, taken in by the same import that a hotel uses."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from innkeeper.config.demo.house import data, room_numbers
from innkeeper.guests.actions import GuestItems, add_preference, change_guest
from innkeeper.guests.models import Level, Theme
from innkeeper.kernel.actors import system
from innkeeper.properties.models import Property
from innkeeper.stays.actions import import_stays, out_of_order, set_dnd
from innkeeper.stays.queries import card_for_room

HEADER = (
    "booking number", "status", "arrival date", "departure date", "booking type", "channel", "room", "room type",
    "adults", "guest name", "phone", "guest key", "language", "country", "vip level",
)  # fmt: skip
BOOKED = ("direct", "platform", "corporate", "agency", "group")
LONGEST_NIGHTS, HISTORY_DAYS, AHEAD_DAYS, OCCUPIED = 4, 14, 3, 0.71
OUT_OF_ORDER = {"611": "更换地毯", "1402": "卫生间防水", "1817": "空调主板", "2201": "窗封条"}
DND = ("608", "701", "719", "906", "1012", "1107", "1309", "1511", "1604", "1706", "2003")
INCOGNITO_ROOM, INCOGNITO_NAME = "2101", "青先生"
LIVED_IN = frozenset({INCOGNITO_ROOM, "1208", "1209", "1308", "1506", "1705"})


@dataclass(frozen=True, slots=True)
class Person:
    """One invented guest."""

    key: str
    name: str
    phone: str
    language: str
    country: str
    vip: int


def take_in_stays(house: Property, *, at: datetime) -> int:
    """Import the file of stays, then set what stands in no file: rooms out of order, signs on doors, one who hides."""
    actor = system("demo", property_id=house.pk)
    local = at.astimezone(ZoneInfo(house.timezone))
    today = local.date()
    stream = io.BytesIO("\n".join(lines(today, local.hour)).encode())
    run = import_stays(actor=actor, property_id=house.pk, stream=stream, file_name="demo-stays.csv", at=at)
    for number, reason in OUT_OF_ORDER.items():
        out_of_order(
            actor=actor, property_id=house.pk, room_number=number, reason=reason,
            back_on=today + timedelta(days=2), at=at,
        )  # fmt: skip
    for number in DND:
        card = card_for_room(house.pk, number, at)
        if card is not None and card.is_occupied:
            set_dnd(actor=actor, property_id=house.pk, room_number=number, at=at)
    hide_one(house, at=at)
    note_preferences(house, at=at)
    run.refresh_from_db()
    return run.good


def lines(today: date, hour: int) -> Iterator[str]:
    """The file, line by line: each room's stays one after another over the fortnight, then who is still to arrive.

    By the hour most who leave today have left, and most who come have come.
    """
    chance = random.Random(1208)  # noqa: S311  invented people, not secrets
    people = guests(chance)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="")
    rows = [HEADER, *stays(today, chance, people, hour)]
    for row in rows:
        written.seek(0)
        written.truncate()
        writer.writerow(row)
        yield written.getvalue()


def share_gone(hour: int) -> float:
    """Which part of those who leave today has left by this hour."""
    return min(0.95, max(0.0, (hour - 7) / 7))


def share_come(hour: int) -> float:
    """Which part of those who arrive today has arrived by this hour."""
    return min(0.95, max(0.0, (hour - 13) / 9))


def stays(
    today: date, chance: random.Random, people: Iterator[Person], hour: int
) -> Iterator[tuple[object, ...]]:
    """Every stay of every room, past and present, and who is expected today and in the days that a warp may reach."""
    number = 0
    for room, _floor, kind in room_numbers():
        day, is_lived_in = today - timedelta(days=HISTORY_DAYS + chance.randrange(3)), False
        while day <= today + timedelta(days=AHEAD_DAYS):
            nights = chance.randint(1, LONGEST_NIGHTS)
            leaves = day + timedelta(days=nights)
            is_needed = room in LIVED_IN and day < today <= leaves
            if is_needed:
                leaves = max(leaves, today + timedelta(days=1))
            is_empty = chance.random() > OCCUPIED or (room in OUT_OF_ORDER and leaves >= today)
            if not is_empty or is_needed:
                number += 1
                turn = number * 7 % 100 / 100
                status = "expected" if is_lived_in else status_of(day, leaves, today, hour, turn=turn)
                is_lived_in = status == "in house"
                yield _row(number, status, day, leaves, room, kind, chance, next(people))
            day = leaves


def status_of(day: date, leaves: date, today: date, hour: int, *, turn: float) -> str:
    """What a stay is by this hour; `turn` from 0 to 1 is when in the day its guest comes or goes."""
    if leaves < today or (leaves == today and turn < share_gone(hour)):
        return "departed"
    if day > today or (day == today and turn >= share_come(hour)):
        return "expected"
    return "in house"


def _row(
    number: int,
    status: str,
    day: date,
    leaves: date,
    room: str,
    kind: str,
    chance: random.Random,
    guest: Person,
) -> tuple[object, ...]:
    return (
        f"D{number:05d}", status, day.isoformat(), leaves.isoformat(), chance.choice(BOOKED), "platform",
        "" if status == "expected" else room, kind, chance.choice((1, 1, 2, 2, 2)), guest.name, guest.phone,
        guest.key, guest.language, guest.country, guest.vip,
    )  # fmt: skip


def guests(chance: random.Random) -> Iterator[Person]:
    """Invented guests without end: most Chinese, some English and Korean; some come back."""
    names = data("names.yaml")
    known: list[Person] = []
    serial = 0
    while True:
        if known and chance.random() < 0.12:
            yield chance.choice(known)
            continue
        serial += 1
        known.append(_person(serial, names, chance))
        yield known[-1]


def _person(serial: int, names: dict[str, dict[str, list[str]]], chance: random.Random) -> Person:
    language = chance.choices(("zh", "en", "ko"), (78, 14, 8))[0]
    vip = chance.choices((0, 1, 2, 3, 4), (970, 15, 8, 5, 2))[0]
    parts = names[language]
    if language == "zh":
        name, country = chance.choice(parts["family"]) + chance.choice(parts["given"]), "CHN"
    elif language == "ko":
        name, country = f"{chance.choice(parts['latin_given'])} {chance.choice(parts['latin_family'])}", "KOR"
    else:
        name, country = f"{chance.choice(parts['given'])} {chance.choice(parts['family'])}", "GBR"
    phone = f"+86 170 0000 {serial:04d}"
    return Person(f"G{serial:05d}", name, phone, language, country, vip)


def hide_one(house: Property, *, at: datetime) -> None:
    """The VIP of the corner suite stays incognito under a show name."""
    card = card_for_room(house.pk, INCOGNITO_ROOM, at)
    if card is None or not card.guest_ids:
        return
    change_guest(
        actor=system("demo", property_id=house.pk), property_id=house.pk, guest_id=card.guest_ids[0],
        items=GuestItems(show_name=INCOGNITO_NAME, is_incognito=True, vip_level=4), at=at,
    )  # fmt: skip


def note_preferences(house: Property, *, at: datetime) -> None:
    """A few preferences on who is here."""
    wishes = (
        (Theme.ROOM, "高楼层，离电梯远", Level.LIKES), (Theme.SERVICE, "09:00 前不打电话", Level.MUST),
        (Theme.DINING, "花生过敏", Level.MUST), (Theme.FACILITY, "荞麦枕", Level.LIKES),
    )  # fmt: skip
    for place, number in enumerate(("1208", "1209", "1506", "1705", "916", "1801")):
        card = card_for_room(house.pk, number, at)
        if card is None or not card.guest_ids:
            continue
        for theme, value, level in wishes[: 1 + place % 3]:
            add_preference(
                actor=system("demo", property_id=house.pk), property_id=house.pk, guest_id=card.guest_ids[0],
                theme=theme, value=value, level=level, at=at,
            )  # fmt: skip
