"""UUIDv7, an id that sorts roughly by time, never an order, never a secret; and codes that people read out."""

import os
import secrets
import time
from uuid import UUID, uuid5

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Those that nobody takes for another: no I, L, O, 0, 1."""


def uuid7() -> UUID:
    """A new RFC 9562 version 7 id: 48 bits of milliseconds, 74 bits of chance."""
    milliseconds = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= ((chance >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= chance & ((1 << 62) - 1)
    return UUID(int=value)


def key_of(form: UUID, *said: object) -> UUID:
    """By what the same thing is known again: the form that it came in, with what was said in it.

    Sent twice, a form means one thing; sent again with other words, by who went back in the browser, it means another.
    Where the form's own key is kept nowhere, nobody can try out words against this one.
    """
    return uuid5(form, "\0".join(map(str, said)))


def random_code(length: int) -> str:
    """A code by chance that can be read out on the phone and typed."""
    return "".join(secrets.choice(LETTERS) for _place in range(length))
