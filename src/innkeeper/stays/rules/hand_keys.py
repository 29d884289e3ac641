"""Hand keys typed as one line: `1208 VC`, `1208 空净`, `1208 OOO 漏水`, `1208 DND`, `1208 -DND`. Pure."""

import re
from dataclasses import dataclass

from innkeeper.stays.rules.rooms import Flag, RoomState

STATES = {
    "vc": RoomState.VACANT_CLEAN, "空净": RoomState.VACANT_CLEAN,
    "vd": RoomState.VACANT_DIRTY, "空脏": RoomState.VACANT_DIRTY,
    "vi": RoomState.VACANT_INSPECTED, "已检": RoomState.VACANT_INSPECTED,
    "oc": RoomState.OCCUPIED_CLEAN, "住净": RoomState.OCCUPIED_CLEAN,
    "od": RoomState.OCCUPIED_DIRTY, "住脏": RoomState.OCCUPIED_DIRTY,
    "ooo": RoomState.OUT_OF_ORDER, "维修房": RoomState.OUT_OF_ORDER,
    "oos": RoomState.OUT_OF_SERVICE, "停用房": RoomState.OUT_OF_SERVICE,
}  # fmt: skip
FLAGS = {
    "dnd": Flag.DND, "请勿打扰": Flag.DND, "mur": Flag.MAKE_UP, "请打扫": Flag.MAKE_UP,
    "dl": Flag.DOUBLE_LOCKED, "双锁": Flag.DOUBLE_LOCKED, "nb": Flag.NO_LUGGAGE, "无行李": Flag.NO_LUGGAGE,
    "so": Flag.SLEPT_OUT, "外宿": Flag.SLEPT_OUT, "rush": Flag.RUSH, "赶房": Flag.RUSH,
}  # fmt: skip
TAKES_REASON = frozenset({RoomState.OUT_OF_ORDER, RoomState.OUT_OF_SERVICE})
LINE = re.compile(
    r"\s*(?P<room>[0-9A-Za-z]{1,10})\s+(?P<off>-)?(?P<key>[a-z]+|[一-鿿]+)(?:\s+(?P<rest>.+?))?\s*", re.I
)


@dataclass(frozen=True, slots=True)
class HandKey:
    """One key pressed on one room: its next state, or a mark set or cleared."""

    room: str
    state: RoomState | None = None
    flag: Flag | None = None
    is_set: bool = True
    reason: str = ""


def read_key(line: str) -> HandKey | None:
    """The key in the line, or None where it is a guest's sentence: only the bare key counts, a reason only where one is taken."""
    found = LINE.fullmatch(line)
    if found is None:
        return None
    room, rest, word = found["room"], (found["rest"] or "").strip(), found["key"].lower()
    state, flag = STATES.get(word), FLAGS.get(word)
    if state is not None and not found["off"] and (not rest or state in TAKES_REASON):
        return HandKey(room, state=state, reason=rest[:60])
    if flag is not None and not rest:
        return HandKey(room, flag=flag, is_set=not found["off"])
    return None
