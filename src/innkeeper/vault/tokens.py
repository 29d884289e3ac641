"""Look-up without opening: equal values of one column and scope have equal tokens, and nothing leads back."""

import hmac
from uuid import UUID

from django.conf import settings

from innkeeper.vault import custody

TOKEN_BYTES = 16


def lookup_token(value: str, *, column: str, scope_id: UUID) -> bytes:
    """16 bytes that stand for `value` in `column` of one property or group; the caller has folded the value.

    Raises ValueError for an empty value, SecretMissing before `innkeeper init`.
    """
    if not value:
        raise ValueError("An empty value has no token.")
    name = column.encode()
    message = len(name).to_bytes(2, "big") + name + scope_id.bytes + value.encode()
    key = custody.read_key(settings.SECRETS / custody.TOKENS)
    return hmac.digest(key, message, "sha256")[:TOKEN_BYTES]
