"""The door for machines: a signed message is taken in and receipted; stale, forged and altered ones are refused."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from innkeeper.inbox import actions
from innkeeper.inbox.actions.sources import HOOK
from innkeeper.inbox.models import Hook
from innkeeper.kernel import clock
from innkeeper.kernel.actors import machine
from innkeeper.kernel.errors import InnkeeperError, InvalidInput, NotFound, NotPermitted
from innkeeper.vault.credentials import unlocked

FRESH = timedelta(minutes=5)
BODY_LIMIT = 256 * 1024
JSON_NAMES = {"key": "id"}
"""What the sender calls a field that the house calls otherwise."""


@csrf_exempt
@require_POST
def hook(request: HttpRequest, hook_id: UUID) -> HttpResponse:
    """Take one message: 202 and its receipt; the same id again answers the same receipt, other words under it 409."""
    try:
        return _taken(request, hook_id)
    except RawPostDataException:  # a form of several parts was read as one before it came here
        said = _("One JSON object in UTF-8.")
        return JsonResponse(
            {
                "type": "urn:innkeeper:invalid_input",
                "status": 422,
                "detail": _("The body is no JSON."),
                "errors": [{"field": "body", "detail": said}],
            },
            status=422,
            content_type="application/problem+json",
        )
    except InnkeeperError as wrong:
        body = {"type": f"urn:innkeeper:{wrong.code}", "status": wrong.status, "detail": wrong.text}
        errors = [
            {"field": JSON_NAMES.get(name, name), "detail": said} for name, said in wrong.fields.items()
        ]
        body |= {"errors": errors} if errors else {}
        return JsonResponse(body, status=wrong.status, content_type="application/problem+json")


def _taken(request: HttpRequest, hook_id: UUID) -> HttpResponse:
    at = clock.now()
    found = Hook.objects.filter(pk=hook_id, ended_at__isnull=True).first()
    if found is None:
        raise NotFound(_("There is no such source."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_LIMIT or len(request.body) > BODY_LIMIT:
        said = _("Send %(limit)d bytes at most.") % {"limit": BODY_LIMIT}
        raise InvalidInput(_("The message is too long."), fields={"body": said})
    _insist_signed(request, unlocked(found.secret_locked, purpose=HOOK), at=at)
    told = _read(request.body)
    arrival = actions.Arrival(
        source=f"hook:{found.pk}",
        key=_text(told, "id", 200),
        channel=found.channel,
        text=_text(told, "text", 20_001),
        sender=_text(told, "sender", 200),
        room=_text(told, "room", 12),
        received_at=_moment(told),
    )
    actor = machine(f"hook:{found.pk.hex[:8]}", machine_id=found.pk, property_id=found.property_id)
    received = actions.receive(actor=actor, property_id=found.property_id, arrival=arrival, at=at)
    Hook.objects.filter(pk=found.pk).update(last_ok_at=at)
    receipt: dict[str, Any] = {
        "receipt": received.code,
        "is_new": received.is_new,
        "text": actions.receipt_words(received.code),
    }
    if received.is_room_unknown:
        said = _("The hotel has no such room; the message is kept and a person will place it.")
        receipt["warnings"] = [{"field": "room", "detail": said}]
    return JsonResponse(receipt, status=202)


def _insist_signed(request: HttpRequest, secret: str, *, at: datetime) -> None:
    """HMAC-SHA256 over "timestamp.body", not older than five minutes. Raises NotPermitted."""
    stamp = request.headers.get("Innkeeper-Timestamp", "")
    given = request.headers.get("Innkeeper-Signature", "").removeprefix("sha256=")
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + request.body, hashlib.sha256).hexdigest()
    is_fresh = stamp.isascii() and stamp.isdigit() and len(stamp) < 12
    is_fresh = is_fresh and abs(at.timestamp() - int(stamp or 0)) <= FRESH.total_seconds()
    if not hmac.compare_digest(signed.encode(), given.encode()) or not is_fresh:
        raise NotPermitted(_("The signature is wrong or too old."))


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as broken:
        raise InvalidInput(
            _("The body is no JSON."), fields={"body": _("One JSON object in UTF-8.")}
        ) from broken
    if not isinstance(told, dict):
        raise InvalidInput(_("The body is no JSON."), fields={"body": _("One JSON object in UTF-8.")})
    return told


def _text(told: dict[str, Any], name: str, limit: int) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or len(value) > limit:
        said = _("Write a text of %(limit)d characters at most.") % {"limit": min(limit, 20_000)}
        raise InvalidInput(_("This text cannot be stored."), fields={name: said})
    return value


def _moment(told: dict[str, Any]) -> datetime | None:
    """When it was sent, None where it does not say. Raises InvalidInput for what names no moment."""
    value = told.get("sent_at")
    if value is None:
        return None
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        said = _("Write the time with its offset, as 2026-03-14T11:50:00+08:00.")
        raise InvalidInput(said, fields={"sent_at": said})
    return found
