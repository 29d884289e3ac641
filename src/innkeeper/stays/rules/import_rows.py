"""How a line of a stays file is read: its header, its cells, and what is wrong with it. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from innkeeper.guests.rules import EMAIL, phone_number
from innkeeper.kernel import text
from innkeeper.kernel.lands import country_code, language_code
from innkeeper.stays.rules.stays import BookingType, StayStatus

HEADERS: Mapping[str, tuple[str, ...]] = {
    "booking_number": ("booking number", "booking no", "confirmation number", "预订号", "订单号", "确认号"),
    "status": ("status", "状态", "预订状态"),
    "arrival_on": ("arrival", "arrival date", "check-in date", "到店日期", "入住日期", "到达日期"),
    "departure_on": ("departure", "departure date", "check-out date", "离店日期", "退房日期"),
    "booking_type": ("booking type", "预订类型", "预订方式"),
    "channel": ("channel", "source", "渠道", "来源"),
    "room": ("room", "room number", "房号", "房间号"),
    "room_type": ("room type", "房型"),
    "adults": ("adults", "成人", "成人数"),
    "children": ("children", "儿童", "儿童数"),
    "full_name": ("guest name", "name", "full name", "姓名", "宾客姓名", "客人姓名"),
    "phone": ("phone", "mobile", "telephone", "手机", "电话", "手机号"),
    "email": ("email", "e-mail", "邮箱", "电子邮箱"),
    "external_key": ("guest key", "guest id", "profile id", "宾客编号", "客史号"),
    "language": ("language", "语言"),
    "country": ("country", "nationality", "国籍", "国家", "国家或地区"),
    "vip_level": ("vip", "vip level", "贵宾等级"),
    "birthday": ("birthday", "birth date", "date of birth", "生日", "出生日期"),
    "id_number": ("id number", "passport", "证件号", "证件号码"),
}
REQUIRED = ("booking_number", "arrival_on", "departure_on", "booking_type", "full_name")
STATUSES: Mapping[str, StayStatus] = {
    "": StayStatus.EXPECTED,
    "expected": StayStatus.EXPECTED, "booked": StayStatus.EXPECTED, "预订": StayStatus.EXPECTED, "预抵": StayStatus.EXPECTED,
    "in house": StayStatus.IN_HOUSE, "checked in": StayStatus.IN_HOUSE, "在住": StayStatus.IN_HOUSE,
    "departed": StayStatus.DEPARTED, "check-out": StayStatus.DEPARTED, "checked out": StayStatus.DEPARTED, "离店": StayStatus.DEPARTED,
    "no-show": StayStatus.NO_SHOW, "no show": StayStatus.NO_SHOW, "应到未到": StayStatus.NO_SHOW,
    "cancelled": StayStatus.CANCELLED, "canceled": StayStatus.CANCELLED, "取消": StayStatus.CANCELLED, "已取消": StayStatus.CANCELLED,
}  # fmt: skip
BOOKING_TYPES: Mapping[str, BookingType] = {
    **{kind.value.replace("_", " "): kind for kind in BookingType},
    "walk-in": BookingType.WALK_IN, "travel agency": BookingType.AGENCY, "booking platform": BookingType.PLATFORM,
    "ota": BookingType.PLATFORM, "ta/to": BookingType.AGENCY, "groups": BookingType.GROUP,
    "直接预订": BookingType.DIRECT, "散客": BookingType.DIRECT, "旅行社": BookingType.AGENCY,
    "公司": BookingType.CORPORATE, "协议": BookingType.CORPORATE, "团队": BookingType.GROUP,
    "预订平台": BookingType.PLATFORM, "上门": BookingType.WALK_IN, "上门散客": BookingType.WALK_IN,
}  # fmt: skip
DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:[ T]00:00(?::00)?)?"
)
LONGEST_STAY_DAYS = 730
YEARS = range(2000, 2101)
LONGEST = {"booking_number": 60, "full_name": 80, "phone": 40, "email": 200, "external_key": 80, "channel": 40,
           "room": 10, "room_type": 20, "language": 40, "country": 40, "id_number": 40}  # fmt: skip


class Kind(StrEnum):
    """What a file that comes through the screen holds."""

    STAYS = "stays"
    ROOMS = "rooms"


class Problem(StrEnum):
    """What can be wrong with a cell."""

    MISSING = "missing"
    NOT_A_DAY = "not_a_day"
    DAY_TOO_FAR = "day_too_far"
    BEFORE_ARRIVAL = "before_arrival"
    TOO_LONG_A_STAY = "too_long_a_stay"
    NOT_A_PHONE = "not_a_phone"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_NAME = "not_a_name"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_LEVEL = "not_a_level"
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_TYPE = "unknown_type"
    NO_SUCH_ROOM = "no_such_room"
    ROOM_TAKEN = "room_taken"
    ROOM_NEEDED = "room_needed"
    REPEATED = "repeated"
    FORMULA = "formula"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    NOT_A_TIME = "not_a_time"
    IN_THE_FUTURE = "in_the_future"
    UNKNOWN_CHANNEL = "unknown_channel"
    SAID_TWICE = "said_twice"
    NOT_JSON = "not_json"
    NOT_TEXT = "not_text"
    REFUSED = "refused"
    UNKNOWN_STATE = "unknown_state"
    NO_REASON = "no_reason"
    DAY_PAST = "day_past"
    LIVED_IN = "lived_in"
    NOBODY_LIVES = "nobody_lives"
    ROOM_TWICE = "room_twice"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One wrong cell: the field and the problem. Never the cell's content."""

    field: str
    problem: Problem
    hint: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class StayRow:
    """One good line of a stays file. Plain personal data: held for the length of a chunk."""

    number: int
    booking_number: str
    status: StayStatus
    arrival_on: date
    departure_on: date
    booking_type: BookingType
    room: str
    room_type: str
    channel: str
    adults: int
    children: int
    digest: str
    guest: Mapping[str, str | int | date] = field(default_factory=dict)


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Where each known column stands; headings in Chinese or English, in any order."""
    return places_of(header, HEADERS)


def places_of(header: Sequence[str], headers: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Where each column of a kind of file stands, by any of its headings."""
    known = {text.folded(name): column for column, names in headers.items() for name in (*names, column)}
    found: dict[str, int] = {}
    for place, heading in enumerate(header):
        column = known.get(text.folded(heading.replace("_", " "))) or known.get(text.folded(heading))
        if column and column not in found:
            found[column] = place
    return found


def repeated_column(header: Sequence[str], headers: Mapping[str, tuple[str, ...]]) -> str:
    """The known column that the header names twice in the same words; empty where none is."""
    seen: set[str] = set()
    for heading in header:
        said = text.folded(heading)
        if said in seen and (column := next(iter(places_of([heading], headers)), "")):
            return column
        seen.add(said)
    return ""


def missing_columns(columns: Mapping[str, int]) -> list[str]:
    """The required columns that the header lacks."""
    return [column for column in REQUIRED if column not in columns]


def read_row(number: int, cells: Sequence[str], columns: Mapping[str, int]) -> StayRow | list[Wrong]:
    """The line as a stay with its guest, or everything that is wrong with it."""
    given = {name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()}
    unread = wrong_texts(given, required=REQUIRED, longest=LONGEST)
    wrong: list[Wrong] = []
    arrival_on, departure_on = _near(given, "arrival_on", wrong), _near(given, "departure_on", wrong)
    if arrival_on and departure_on:
        _check_span(arrival_on, departure_on, wrong)
    status = STATUSES.get(text.folded(given.get("status", "")))
    kind = BOOKING_TYPES.get(text.folded(given["booking_type"]).replace("_", " "))
    if status is None:
        wrong.append(Wrong("status", Problem.UNKNOWN_STATUS))
    if kind is None:
        wrong.append(Wrong("booking_type", Problem.UNKNOWN_TYPE))
    adults, children = _count(given, "adults", 1, wrong), _count(given, "children", 0, wrong)
    guest = _guest(given, wrong)
    known = {one.field for one in unread}
    wrong = unread + [one for one in wrong if one.field not in known]
    if wrong or not (arrival_on and departure_on and status and kind):
        return wrong
    return StayRow(
        number=number,
        booking_number=given["booking_number"],
        status=status,
        arrival_on=arrival_on,
        departure_on=departure_on,
        booking_type=kind,
        room=given.get("room", ""),
        room_type=given.get("room_type", ""),
        channel=given.get("channel", ""),
        adults=adults,
        children=children,
        digest=_digest(given),
        guest=guest,
    )


def day(value: str) -> date | None:
    """A day as written 2026-03-14, 2026/3/14 or 2026年3月14日; anything else is none."""
    found = DAY.fullmatch(value)
    if not found:
        return None
    year, *others = [int(part) for part in found.groups() if part]
    try:
        return date(year, *others)
    except ValueError:
        return None


def wrong_texts(
    given: Mapping[str, str], *, required: Sequence[str], longest: Mapping[str, int]
) -> list[Wrong]:
    """What is wrong with the cells as texts: missing, a formula, unreadable, too long."""
    wrong = [Wrong(name, Problem.MISSING) for name in required if not given.get(name)]
    for name, value in given.items():
        if value.startswith("="):
            wrong.append(Wrong(name, Problem.FORMULA))
        elif "\x00" in value or "�" in value:
            wrong.append(Wrong(name, Problem.UNREADABLE))
        elif len(value) > longest.get(name, 80):
            wrong.append(Wrong(name, Problem.TOO_LONG, str(longest.get(name, 80))))
    return wrong


def _day(given: Mapping[str, str], name: str, wrong: list[Wrong]) -> date | None:
    found = day(given[name])
    if found is None:
        wrong.append(Wrong(name, Problem.NOT_A_DAY))
    return found


def _near(given: Mapping[str, str], name: str, wrong: list[Wrong]) -> date | None:
    """A day of a stay: none of another century."""
    found = _day(given, name, wrong)
    if found is None or found.year in YEARS:
        return found
    wrong.append(Wrong(name, Problem.DAY_TOO_FAR))
    return None


def _check_span(arrival_on: date, departure_on: date, wrong: list[Wrong]) -> None:
    if departure_on < arrival_on:
        wrong.append(Wrong("departure_on", Problem.BEFORE_ARRIVAL))
    elif (departure_on - arrival_on).days > LONGEST_STAY_DAYS:
        wrong.append(Wrong("departure_on", Problem.TOO_LONG_A_STAY))


def _count(given: Mapping[str, str], name: str, otherwise: int, wrong: list[Wrong]) -> int:
    value = given.get(name, "")
    if not value:
        return otherwise
    if not re.fullmatch(r"\d{1,2}(?:\.0)?", value):
        wrong.append(Wrong(name, Problem.NOT_A_NUMBER))
        return otherwise
    return int(float(value))


def _guest(given: Mapping[str, str], wrong: list[Wrong]) -> dict[str, str | int | date]:
    """The guest's items that stand in the line, each checked."""
    texts = ("full_name", "email", "external_key", "language", "country", "id_number")
    guest: dict[str, str | int | date] = {name: given[name] for name in texts if given.get(name)}
    guest["full_name"] = " ".join(given["full_name"].split())
    guest |= _codes(given)
    if not any(c.isalpha() for c in given["full_name"]):
        wrong.append(Wrong("full_name", Problem.NOT_A_NAME))
    if given.get("email") and not EMAIL.fullmatch(given["email"]):
        wrong.append(Wrong("email", Problem.NOT_AN_EMAIL))
    if given.get("phone"):
        number = phone_number(given["phone"])
        if number is None:
            wrong.append(Wrong("phone", Problem.NOT_A_PHONE))
        else:
            guest["phone"] = number
    if given.get("birthday"):
        born = _day(given, "birthday", wrong)
        guest |= {"birthday": born} if born else {}
    if given.get("vip_level"):
        if re.fullmatch(r"[0-5](?:\.0)?", given["vip_level"]):
            guest["vip_level"] = int(given["vip_level"][0])
        else:
            wrong.append(Wrong("vip_level", Problem.NOT_A_LEVEL))
    return guest


def _codes(given: Mapping[str, str]) -> dict[str, str]:
    """Language and country by their codes; what nobody knows is kept as it came."""
    ways = {"language": language_code, "country": country_code}
    return {name: code for name, way in ways.items() if (code := way(given.get(name, "")))}


def _digest(given: Mapping[str, str]) -> str:
    """A digest of the whole line: the same line again changes nothing. Keyed by its own booking number."""
    joined = "\x1f".join(f"{name}={value}" for name, value in sorted(given.items()))
    return hashlib.blake2b(joined.encode(), digest_size=16).hexdigest()
