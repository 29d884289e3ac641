"""When the guest may be reached: "out at two", "not before noon", "call after 3 pm"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .phrases import Line, Span

ZH = re.compile(
    r"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|今晚)?(?P<hour>\d{1,2}|十[一二]|[一二两三四五六七八九十])"
    r"(?:点(?P<half>半|\d{1,2}分?)?|[:：](?P<minutes>\d{2}))(?P<side>钟?(?:以前|之前|前|以后|之后|后))?(?P<rest>.{0,8})"
)
EN = re.compile(
    r"\b(?P<side>before|after|until|till|by|at|from)\s+(?P<hour>\d{1,2}|noon)(?:[:.](?P<minutes>\d{2}))?\s*(?P<part>am|pm|a\.m|p\.m)?"
)
EN_HOUR = re.compile(
    r"\b(?P<at>at\s+)?(?P<hour>\d{1,2})(?!\d)(?:[:.](?P<minutes>\d{2}))?\s*(?P<part>am|pm|a\.m|p\.m)?"
)
LEAVES_ZH = re.compile(r"要?(?:出门|出去|走|离店|赶飞机|赶车|外出|开会|有会|出发|去机场)")
REFUSES_ZH = re.compile(r"别|不要|勿|不能|不方便|在睡|要睡")
REFUSES_EN = re.compile(r"not|n't|no |until|till|sleep")
LEAVES_EN = re.compile(r"leav|go out|going out|goes out|flight|out$|out |depart")
CONTACT_EN = re.compile(r"call|contact|reach|reply|answer|come|disturb|phone|talk|knock|available")
CONTACT_ZH = re.compile(r"联系|打|回|找|来|答复|敲|上门|送|再|过来|有空|方便")


@dataclass(frozen=True, slots=True)
class Hours:
    """The window for reaching the guest, and where the line says so."""

    before: datetime | None = None
    after: datetime | None = None
    span: Span | None = None


def contact_hours(line: Line, *, at: datetime, timezone: str, numbers: Mapping[str, int]) -> Hours:
    """The window that the line asks for. A bare hour is the next one to come.

    Units: aware times; the hotel's time zone reads the hours.
    """
    local = at.astimezone(ZoneInfo(timezone))
    for match in ZH.finditer(line.text):
        hours = _chinese(match, line, local, numbers)
        if hours:
            return hours
    for match in EN.finditer(line.text):
        hours = _english(match, line, local)
        if hours:
            return hours
    return Hours()


def wake_up_hour(line: Line, *, at: datetime, timezone: str, numbers: Mapping[str, int]) -> Hours:
    """When somebody wants to be woken: the hour as it is said, the next time it comes; empty without one.

    Unlike elsewhere a bare six is six in the morning. Units: aware times; the hotel's time zone reads the hours.
    """
    local = at.astimezone(ZoneInfo(timezone))
    spoken = [one for one in EN_HOUR.finditer(line.text) if one["at"] or one["minutes"] or one["part"]]
    for match in [*ZH.finditer(line.text), *spoken]:
        hour, minute = _clock_time(match, numbers)
        if hour > 23 or minute > 59:
            continue
        moment = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        moment = moment if moment > local else moment + timedelta(days=1)
        return Hours(after=moment, span=Span(match.start(), match.end(_last(match))))
    return Hours()


def _clock_time(match: re.Match[str], numbers: Mapping[str, int]) -> tuple[int, int]:
    """Hour and minute as they were said."""
    word, given = match["hour"], match.groupdict()
    hour = int(word) if word.isdigit() else sum(numbers[digit] for digit in word)
    half = given.get("half") or ""
    minute = 30 if half == "半" else int(given["minutes"] or half.rstrip("分") or 0)
    is_late = (given["part"] or "").startswith(("下午", "傍晚", "晚上", "今晚", "p"))
    return (hour + 12 if is_late and hour < 12 else hour), minute


def _last(match: re.Match[str]) -> str | int:
    """The last part of a match that names the hour, not what follows it."""
    return next((part for part in ("half", "minutes") if match.groupdict().get(part)), "hour")


def _chinese(match: re.Match[str], line: Line, local: datetime, numbers: Mapping[str, int]) -> Hours | None:
    word = match["hour"]
    hour = int(word) if word.isdigit() else sum(numbers[digit] for digit in word)
    half = match["half"] or ""
    minute = 30 if half == "半" else int(match["minutes"] or half.rstrip("分") or 0)
    moment = _next(local, hour, minute, is_late=match["part"] in ("下午", "傍晚", "晚上", "今晚"))
    rest, before = match["rest"] or "", line.text[: match.start()][-8:]
    leaves = LEAVES_ZH.match(rest)
    if moment is None:
        return None
    span = Span(match.start(), match.start("rest") + (leaves.end() if leaves else 0))
    if leaves and not match["side"]:
        return Hours(before=moment, span=span)
    if match["side"] and ("后" in match["side"]) and CONTACT_ZH.search(rest):
        return Hours(after=moment, span=span)
    if match["side"] and "前" in match["side"]:
        refused = REFUSES_ZH.search(rest) or REFUSES_ZH.search(before)
        return Hours(after=moment, span=span) if refused else Hours(before=moment, span=span)
    return None


def _english(match: re.Match[str], line: Line, local: datetime) -> Hours | None:
    hour = 12 if match["hour"] == "noon" else int(match["hour"])
    moment = _next(local, hour, int(match["minutes"] or 0), is_late=(match["part"] or "").startswith("p"))
    around = line.text[max(0, match.start() - 40) : match.start()]
    if moment is None:
        return None
    span = Span(match.start(), match.end())
    if match["side"] in ("before", "until", "till") and REFUSES_EN.search(around + match["side"]):
        contact = match["side"] != "before" or REFUSES_EN.search(around)
        return Hours(after=moment, span=span) if contact else None
    if match["side"] == "after" and (CONTACT_EN.search(around) or match["part"]):
        return Hours(after=moment, span=span)
    if match["side"] in ("at", "by", "before") and (
        LEAVES_EN.search(around) or (match["side"] != "at" and CONTACT_EN.search(around))
    ):
        return Hours(before=moment, span=span)
    return None


def _next(local: datetime, hour: int, minute: int, *, is_late: bool) -> datetime | None:
    """The next time the clock of the house shows that hour; a bare hour may mean the afternoon."""
    if hour > 24 or minute > 59:
        return None
    hours = [hour % 24] if hour > 12 else ([hour % 12 + 12] if is_late else [hour % 24, (hour + 12) % 24])
    coming = [local.replace(hour=each, minute=minute, second=0, microsecond=0) for each in hours]
    later = [moment for moment in coming if moment > local]
    return min(later) if later else coming[0] + timedelta(days=1)
