"""Reading what arrives by itself for danger to life: the words only, as the log of the desk keeps them."""

from datetime import datetime
from uuid import UUID

from innkeeper.desk.queries.intake import facts_of
from innkeeper.desk.reading import danger_in
from innkeeper.inbox.actions import warn_of_danger
from innkeeper.inbox.queries import words_of
from innkeeper.kernel.actors import Actor
from innkeeper.properties.queries import property_of

HEARD = 300
"""Characters: who is in danger writes little; a long letter tells what has been."""


def read_for_danger(*, actor: Actor, message_id: UUID, at: datetime) -> str:
    """The code of life safety that a message speaks of, "" for none; whoever can raise the alarm is told to read it.

    Reads the redacted words: what is danger is nobody's name, and nothing sealed is opened. Safe to repeat.
    """
    property_id, words = words_of(message_id)
    facts = facts_of(property_id, property_of(property_id).timezone)
    code = danger_in(words[:HEARD], facts=facts)
    if code:
        warn_of_danger(actor=actor, message_id=message_id, code=code, at=at)
    return code
