"""How one value is sealed: AES-256-GCM bound to its place, with a commitment to its key. Pure; knows no table.

Blob, version 1: version (1 byte), key id (16), nonce (12), key commitment (32), ciphertext with tag (n + 16).
"""

import hmac
import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from innkeeper.vault.errors import SealBroken

VERSION = 1
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_ID_END = 17
NONCE_END = KEY_ID_END + NONCE_BYTES
COMMITMENT_END = NONCE_END + 32


@dataclass(frozen=True, slots=True)
class Context:
    """The place a value belongs to; moved elsewhere, it does not open. `field_id` reads "guests.Guest.phone"."""

    field_id: str
    row_id: UUID
    subject_id: UUID

    def bytes(self, header: bytes) -> bytes:
        """The additional data: the blob's header and the place, each part with its length before it."""
        parts = (header, self.field_id.encode(), self.row_id.bytes, self.subject_id.bytes)
        return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


class LiveKey:
    """One subject's data key, ready to work: the cipher and the commitment, both derived from the key (HKDF-Expand)."""

    __slots__ = ("_cipher", "_commitment", "id", "is_doubted", "subject_id")

    def __init__(self, secret: bytes, *, key_id: UUID, subject_id: UUID, is_doubted: bool = False) -> None:
        self.id = key_id
        self.subject_id = subject_id
        self.is_doubted = is_doubted
        self._cipher = AESGCM(hmac.digest(secret, b"innkeeper vault 1 encrypt\x01", "sha256"))
        self._commitment = hmac.digest(secret, b"innkeeper vault 1 commit\x01", "sha256")

    def seal(self, plain: bytes, *, field_id: str, row_id: UUID) -> bytes:
        """The blob of `plain`, bound to its field, row and subject."""
        header = bytes([VERSION]) + self.id.bytes
        nonce = os.urandom(NONCE_BYTES)
        context = Context(field_id=field_id, row_id=row_id, subject_id=self.subject_id)
        return header + nonce + self._commitment + self._cipher.encrypt(nonce, plain, context.bytes(header))

    def open(self, blob: bytes, *, context: Context) -> bytes:
        """What the blob holds. Raises SealBroken, the same for a wrong key, a wrong place and a changed byte."""
        nonce, commitment = blob[KEY_ID_END:NONCE_END], blob[NONCE_END:COMMITMENT_END]
        additional = context.bytes(blob[:KEY_ID_END])
        try:
            plain = self._cipher.decrypt(nonce, blob[COMMITMENT_END:], additional)
        except (InvalidTag, ValueError) as wrong:
            raise SealBroken() from wrong
        if not hmac.compare_digest(commitment, self._commitment):
            raise SealBroken()
        return plain


def key_id_of(blob: bytes) -> UUID:
    """Which data key sealed the blob. Raises SealBroken when it is no blob of a known version."""
    if len(blob) < COMMITMENT_END + TAG_BYTES or blob[0] != VERSION:
        raise SealBroken()
    return UUID(bytes=bytes(blob[1:KEY_ID_END]))
