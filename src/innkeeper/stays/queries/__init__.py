"""Reads of the live house for intake, boards and lists."""

from innkeeper.stays.queries.cards import (
    RoomCard,
    StayCard,
    StayPart,
    card_for_room,
    cards_for_rooms,
    stay_card,
    stays_of_guest,
)
from innkeeper.stays.queries.figures import FIGURES, FigureRow, HouseFigures, figure_list, house_figures
from innkeeper.stays.queries.imports import (
    BadRowLine,
    bad_row_table,
    bad_rows,
    house_named,
    recent_runs,
    refusal_words,
    run_for,
)
from innkeeper.stays.queries.rack import Cell, Floor, rack

__all__ = [
    "FIGURES",
    "BadRowLine",
    "Cell",
    "FigureRow",
    "Floor",
    "HouseFigures",
    "RoomCard",
    "StayCard",
    "StayPart",
    "bad_row_table",
    "bad_rows",
    "card_for_room",
    "cards_for_rooms",
    "figure_list",
    "house_figures",
    "house_named",
    "rack",
    "recent_runs",
    "refusal_words",
    "run_for",
    "stay_card",
    "stays_of_guest",
]
