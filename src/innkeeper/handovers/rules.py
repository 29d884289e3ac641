"""What a shift hands over: kinds of lines, whose book holds what, who hears an alarm and when. Pure values."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

DND_LOOKED_AT = time(14)
CALL_AGAIN = timedelta(minutes=5)
CALLS_BEFORE_DOOR = 2
DOOR_WITHIN = timedelta(minutes=5)
ACKNOWLEDGE_WITHIN = timedelta(minutes=15)
FURTHEST = timedelta(days=30)
ALARM_EVERY = timedelta(minutes=2)
PACK_EVERY, PACK_STALE, PACKS_KEPT = timedelta(hours=1), timedelta(hours=2), 24
LINE_OWNER, HANDOVER_OWNER = "handovers.BookLine", "handovers.Handover"
HANDOVER_CLOCK = "acknowledge"


class LineKind(StrEnum):
    """What a line of the book is about."""

    WAKE_UP = "wake_up"
    TAXI = "taxi"
    KEY = "key"
    NOTE = "note"
    DOOR_CHECK = "door_check"
    CALLER = "caller"


class LineState(StrEnum):
    """Where a line stands; an open one is carried from shift to shift."""

    OPEN = "open"
    DONE = "done"
    UNANSWERED = "unanswered"
    CANCELLED = "cancelled"


class LogKind(StrEnum):
    """What an entry of the manager-on-duty log tells of."""

    ROUND = "round"
    EVENT = "event"
    GUEST = "guest"
    DEFECT = "defect"


class Verdict(StrEnum):
    """What a second look at a record finds (ERR-05)."""

    ACCURATE = "accurate"
    CORRECTED = "corrected"
    NO_FILE = "no_file"


class Fault(StrEnum):
    """What is wrong with a record of a complaint (ERR-05)."""

    ENTERED_LATE = "entered_late"
    NOT_ON_FILE = "not_on_file"
    NOT_AT_DEPARTMENT = "not_at_department"
    NOT_LOOKED_AT = "not_looked_at"


class Section(StrEnum):
    """The sections of a book, in the order in which they are read."""

    WAKE_UPS = "wake_ups"
    DOOR_CHECKS = "door_checks"
    CALLERS = "callers"
    CASES = "cases"
    TASKS = "tasks"
    APPROVALS = "approvals"
    PROMISES = "promises"
    CONTRADICTIONS = "contradictions"
    TAXIS = "taxis"
    KEYS = "keys"
    VIPS = "vips"
    DND = "dnd"
    OUT_OF_ORDER = "out_of_order"
    LOANS = "loans"
    NOTES = "notes"


HOME_POSTS: Mapping[LineKind, str] = {
    LineKind.WAKE_UP: "order_taker",
    LineKind.TAXI: "concierge",
    LineKind.KEY: "front_desk",
    LineKind.DOOR_CHECK: "security_guard",
    LineKind.CALLER: "assistant_manager",
}
SECTION_OF: Mapping[LineKind, Section] = {
    LineKind.WAKE_UP: Section.WAKE_UPS,
    LineKind.TAXI: Section.TAXIS,
    LineKind.KEY: Section.KEYS,
    LineKind.NOTE: Section.NOTES,
    LineKind.DOOR_CHECK: Section.DOOR_CHECKS,
    LineKind.CALLER: Section.CALLERS,
}
LINE_SECTIONS = frozenset(SECTION_OF.values())
CODE_OF: Mapping[LineKind, str] = {LineKind.WAKE_UP: "wake_up_call", LineKind.TAXI: "taxi"}
"""The taxonomy code under which a guest's request is the same thing as a line of this kind."""
KIND_OF = {code: kind for kind, code in CODE_OF.items()}
ASKED = "asked"
"""The mark of an entry that nobody wrote: the request of a guest."""
WORK = "deliver"
"""The step under which a request's own task is given."""
SAME_WITHIN = timedelta(minutes=10)
"""A line and a request of one room and kind are one call where their hours lie no further apart: it may be rung again."""
ALARMED = frozenset({LineKind.WAKE_UP, LineKind.TAXI, LineKind.DOOR_CHECK})
NEEDS_TIME = frozenset({LineKind.WAKE_UP, LineKind.TAXI})
NEEDS_ROOM = frozenset({LineKind.WAKE_UP, LineKind.DOOR_CHECK})
IN_THE_ROOM = frozenset({LineKind.WAKE_UP, LineKind.DOOR_CHECK})
WITH_THE_GUEST = IN_THE_ROOM | {LineKind.TAXI}
TAKEN_BY_HAND = (LineKind.WAKE_UP, LineKind.TAXI, LineKind.KEY, LineKind.NOTE)
UNPRINTED = (LineKind.NOTE, LineKind.CALLER)
"""Kinds of lines that a paper of the whole house does not hold."""

BASIC = (Section.CASES, Section.TASKS, Section.NOTES)
LOBBY = tuple(Section)
BOOKS: Mapping[str, tuple[Section, ...]] = {
    "order_taker": (
        Section.WAKE_UPS, Section.DOOR_CHECKS, *BASIC, Section.PROMISES, Section.VIPS, Section.DND,
        Section.OUT_OF_ORDER, Section.LOANS,
    ),
    "service_supervisor": (
        Section.WAKE_UPS, Section.DOOR_CHECKS, *BASIC, Section.PROMISES, Section.VIPS, Section.DND, Section.LOANS,
    ),
    "front_desk": (
        *BASIC, Section.PROMISES, Section.WAKE_UPS, Section.TAXIS, Section.KEYS, Section.VIPS, Section.OUT_OF_ORDER,
        Section.LOANS,
    ),
    "assistant_manager": LOBBY,
    "manager_on_duty": LOBBY,
    "front_office_manager": LOBBY,
    "guest_relations": (*BASIC, Section.PROMISES, Section.CONTRADICTIONS, Section.VIPS),
    "concierge": (*BASIC, Section.TAXIS, Section.KEYS, Section.VIPS, Section.LOANS),
    "chief_concierge": (*BASIC, Section.TAXIS, Section.KEYS, Section.VIPS),
    "floor_supervisor": (*BASIC, Section.DND, Section.VIPS, Section.OUT_OF_ORDER, Section.LOANS, Section.KEYS),
    "executive_housekeeper": (*BASIC, Section.DND, Section.VIPS, Section.OUT_OF_ORDER, Section.LOANS),
    "engineer": (*BASIC, Section.OUT_OF_ORDER),
    "chief_engineer": (*BASIC, Section.OUT_OF_ORDER, Section.APPROVALS),
    "security_guard": (Section.DOOR_CHECKS, *BASIC, Section.KEYS, Section.DND),
    "security_manager": (Section.DOOR_CHECKS, *BASIC, Section.KEYS, Section.DND),
}  # fmt: skip
WHOLE_HOUSE = frozenset({"assistant_manager", "manager_on_duty", "front_office_manager"})

ALARM_POSTS: Mapping[str, Sequence[Sequence[str]]] = {
    LineKind.WAKE_UP: (
        ("order_taker",), ("order_taker", "service_supervisor"), ("assistant_manager",), ("manager_on_duty",),
    ),
    LineKind.TAXI: (("concierge",), ("front_desk",), ("assistant_manager",)),
    LineKind.DOOR_CHECK: (("security_guard",), ("assistant_manager",), ("manager_on_duty",)),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that the next shift must know. `code` and `number` say what the words are made of; `text` is redacted.

    `text_en` is its English where the house itself says it.
    """

    section: str
    id: str
    room: str = ""
    text: str = ""
    text_en: str = ""
    ref: str = ""
    kind: str = ""
    code: str = ""
    number: int = 0
    due_at: datetime | None = None
    since: datetime | None = None
    is_hidden: bool = False

    @property
    def back_on(self) -> date | None:
        """The day on which a room is back on sale; None where nobody named one."""
        is_closed = self.section == Section.OUT_OF_ORDER and self.code
        return date.fromisoformat(self.code) if is_closed else None

    def is_late(self, at: datetime) -> bool:
        """Whether its time has passed."""
        return self.due_at is not None and self.due_at < at


def sections_of(post: str) -> tuple[Section, ...]:
    """What stands in the book of a post."""
    return BOOKS.get(post, BASIC)


def joined(written: Sequence[Entry], asked: Sequence[Entry]) -> list[Entry]:
    """The lines by hand, each with the case in which a guest asked for it, and the rest of what guests asked for."""
    left, found = list(asked), []
    for line in written:
        same = next((one for one in left if _is_same_call(line, one)), None)
        if same is not None:
            left.remove(same)
        found.append(replace(line, ref=same.ref) if same else line)
    return found + left


def _is_same_call(line: Entry, asked: Entry) -> bool:
    """Whether a line and a request mean one call: kind, room, and hours that lie no further apart than a second try."""
    if line.due_at is None or asked.due_at is None or not line.room:
        return False
    return (line.kind, line.room) == (asked.kind, asked.room) and abs(
        line.due_at - asked.due_at
    ) <= SAME_WITHIN


def alarm_posts(kind: str, level: int) -> Sequence[str]:
    """Who hears the alarm of a line at this level; beyond the last level, those of the last."""
    rungs = ALARM_POSTS.get(kind, ())
    return rungs[min(level, len(rungs) - 1)] if rungs else ()


def dnd_stood_at_two(since: datetime, *, at: datetime, timezone: str) -> bool:
    """Whether do-not-disturb stood through the last 14:00 of the hotel: such a room had no service that day."""
    zone = ZoneInfo(timezone)
    local = at.astimezone(zone)
    two = datetime.combine(local.date(), DND_LOOKED_AT, tzinfo=zone)
    if local < two:
        two = datetime.combine(local.date() - timedelta(days=1), DND_LOOKED_AT, tzinfo=zone)
    return since <= two


def next_at(clock_time: time, *, at: datetime, timezone: str) -> datetime:
    """The next time that the hotel's clock shows this hour, in UTC."""
    zone = ZoneInfo(timezone)
    local = at.astimezone(zone)
    wanted = datetime.combine(local.date(), clock_time, tzinfo=zone)
    if wanted <= local:
        wanted = datetime.combine(local.date() + timedelta(days=1), clock_time, tzinfo=zone)
    return wanted.astimezone(UTC)


def frozen(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The entries as a row keeps them: no empty columns, times in ISO."""
    return [
        {
            name: value.isoformat() if isinstance(value, datetime) else str(value) if name == "section" else value
            for name, value in asdict(entry).items()
            if value not in ("", 0, None, False)
        }
        for entry in entries
    ]  # fmt: skip


def thawed(rows: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """The entries that a row keeps."""
    return [Entry(**{name: _thawed(name, value) for name, value in row.items()}) for row in rows]


def _thawed(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name in ("due_at", "since") else value


def digest_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """The SHA-256 of what a row keeps, in one canonical form."""
    told = json.dumps(list(rows), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


EVACUATION_WORDS: Mapping[str, tuple[str, ...]] = {
    "mobility": ("轮椅", "行动不便", "拐杖", "腿脚", "wheelchair", "mobility", "crutch", "walker"),
    "sight": ("视力", "失明", "盲", "blind", "sight", "vision"),
    "hearing": ("听力", "失聪", "聋", "deaf", "hearing"),
    "oxygen": ("氧气", "呼吸机", "oxygen", "ventilator"),
    "infant": ("婴儿", "新生儿", "infant", "baby"),
    "pregnant": ("孕", "pregnan"),
}


def evacuation_codes(special_needs: str) -> tuple[str, ...]:
    """What a rescuer must know of a guest's special needs, as codes; the words themselves are not printed."""
    said = special_needs.casefold()
    return tuple(code for code, words in EVACUATION_WORDS.items() if any(word in said for word in words))


def is_pack_due(newest: datetime | None, *, at: datetime) -> bool:
    """Whether the next downtime pack is to be made."""
    return newest is None or at - newest >= PACK_EVERY


def is_pack_stale(newest: datetime | None, *, at: datetime) -> bool:
    """Whether the newest pack is too old to run the house by."""
    return newest is None or at - newest > PACK_STALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of the record of one complaint."""

    received_at: datetime
    created_at: datetime
    is_anonymous: bool
    has_guest: bool
    has_department: bool
    is_with_someone: bool
    verdict: str = ""


def faults_of(
    record: Record, *, within: timedelta, looked_within: timedelta, at: datetime
) -> tuple[Fault, ...]:
    """What is late or missing in the record now, and what was late for good (ERR-05)."""
    found = []
    if record.created_at - record.received_at > within:
        found.append(Fault.ENTERED_LATE)
    if at - record.received_at > within:
        needs_file = not record.is_anonymous and record.verdict != Verdict.NO_FILE
        if needs_file and not record.has_guest:
            found.append(Fault.NOT_ON_FILE)
        if not (record.has_department and record.is_with_someone):
            found.append(Fault.NOT_AT_DEPARTMENT)
    if not record.verdict and at - record.received_at > looked_within:
        found.append(Fault.NOT_LOOKED_AT)
    return tuple(found)
