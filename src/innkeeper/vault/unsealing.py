"""Opening: only `audit` may import this file, and a contract holds everyone to it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from innkeeper.vault import kek
from innkeeper.vault.envelope import LiveKey
from innkeeper.vault.errors import KeyDestroyed, SealBroken
from innkeeper.vault.files import SealedFile
from innkeeper.vault.keyring import keys_by_id
from innkeeper.vault.values import Sealed

__all__ = ["fetch_keys", "open_file", "open_with"]


def fetch_keys(items: Sequence[Sealed]) -> dict[UUID, LiveKey]:
    """The keys that sealed the items, by their id; asked of the database each time, so a shred holds at once.

    Raises KeyDestroyed when one is gone, SealBroken when one cannot be unwrapped. Queries: 1 on the keys' database.
    """
    wanted = {item.key_id for item in items}
    keys = keys_by_id(wanted)
    if len(keys) < len(wanted):
        raise KeyDestroyed()
    return keys


def open_with(keys: Mapping[UUID, LiveKey], items: Sequence[Sealed]) -> list[bytes]:
    """What the items hold, in order. Raises SealBroken when a seal does not open."""
    return [
        key.open(item.blob, context=item.context(subject_id=key.subject_id))
        for item, key in ((item, keys[item.key_id]) for item in items)
    ]


def open_file(sealed: SealedFile) -> bytes:
    """What a sealed file holds; asks no database. Raises SealBroken for another KEK or a changed byte, SecretMissing."""
    key = kek.current().unwrap(sealed.wrapped)
    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.body, sealed.head)
    except InvalidTag as wrong:
        raise SealBroken() from wrong
