"""Reads of hard cases: cards and numbers, an incident and its rooms, walks, facts of the gates."""

from innkeeper.incidents.queries.cards import (
    card_of,
    cards,
    numbers_of,
    place_words,
    places,
    shown_numbers,
    theme_of,
)
from innkeeper.incidents.queries.facts import emergency_facts, incident_facts, walk_facts
from innkeeper.incidents.queries.moves import Elsewhere, rooms_instead
from innkeeper.incidents.queries.pages import (
    RoomLine,
    damage_of,
    emergency_of,
    incident_joined,
    incident_of,
    message_of,
    past_from,
    room_lines,
    walk_of,
)
from innkeeper.incidents.queries.telling import ToldLine, rows_to_tell, told_lines
from innkeeper.incidents.queries.walks import Candidate, candidates

__all__ = [
    "Candidate", "Elsewhere", "RoomLine", "ToldLine", "candidates", "card_of", "cards", "damage_of", "emergency_facts", "emergency_of", "incident_facts", "incident_joined", "incident_of",
    "message_of", "numbers_of", "past_from", "place_words", "places", "room_lines", "rooms_instead", "rows_to_tell", "shown_numbers", "theme_of",
    "told_lines", "walk_facts", "walk_of",
]  # fmt: skip
