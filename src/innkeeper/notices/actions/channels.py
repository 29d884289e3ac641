"""Ways out of the house: a colleague's device that may be rung, a group's bot."""

import json
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.notices.adapters.push import can_seal
from innkeeper.notices.models import BotKind, GroupBot, PushDevice
from innkeeper.outbox.addresses import looked_up
from innkeeper.properties.queries import departments
from innkeeper.vault.credentials import locked

PUSH, BOT, BOT_SECRET = "notices.push", "notices.bot", "notices.bot_secret"
SETTINGS = "settings.change"
ADDRESS_LIMIT = 2000


def enrol_push(
    *, actor: Actor, property_id: UUID, endpoint: str, p256dh: str, auth: str, language: str, at: datetime
) -> UUID:
    """Let this browser be rung for its person. The same browser again renews what is known of it.

    Raises InvalidInput for an address that the house may not call or keys that seal nothing, NotFound for another hotel.
    """
    _insist_here(actor, property_id)
    given = {"endpoint": endpoint, "p256dh": p256dh, "auth": auth}
    said = _("This device cannot be rung.")
    wrong = {name: said for name, one in given.items() if not one or len(one) > ADDRESS_LIMIT}
    if not wrong and not can_seal(p256dh=p256dh, auth=auth):
        wrong = {"p256dh": said, "auth": said}
    if wrong:
        raise InvalidInput(said, fields=wrong)
    host = looked_up(endpoint, inside_hosts=settings.INSIDE_HOSTS).host
    address = locked(json.dumps(given), purpose=PUSH)
    digest = sha256(endpoint.encode()).hexdigest()
    with transaction.atomic():
        row, _is_new = PushDevice.objects.update_or_create(
            digest=digest,
            defaults={
                "property_id": property_id,
                "staff_id": actor.id,
                "session": actor.session,
                "host": host[:120],
                "language": language,
                "address_locked": address,
                "added_at": at,
                "ended_at": None,
                "failing_since": None,
                "last_error": "",
            },
        )
        _note(actor, "notices.push_enrolled", row.pk, property_id, at, host=host[:80])
    return row.pk


def end_push(*, actor: Actor, device_id: UUID, at: datetime) -> None:
    """Ring this device no more: one's own, or any of the hotel for who changes settings. Raises NotFound."""
    rows = PushDevice.objects.filter(pk=device_id, ended_at__isnull=True)
    mine = rows.filter(staff_id=actor.id)
    if actor.may(SETTINGS):
        mine = rows.filter(property_id__in=actor.property_ids)
    row = mine.first()
    if row is None:
        raise NotFound(_("There is no such device."))
    with transaction.atomic():
        mine.update(ended_at=at)
        _note(actor, "notices.push_ended", row.pk, row.property_id, at, host=row.host[:80])


def add_bot(
    *,
    actor: Actor,
    property_id: UUID,
    kind: str,
    name: str,
    address: str,
    at: datetime,
    secret: str = "",
    department: str = "",
) -> UUID:
    """Let the house speak through a group's bot, for a department or for all. Raises NotPermitted, NotFound, InvalidInput."""
    _insist(actor, property_id)
    wrong: dict[str, str] = {}
    if kind not in BotKind.values:
        wrong["kind"] = _("Choose one of the list.")
    if not name.strip() or len(name) > 40:
        wrong["name"] = _("Give the group a name of at most 40 characters.")
    if department and department not in {one.code for one in departments(property_id)}:
        wrong["department"] = _("Choose a department.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    try:
        host = looked_up(address.strip()[:ADDRESS_LIMIT], inside_hosts=settings.INSIDE_HOSTS).host
    except InvalidInput as refused:
        raise InvalidInput(refused.text, fields={"address": refused.text}) from refused
    boxes = {
        "address_locked": locked(address.strip(), purpose=BOT),
        "secret_locked": locked(secret.strip(), purpose=BOT_SECRET) if secret.strip() else "",
    }
    with transaction.atomic():
        row = GroupBot.objects.create(
            property_id=property_id,
            kind=kind,
            name=name.strip(),
            department=department,
            host=host[:120],
            added_by_id=actor.id,
            added_at=at,
            **boxes,
        )
        _note(actor, "notices.bot_added", row.pk, property_id, at, kind=kind, department=department)
    return row.pk


def end_bot(*, actor: Actor, bot_id: UUID, at: datetime) -> None:
    """Speak through this bot no more. Raises NotPermitted, NotFound."""
    row = bot_of(actor, bot_id)
    with transaction.atomic():
        GroupBot.objects.filter(pk=row.pk).update(ended_at=at)
        _note(actor, "notices.bot_ended", row.pk, row.property_id, at, kind=row.kind)


def bot_of(actor: Actor, bot_id: UUID) -> GroupBot:
    """A live bot of the actor's hotels. Raises NotFound, NotPermitted."""
    row = GroupBot.objects.filter(
        pk=bot_id, property_id__in=actor.property_ids, ended_at__isnull=True
    ).first()
    if row is None:
        raise NotFound(_("There is no such group."))
    _insist(actor, row.property_id)
    return row


def _insist_here(actor: Actor, property_id: UUID) -> None:
    if not actor.is_system and property_id not in actor.property_ids:
        raise NotFound(_("There is no such hotel."))


def _insist(actor: Actor, property_id: UUID) -> None:
    _insist_here(actor, property_id)
    if not actor.may(SETTINGS):
        raise NotPermitted(_("Your post does not change settings."))


def _note(actor: Actor, verb: str, object_id: UUID, property_id: UUID, at: datetime, **facts: str) -> None:
    record(
        actor=actor,
        verb=verb,
        kind="channel",
        object_id=object_id,
        property_id=property_id,
        at=at,
        facts=facts,
    )
