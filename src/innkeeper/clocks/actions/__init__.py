"""The writers of clocks: start, pause, resume, stop, give up, move, cap, rebase, sweep. They write no audit entry:
that is the entry of the change which touches the clock."""

from innkeeper.clocks.actions.rebasing import rebase_clocks, retarget_clock
from innkeeper.clocks.actions.runs import (
    cancel_clocks,
    cap_clocks,
    give_back_clocks,
    move_clocks,
    pause_clocks,
    resume_clocks,
    start_clock,
    stop_clock,
)
from innkeeper.clocks.actions.sweeping import SweepReport, sweep

__all__ = [
    "SweepReport",
    "cancel_clocks",
    "cap_clocks",
    "give_back_clocks",
    "move_clocks",
    "pause_clocks",
    "rebase_clocks",
    "resume_clocks",
    "retarget_clock",
    "start_clock",
    "stop_clock",
    "sweep",
]
