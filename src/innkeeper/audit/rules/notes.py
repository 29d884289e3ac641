"""Signed notes (C2SP signed-note) and checkpoints (C2SP tlog-checkpoint): Ed25519 over plain text lines."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DASH = "\u2014"


class NoteBroken(ValueError):
    """The text is no note, or no signature on it is by the key."""


def origin_of(log_id: UUID) -> str:
    """The name of a log: it stands in every checkpoint and names the key."""
    return f"innkeeper-audit/{log_id}"


class Verifier:
    """Checks notes by the public key of one log."""

    def __init__(self, name: str, public: bytes) -> None:
        self.name = name
        self._key = Ed25519PublicKey.from_public_bytes(public)
        self._public = public
        self.key_hash = hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]

    @classmethod
    def read(cls, vkey: str) -> "Verifier":
        """The verifier written as name+hash+key. Raises NoteBroken."""
        try:
            name, key_hash, key = vkey.strip().split("+", 2)
            raw = base64.b64decode(key, validate=True)
            found = cls(name, raw[1:])
        except ValueError as wrong:
            raise NoteBroken("This is not a verifier key.") from wrong
        if raw[:1] != ED25519 or key_hash != found.key_hash.hex():
            raise NoteBroken("This is not a verifier key.")
        return found

    def vkey(self) -> str:
        """The verifier as text that may be handed to anyone."""
        key = base64.b64encode(ED25519 + self._public).decode()
        return f"{self.name}+{self.key_hash.hex()}+{key}"

    def text_of(self, note: str) -> str:
        """The signed text of a note. Raises NoteBroken when this key did not sign it."""
        text, gap, signatures = note.rpartition("\n\n")
        if not gap:
            raise NoteBroken("This is not a signed note.")
        text += "\n"
        for line in signatures.splitlines():
            parts = line.split(" ")
            if len(parts) == 3 and parts[0] == DASH and parts[1] == self.name:
                self._check(text, parts[2])
                return text
        raise NoteBroken("The note is not signed by this log.")

    def _check(self, text: str, signature: str) -> None:
        try:
            raw = base64.b64decode(signature, validate=True)
            if raw[:4] != self.key_hash:
                raise NoteBroken("The note is signed by another key.")
            self._key.verify(raw[4:], text.encode())
        except (binascii.Error, InvalidSignature) as wrong:
            raise NoteBroken("The signature of the note is wrong.") from wrong


class Signer:
    """Signs notes in the name of one log."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    def note(self, text: str) -> str:
        """The text, which ends with a newline, with its signature below."""
        raw = self.verifier.key_hash + self._key.sign(text.encode())
        return f"{text}\n{DASH} {self.verifier.name} {base64.b64encode(raw).decode()}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How large the tree was, with which root, in which epoch, and when that was signed."""

    origin: str
    size: int
    root: bytes
    epoch: int
    at: datetime

    def text(self) -> str:
        """The lines that are signed: the three of C2SP, then two of our own."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\nepoch {self.epoch}\ntime {_stamp(self.at)}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """The checkpoint of a note's text. Raises NoteBroken."""
        try:
            origin, size, root, epoch, at = text.splitlines()
            return cls(
                origin=origin,
                size=int(size),
                root=base64.b64decode(root, validate=True),
                epoch=int(epoch.removeprefix("epoch ")),
                at=datetime.fromisoformat(at.removeprefix("time ")),
            )
        except ValueError as wrong:
            raise NoteBroken("This is not a checkpoint.") from wrong


@dataclass(frozen=True, slots=True)
class Epoch:
    """A signed break: from `base_size` on, the leaves of `number` count and those of earlier epochs do not."""

    origin: str
    number: int
    base_size: int
    base_root: bytes
    reason: str
    at: datetime

    def text(self) -> str:
        """The lines that are signed."""
        root = base64.b64encode(self.base_root).decode()
        told = f"epoch {self.number}\n{self.base_size}\n{root}\n{self.reason}\ntime {_stamp(self.at)}\n"
        return f"{self.origin}\n{told}"

    @classmethod
    def parse(cls, text: str) -> "Epoch":
        """The epoch of a note's text. Raises NoteBroken."""
        try:
            origin, number, size, root, reason, at = text.splitlines()
            return cls(
                origin=origin,
                number=int(number.removeprefix("epoch ")),
                base_size=int(size),
                base_root=base64.b64decode(root, validate=True),
                reason=reason,
                at=datetime.fromisoformat(at.removeprefix("time ")),
            )
        except ValueError as wrong:
            raise NoteBroken("This is not an epoch.") from wrong


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
