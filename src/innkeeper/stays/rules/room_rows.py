"""How a line of a room-states file is read: its header, its cells, and what is wrong with it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from innkeeper.kernel import text
from innkeeper.stays.rules.hand_keys import STATES
from innkeeper.stays.rules.import_rows import Problem, Wrong, day, places_of, wrong_texts
from innkeeper.stays.rules.rooms import OCCUPIED, OFF_SALE, RoomState, keys_to

HEADERS: Mapping[str, tuple[str, ...]] = {
    "room": ("room", "room number", "room no", "房号", "房间号"),
    "state": ("state", "room state", "status", "room status", "房态", "状态"),
    "reason": ("reason", "remark", "原因", "备注"),
    "back_on": ("back on", "back", "return date", "恢复日期", "预计恢复"),
}
REQUIRED = ("room", "state")
LONGEST = {"room": 10, "state": 30, "reason": 60, "back_on": 20}
WORDS: Mapping[str, RoomState] = {
    **STATES,
    "vacant clean": RoomState.VACANT_CLEAN,
    "vacant dirty": RoomState.VACANT_DIRTY,
    "inspected": RoomState.VACANT_INSPECTED,
    "vacant inspected": RoomState.VACANT_INSPECTED,
    "occupied clean": RoomState.OCCUPIED_CLEAN,
    "occupied dirty": RoomState.OCCUPIED_DIRTY,
    "out of order": RoomState.OUT_OF_ORDER,
    "out of service": RoomState.OUT_OF_SERVICE,
}


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One good line of a room-states file."""

    number: int
    room: str
    state: RoomState
    reason: str
    back_on: date | None


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Where each known column stands; headings in Chinese or English, in any order."""
    return places_of(header, HEADERS)


def read_row(
    number: int, cells: Sequence[str], columns: Mapping[str, int], *, today: date
) -> RoomRow | list[Wrong]:
    """The line as a room and its state, or everything that is wrong with it."""
    given = {name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()}
    wrong = wrong_texts(given, required=REQUIRED, longest=LONGEST)
    if wrong:
        return wrong
    state = WORDS.get(text.folded(given["state"]).replace("-", " "))
    if state is None:
        return [Wrong("state", Problem.UNKNOWN_STATE)]
    reason, back_on = given.get("reason", ""), None
    if state in OFF_SALE:
        if not reason:
            wrong.append(Wrong("reason", Problem.NO_REASON))
        if given.get("back_on"):
            back_on = day(given["back_on"])
            if back_on is None:
                wrong.append(Wrong("back_on", Problem.NOT_A_DAY))
            elif back_on < today:
                wrong.append(Wrong("back_on", Problem.DAY_PAST))
    return wrong or RoomRow(number, given["room"], state, reason, back_on)


def problem_with(was: RoomState, wanted: RoomState) -> Wrong | None:
    """What stands against the new state: guests move in and out by their stays, never by a list of rooms."""
    if was is wanted or keys_to(was, wanted):
        return None
    return Wrong("state", Problem.LIVED_IN if was in OCCUPIED else Problem.NOBODY_LIVES)
