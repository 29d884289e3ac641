"""Shifts, who answers for a post at each hour, and lock-out, as pure values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

SHIFT_HOURS = {"early": (time(7), time(15)), "late": (time(15), time(23)), "night": (time(23), time(7))}
LOCK_WINDOW_IN_MINUTES = 15
WRONG_PER_NAME = 5
WRONG_PER_ADDRESS = 30
SHARED_KEY = "shared_device"
"""Where a session says that it was opened with a PIN: the device and the end of the shift."""


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A colleague in one line, with the post they are met in."""

    id: UUID
    staff_number: str
    work_name: str
    work_name_en: str
    post_code: str = ""

    @property
    def work_name_zh(self) -> str:
        """The work name under the name that two-language templates ask for."""
        return self.work_name


def shift_span(on: date, shift: str, timezone: str) -> tuple[datetime, datetime]:
    """From when to when a shift of the local date runs, in UTC; the night shift ends on the next morning.

    Raises KeyError for a shift that the house does not know.
    """
    begins, ends = SHIFT_HOURS[shift]
    zone = ZoneInfo(timezone)
    last = on if ends > begins else on + timedelta(days=1)
    start = datetime.combine(on, begins, tzinfo=zone).astimezone(UTC)
    return start, datetime.combine(last, ends, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Rung:
    """One post of a ladder, and who holds it where it is on call: they answer at every hour."""

    post_code: str
    on_call: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A colleague on duty for a post from one moment to another."""

    post_code: str
    staff_id: UUID
    starts_at: datetime
    ends_at: datetime
    is_deputy: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers from one moment to another, and as which post of the ladder; both empty where nobody does."""

    begins_at: datetime
    ends_at: datetime
    post_code: str = ""
    staff_ids: tuple[UUID, ...] = ()

    def is_same_person(self, other: "Answer") -> bool:
        """Whether the same people answer as the same post."""
        return (self.post_code, self.staff_ids) == (other.post_code, other.staff_ids)


def answering(ladder: Sequence[Rung], turns: Sequence[Turn]) -> tuple[str, tuple[UUID, ...]]:
    """Those on duty for the post, else their deputies, else the next post of the ladder; `turns` are those that run now."""
    for rung in ladder:
        here = [one for one in turns if one.post_code == rung.post_code]
        chosen = [one for one in here if not one.is_deputy] or here
        people = tuple(sorted({one.staff_id for one in chosen}, key=str)) or rung.on_call
        if people:
            return rung.post_code, people
    return "", ()


def answers(
    ladder: Sequence[Rung], turns: Sequence[Turn], *, begins_at: datetime, ends_at: datetime
) -> list[Answer]:
    """Who answers for the first post of the ladder, span by span, without a gap between the spans."""
    changes = {moment for one in turns for moment in (one.starts_at, one.ends_at)}
    cuts = sorted({begins_at, ends_at} | {one for one in changes if begins_at < one < ends_at})
    found: list[Answer] = []
    for start, end in pairwise(cuts):
        here = Answer(
            start, end, *answering(ladder, [one for one in turns if one.starts_at <= start < one.ends_at])
        )
        if found and found[-1].is_same_person(here):
            found[-1] = replace(found[-1], ends_at=end)
        else:
            found.append(here)
    return found


def side_by_side(now: Sequence[Answer], wished: Sequence[Answer]) -> list[tuple[Answer, Answer]]:
    """Each span of the same hours as it is and as it would be."""
    cuts = sorted({one.begins_at for one in (*now, *wished)} | {one.ends_at for one in now[-1:]})
    return [
        (
            replace(_at(now, start), begins_at=start, ends_at=end),
            replace(_at(wished, start), begins_at=start, ends_at=end),
        )
        for start, end in pairwise(cuts)
    ]


def _at(spans: Sequence[Answer], moment: datetime) -> Answer:
    return next(one for one in spans if one.begins_at <= moment < one.ends_at)


def locked_until(wrong_ats: Sequence[datetime], *, limit: int) -> datetime | None:
    """Until when `limit` wrong tries within the window lock; `wrong_ats` newest first, since the last right one."""
    window = timedelta(minutes=LOCK_WINDOW_IN_MINUTES)
    if len(wrong_ats) < limit or wrong_ats[0] - wrong_ats[limit - 1] > window:
        return None
    return wrong_ats[0] + window


def id_or_none(kept: object) -> UUID | None:
    """An id that came as text (from a session, a form); anything that is no id counts as none."""
    try:
        return UUID(str(kept)) if kept else None
    except ValueError:
        return None


BROWSERS = (("Edge", "Edg"), ("Chrome", "Chrome/"), ("Firefox", "Firefox/"), ("Safari", "Safari/"))
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")


def device_words(agent: str) -> str:
    """What a browser says of itself, as a colleague would say it: Chrome · Android."""
    browser = next((name for name, mark in BROWSERS if mark in agent), "")
    system = next((name for name in SYSTEMS if name in agent), "")
    return " · ".join(part for part in (browser, system) if part) or agent
