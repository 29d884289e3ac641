"""Group bots of WeCom, DingTalk and Feishu: what each wants to hear, how it is signed, how it says no."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from innkeeper.outbox.ports import Refused, Unsure

BUSY = frozenset({-1, 45009, 45033, 9499, 11232, 130101, 410100})
"""Codes of the three that mean "later": system busy, too often."""


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """What is posted where."""

    address: str
    body: bytes


def letter(kind: str, *, address: str, secret: str, text: str, at: datetime) -> Letter:
    """The message as the bot of this kind takes it, signed where the group asks for it. Raises KeyError."""
    return LETTERS[kind](address, secret, text, at)


def judge(said: bytes) -> None:
    """Read the answer: all three answer 200 to what they drop. Raises Refused, Unsure."""
    try:
        told: Any = json.loads(said)
        code = int(told.get("errcode", told.get("code", told.get("StatusCode", 0))))
    except (ValueError, AttributeError, TypeError) as odd:
        raise Unsure("bot_unreadable") from odd
    if code in BUSY:
        raise Unsure(f"bot_{code}")
    if code:
        raise Refused(f"bot_{code}")


def _wecom(address: str, secret: str, text: str, at: datetime) -> Letter:
    return Letter(address, _json({"msgtype": "text", "text": {"content": text}}))


def _dingtalk(address: str, secret: str, text: str, at: datetime) -> Letter:
    if secret:
        stamp = str(round(at.timestamp() * 1000))
        sign = _signed(secret.encode(), f"{stamp}\n{secret}".encode())
        address += f"{'&' if '?' in address else '?'}timestamp={stamp}&sign={quote_plus(sign)}"
    return Letter(address, _json({"msgtype": "text", "text": {"content": text}}))


def _feishu(address: str, secret: str, text: str, at: datetime) -> Letter:
    told: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        stamp = str(int(at.timestamp()))
        told |= {"timestamp": stamp, "sign": _signed(f"{stamp}\n{secret}".encode(), b"")}
    return Letter(address, _json(told))


def _signed(key: bytes, words: bytes) -> str:
    return base64.b64encode(hmac.new(key, words, hashlib.sha256).digest()).decode("ascii")


def _json(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()


LETTERS: Mapping[str, Callable[[str, str, str, datetime], Letter]] = {
    "wecom": _wecom,
    "dingtalk": _dingtalk,
    "feishu": _feishu,
}
