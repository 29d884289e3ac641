"""UUIDv7: an id that sorts roughly by time. Never an order, never a secret."""

import os
import time
from uuid import UUID


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
