"""Secrets of machines (a bot's address, a mailbox's password): encrypted at rest, opened only to be used. Not personal data."""

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from innkeeper.vault import custody

NONCE = 12


def locked(text: str, *, purpose: str) -> str:
    """The secret as a table holds it; it opens under the same purpose only. Raises SecretMissing."""
    nonce = os.urandom(NONCE)
    box = _cipher(purpose).encrypt(nonce, text.encode(), purpose.encode())
    return base64.b64encode(nonce + box).decode("ascii")


def unlocked(box: str, *, purpose: str) -> str:
    """The secret again. Raises InvalidTag when it was tampered with or the key changed."""
    blob = base64.b64decode(box)
    return _cipher(purpose).decrypt(blob[:NONCE], blob[NONCE:], purpose.encode()).decode()


def _cipher(purpose: str) -> AESGCM:
    key = custody.read_key(settings.SECRETS / custody.TOKENS)
    return AESGCM(hmac.new(key, b"credentials:" + purpose.encode(), hashlib.sha256).digest())
