"""The key that wraps all others: a port, and the file that stands for a key service in a single house."""

import hashlib
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings

from innkeeper.vault import custody
from innkeeper.vault.errors import SealBroken


class Kek(Protocol):
    """What the vault asks of a file or of a key service."""

    @property
    def id(self) -> str:
        """A name of this key that tells nothing about it."""

    def wrap(self, key: bytes) -> bytes:
        """The key, wrapped."""

    def unwrap(self, wrapped: bytes) -> bytes:
        """The key that was wrapped. Raises SealBroken for anything this KEK did not wrap."""


class FileKek:
    """A KEK kept in a file: AES-256 key wrap (RFC 3394)."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.id = hashlib.sha256(b"innkeeper kek id" + key).hexdigest()[:16]

    @classmethod
    def at(cls, path: Path) -> "FileKek":
        """The KEK kept at `path`. Raises SecretMissing."""
        return cls(custody.read_key(path))

    def wrap(self, key: bytes) -> bytes:
        """The key, wrapped."""
        return aes_key_wrap(self._key, key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """The key that was wrapped. Raises SealBroken."""
        return unwrapped(self._key, wrapped)


def unwrapped(wrapping_key: bytes, wrapped: bytes) -> bytes:
    """The key inside `wrapped` (RFC 3394). Raises SealBroken when it was not wrapped by `wrapping_key`."""
    try:
        return aes_key_unwrap(wrapping_key, wrapped)
    except InvalidUnwrap as wrong:
        raise SealBroken() from wrong


def current() -> Kek:
    """The KEK of this house. Raises SecretMissing before `innkeeper init`."""
    return FileKek.at(settings.SECRETS / custody.KEK)
