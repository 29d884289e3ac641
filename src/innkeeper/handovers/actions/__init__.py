"""The only writers of the shift's books."""

from innkeeper.handovers.actions.alarms import Rung, sound_alarm
from innkeeper.handovers.actions.callers import add_caller_line
from innkeeper.handovers.actions.duty_log import NewEntry, note_follow_up, write_log
from innkeeper.handovers.actions.following import end_lines, move_lines
from innkeeper.handovers.actions.handing_over import acknowledge, fill_handovers
from innkeeper.handovers.actions.lines import NewLine, add_line, finish_line, note_call, take_line_back
from innkeeper.handovers.actions.records import look_again

__all__ = [
    "NewEntry",
    "NewLine",
    "Rung",
    "acknowledge",
    "add_caller_line",
    "add_line",
    "end_lines",
    "fill_handovers",
    "finish_line",
    "look_again",
    "move_lines",
    "note_call",
    "note_follow_up",
    "sound_alarm",
    "take_line_back",
    "write_log",
]
