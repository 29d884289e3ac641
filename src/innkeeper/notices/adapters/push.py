"""Web push: the payload sealed for the one browser, signed with the house's own key (VAPID, RFC 8292)."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid02
from pywebpush import WebPusher

from innkeeper.vault import custody

SIGNED_FOR = timedelta(hours=12)
KEPT_SECONDS = 3600
AUTH_BYTES = 16
CONTACT = "mailto:desk@innkeeper.invalid"


def public_key() -> str:
    """What a browser is told when it enrols. Raises SecretMissing."""
    point = _key().public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode("ascii")


def sealed_payload(told: Mapping[str, str], *, address: Mapping[str, str]) -> bytes:
    """The payload that only this browser can open (RFC 8291)."""
    keys = {"p256dh": address["p256dh"], "auth": address["auth"]}
    pusher = WebPusher({"endpoint": address["endpoint"], "keys": keys})
    return bytes(pusher.encode(json.dumps(told, ensure_ascii=False).encode())["body"])


def can_seal(*, p256dh: str, auth: str) -> bool:
    """Whether these are a browser's keys: a point of the curve, and sixteen bytes (RFC 8291)."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(p256dh))
        return len(_bytes(auth)) == AUTH_BYTES
    except ValueError:
        return False


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def headers(endpoint: str, *, is_urgent: bool, topic: str, at: datetime) -> tuple[tuple[str, str], ...]:
    """The headers of one push: `topic` lets a repeated one take the place of the first."""
    place = urlsplit(endpoint)
    claims = {
        "aud": f"{place.scheme}://{place.netloc}",
        "exp": int((at + SIGNED_FOR).timestamp()),
        "sub": CONTACT,
    }
    signed = _key().sign(claims)
    return (
        ("Authorization", str(signed["Authorization"])),
        ("Content-Encoding", "aes128gcm"),
        ("TTL", str(KEPT_SECONDS)),
        ("Urgency", "high" if is_urgent else "normal"),
        ("Topic", topic),
    )


def _key() -> Vapid02:
    raw = custody.read_key(settings.SECRETS / custody.VAPID)
    return Vapid02.from_raw(base64.urlsafe_b64encode(raw).rstrip(b"="))
