"""What a room's state may become, by which key. Pure: a table and its reader."""

from enum import StrEnum


class RoomState(StrEnum):
    """The state of a room as the whole house names it."""

    VACANT_CLEAN = "VC"
    VACANT_DIRTY = "VD"
    VACANT_INSPECTED = "VI"
    OCCUPIED_CLEAN = "OC"
    OCCUPIED_DIRTY = "OD"
    OUT_OF_ORDER = "OOO"
    OUT_OF_SERVICE = "OOS"


class RoomEvent(StrEnum):
    """What happens to a room."""

    CHECK_IN = "check_in"
    CHECK_OUT = "check_out"
    CLEANED = "cleaned"
    SOILED = "soiled"
    INSPECTED = "inspected"
    PUT_OUT_OF_ORDER = "put_out_of_order"
    PUT_OUT_OF_SERVICE = "put_out_of_service"
    PUT_BACK = "put_back"


class Flag(StrEnum):
    """What a room shows besides its state. Each is a moment since when, or nothing."""

    DND = "dnd"
    MAKE_UP = "make_up"
    DOUBLE_LOCKED = "double_locked"
    NO_LUGGAGE = "no_luggage"
    SLEPT_OUT = "slept_out"
    RUSH = "rush"


VC, VD, VI = RoomState.VACANT_CLEAN, RoomState.VACANT_DIRTY, RoomState.VACANT_INSPECTED
OC, OD = RoomState.OCCUPIED_CLEAN, RoomState.OCCUPIED_DIRTY
OOO, OOS = RoomState.OUT_OF_ORDER, RoomState.OUT_OF_SERVICE

OCCUPIED = frozenset({OC, OD})
READY = frozenset({VC, VI})
OFF_SALE = frozenset({OOO, OOS})
TAKES_OFF_SALE = frozenset({RoomEvent.PUT_OUT_OF_ORDER, RoomEvent.PUT_OUT_OF_SERVICE})
OF_GUEST = frozenset({Flag.DND, Flag.MAKE_UP, Flag.DOUBLE_LOCKED, Flag.NO_LUGGAGE, Flag.SLEPT_OUT})

TRANSITIONS: dict[tuple[RoomState, RoomEvent], RoomState] = {
    (VC, RoomEvent.CHECK_IN): OC,
    (VI, RoomEvent.CHECK_IN): OC,
    (OC, RoomEvent.CHECK_OUT): VD,
    (OD, RoomEvent.CHECK_OUT): VD,
    (VD, RoomEvent.CLEANED): VC,
    (OD, RoomEvent.CLEANED): OC,
    (VC, RoomEvent.SOILED): VD,
    (VI, RoomEvent.SOILED): VD,
    (OC, RoomEvent.SOILED): OD,
    (VC, RoomEvent.INSPECTED): VI,
    (VD, RoomEvent.INSPECTED): VI,
    (VC, RoomEvent.PUT_OUT_OF_ORDER): OOO,
    (VD, RoomEvent.PUT_OUT_OF_ORDER): OOO,
    (VI, RoomEvent.PUT_OUT_OF_ORDER): OOO,
    (OOS, RoomEvent.PUT_OUT_OF_ORDER): OOO,
    (VC, RoomEvent.PUT_OUT_OF_SERVICE): OOS,
    (VD, RoomEvent.PUT_OUT_OF_SERVICE): OOS,
    (VI, RoomEvent.PUT_OUT_OF_SERVICE): OOS,
    (OOO, RoomEvent.PUT_OUT_OF_SERVICE): OOS,
    (OOO, RoomEvent.PUT_BACK): VD,
    (OOS, RoomEvent.PUT_BACK): VD,
}
BY_STAY = frozenset({RoomEvent.CHECK_IN, RoomEvent.CHECK_OUT})


def after(state: RoomState, event: RoomEvent) -> RoomState | None:
    """The state that follows, or None where the event cannot happen in this state."""
    return TRANSITIONS.get((state, event))


def events_for(state: RoomState) -> tuple[RoomEvent, ...]:
    """The keys that hands may press on a room in this state; arrivals and departures come from stays."""
    return tuple(event for event in RoomEvent if event not in BY_STAY and (state, event) in TRANSITIONS)


def event_between(state: RoomState, wanted: RoomState) -> RoomEvent | None:
    """The key that leads from one state straight to another, or None."""
    return next((event for event in events_for(state) if TRANSITIONS[state, event] is wanted), None)


def keys_to(state: RoomState, wanted: RoomState) -> tuple[RoomEvent, ...]:
    """The fewest keys that lead from one state to another by hands alone; none where no way leads, or none is needed."""
    ways: list[tuple[RoomState, tuple[RoomEvent, ...]]] = [(state, ())]
    met = {state}
    for here, pressed in ways:
        if here is wanted:
            return pressed
        for event in events_for(here):
            follows = TRANSITIONS[here, event]
            if follows not in met:
                met.add(follows)
                ways.append((follows, (*pressed, event)))
    return ()


def may_flag(state: RoomState, flag: Flag) -> bool:
    """Whether the flag makes sense in this state: a guest's flags need a guest, a rush needs an empty room."""
    return state in OCCUPIED if flag in OF_GUEST else state in {VC, VD, VI}
