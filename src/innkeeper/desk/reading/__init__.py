"""The intake reader: one line of the desk becomes values. Pure: facts and time are handed in, no Django."""

from .danger import danger_in
from .facts import Code, HouseFacts, Item, Lexicon, Mark, Place, Reading, Rule
from .line import read
from .shipped import house_facts

__all__ = [
    "Code",
    "HouseFacts",
    "Item",
    "Lexicon",
    "Mark",
    "Place",
    "Reading",
    "Rule",
    "danger_in",
    "house_facts",
    "read",
]
