"""The only writers of the shift's books."""

from innkeeper.handovers.actions.alarms import Rung, sound_alarm
from innkeeper.handovers.actions.handing_over import acknowledge, fill_handovers
from innkeeper.handovers.actions.lines import NewLine, add_line, finish_line, note_call, take_line_back

__all__ = [
    "NewLine",
    "Rung",
    "acknowledge",
    "add_line",
    "fill_handovers",
    "finish_line",
    "note_call",
    "sound_alarm",
    "take_line_back",
]
