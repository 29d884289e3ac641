"""The only writers of guest files."""

from innkeeper.guests.actions.erasing import (
    ErasureOutcome,
    carry_out_erasure,
    erase_guest,
    finish_erasures,
    tell_erasure_due,
    withdraw_erasure,
)
from innkeeper.guests.actions.files import add_preference, change_guest, register_guest
from innkeeper.guests.actions.items import GuestItems
from innkeeper.guests.actions.many import register_many
from innkeeper.guests.actions.reading import note_look, read_file, read_recent
from innkeeper.guests.actions.revealing import open_names, reveal_field
from innkeeper.guests.actions.searching import search_archive

__all__ = [
    "ErasureOutcome",
    "GuestItems",
    "add_preference",
    "carry_out_erasure",
    "change_guest",
    "erase_guest",
    "finish_erasures",
    "note_look",
    "open_names",
    "read_file",
    "read_recent",
    "register_guest",
    "register_many",
    "reveal_field",
    "search_archive",
    "tell_erasure_due",
    "withdraw_erasure",
]
