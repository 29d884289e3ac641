"""The moments of the day (day.md) beside the wishes and complaints that come by chance, each at its hour."""

from datetime import time, timedelta

from innkeeper.config.simulation.moments import danger, desk, nights, stays
from innkeeper.config.simulation.stage import Moment

MINUTES, HOURS = timedelta(minutes=1), timedelta(hours=1)
MOMENTS = (
    Moment("briefing", time(7, 30), desk.briefing, 30 * MINUTES),
    Moment("late check-out", time(9, 10), stays.late_check_out, 30 * MINUTES),
    Moment("dispute", time(9, 30), desk.dispute, 4 * HOURS),
    Moment("allergy", time(13, 15), danger.allergy, 3 * HOURS),
    Moment("shared phone", time(14, 10), desk.shared_phone, HOURS),
    Moment("smoke", time(15, 17), danger.smoke, 3 * HOURS),
    Moment("chat", time(16, 0), desk.chat, 3 * HOURS),
    Moment("review", time(17, 30), desk.review, 2 * HOURS),
    Moment("room move", time(18, 15), stays.room_move, 2 * HOURS),
    Moment("wife phones", time(19, 0), desk.wife_phones, 30 * MINUTES),
    Moment("message", time(19, 20), desk.message, HOURS),
    Moment("welfare", time(19, 40), danger.welfare, 2 * HOURS),
    Moment("ring", time(20, 30), stays.ring, 4 * HOURS),
    Moment("walk", time(21, 30), stays.walk, 2 * HOURS),
    Moment("officers", time(22, 15), danger.officers, 2 * HOURS),
    Moment("approval by phone", time(2, 20), nights.approval_by_phone, 270 * MINUTES),
    Moment("letter at three", time(3, 0), nights.letter, HOURS),
    Moment("no breath", time(4, 10), danger.no_breath, 150 * MINUTES),
    Moment("hot water", time(5, 50), nights.hot_water, HOURS),
)
"""A day from seven to seven holds them all. Every name stands in the report where its moment did not come to its end."""
