"""The only writers of lost & found: things from finding to handing over, and how long each kind is kept."""

from innkeeper.lost_property.actions.alleging import allege_theft
from innkeeper.lost_property.actions.claiming import claim_item
from innkeeper.lost_property.actions.items import (
    Handing,
    Noted,
    dispose,
    end_report,
    hand_over,
    keep_item,
    match_items,
    note_call,
    note_item,
    open_number,
)
from innkeeper.lost_property.actions.keeping import keeping_wished, set_keeping_time
from innkeeper.lost_property.rules import NEUTRAL_EN, NEUTRAL_ZH

__all__ = [
    "NEUTRAL_EN",
    "NEUTRAL_ZH",
    "Handing",
    "Noted",
    "allege_theft",
    "claim_item",
    "dispose",
    "end_report",
    "hand_over",
    "keep_item",
    "keeping_wished",
    "match_items",
    "note_call",
    "note_item",
    "open_number",
    "set_keeping_time",
]
