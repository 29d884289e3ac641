"""The only writers of hard cases, one file per story."""

from innkeeper.incidents.actions.damage import Damage, note_damage
from innkeeper.incidents.actions.disturbing import ask_exclusion, open_disturbance, refuse_judgement
from innkeeper.incidents.actions.gathering import gather
from innkeeper.incidents.actions.numbers import set_numbers
from innkeeper.incidents.actions.parting import forget_parted, leave_incident
from innkeeper.incidents.actions.raising import Alarm, raise_emergency, stand_down
from innkeeper.incidents.actions.rooms import (
    ROOM_VERBS,
    close_room_off,
    move_guest,
    settle_message,
    touch_room,
)
from innkeeper.incidents.actions.spreading import Spread, open_incident
from innkeeper.incidents.actions.telling import print_slips, tell_room
from innkeeper.incidents.actions.walking import WalkPlan, arrange_walk, begin_walk

__all__ = [
    "ROOM_VERBS",
    "Alarm",
    "Damage",
    "Spread",
    "WalkPlan",
    "arrange_walk",
    "ask_exclusion",
    "begin_walk",
    "close_room_off",
    "forget_parted",
    "gather",
    "leave_incident",
    "move_guest",
    "note_damage",
    "open_disturbance",
    "open_incident",
    "print_slips",
    "raise_emergency",
    "refuse_judgement",
    "set_numbers",
    "settle_message",
    "stand_down",
    "tell_room",
    "touch_room",
]  # fmt: skip
