"""Whole files at rest: each under a key of its own that the KEK wraps, so that the file and the KEK are enough to open it.

No table is asked: what must be read when the databases are gone cannot depend on them. Opening is in `unsealing`.
"""

import base64
import json
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from innkeeper.vault import kek
from innkeeper.vault.errors import SealBroken

MAGIC = b"INNKEEPER SEALED FILE 1\n"
KEY_BYTES, NONCE_BYTES = 32, 12


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file taken apart: `label` says in clear what it is, `head` is what the seal is bound to."""

    label: str
    wrapped: bytes
    nonce: bytes
    head: bytes
    body: bytes

    @classmethod
    def read(cls, blob: bytes) -> "SealedFile":
        """The parts. Raises SealBroken for anything that is no sealed file."""
        try:
            magic, line, body = blob[: len(MAGIC)], *blob[len(MAGIC) :].split(b"\n", 1)
            told = json.loads(line)
            if magic != MAGIC:
                raise SealBroken()
            key, nonce = base64.b64decode(told["key"]), base64.b64decode(told["nonce"])
            return cls(str(told["label"]), key, nonce, MAGIC + line, body)
        except (ValueError, KeyError, TypeError) as wrong:
            raise SealBroken() from wrong


def seal_file(plain: bytes, *, label: str) -> bytes:
    """The sealed file (AES-256-GCM under a fresh key). `label` stands in clear: a code, never a personal value."""
    wrapper, key, nonce = kek.current(), os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
    told = {
        "kek": wrapper.id,
        "key": base64.b64encode(wrapper.wrap(key)).decode(),
        "label": label,
        "nonce": base64.b64encode(nonce).decode(),
    }
    head = MAGIC + json.dumps(told, sort_keys=True).encode()
    return head + b"\n" + AESGCM(key).encrypt(nonce, plain, head)
