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
from innkeeper.stays.queries.rack import Cell, Floor, rack

__all__ = [
    "FIGURES",
    "Cell",
    "FigureRow",
    "Floor",
    "HouseFigures",
    "RoomCard",
    "StayCard",
    "StayPart",
    "card_for_room",
    "cards_for_rooms",
    "figure_list",
    "house_figures",
    "rack",
    "stay_card",
    "stays_of_guest",
]
