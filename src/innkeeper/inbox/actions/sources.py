"""Ways in: a mailbox that is read, a webhook that others post to. Their secrets open only to be used."""

import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit.actions import record
from innkeeper.cases.models import Channel
from innkeeper.inbox.models import Hook, Mailbox
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.outbox.addresses import looked_up
from innkeeper.vault.credentials import locked

MAIL, HOOK = "inbox.mailbox", "inbox.hook"
SETTINGS = "settings.change"


def add_mailbox(
    *,
    actor: Actor,
    property_id: UUID,
    name: str,
    host: str,
    port: int,
    user: str,
    password: str,
    at: datetime,
) -> UUID:
    """Read a mailbox from now on. Raises NotPermitted, NotFound; InvalidInput for a server that may not be called."""
    _insist(actor, property_id)
    if not (name.strip() and user.strip() and password):
        raise InvalidInput(_("Give name, user and password."), fields={"name": _("Fill it in.")})
    try:
        looked_up(f"https://{host.strip()}:{port}/", inside_hosts=settings.INSIDE_HOSTS)
    except InvalidInput as refused:
        text = _("This server cannot be called. Give the public name of a mail server.")
        raise InvalidInput(text, fields={"host": text}) from refused
    with transaction.atomic():
        row = Mailbox.objects.create(
            property_id=property_id,
            name=name.strip()[:40],
            host=host.strip(),
            port=port,
            user=user.strip()[:120],
            password_locked=locked(password, purpose=MAIL),
            added_by_id=actor.id,
            added_at=at,
        )
        _note(actor, "inbox.mailbox_added", row.pk, property_id, at)
    return row.pk


def add_hook(*, actor: Actor, property_id: UUID, name: str, channel: str, at: datetime) -> tuple[UUID, str]:
    """Let others post messages; answers the secret, which is shown this once. Raises NotPermitted, InvalidInput."""
    _insist(actor, property_id)
    if not name.strip() or channel not in Channel.values:
        raise InvalidInput(_("Give it a name and a channel."), fields={"name": _("Fill it in.")})
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = Hook.objects.create(
            property_id=property_id,
            name=name.strip()[:40],
            channel=channel,
            secret_locked=locked(secret, purpose=HOOK),
            added_by_id=actor.id,
            added_at=at,
        )
        _note(actor, "inbox.hook_added", row.pk, property_id, at)
    return row.pk, secret


def end_source(*, actor: Actor, source_id: UUID, at: datetime) -> None:
    """Take nothing from it any more. Raises NotFound, NotPermitted."""
    for model in (Mailbox, Hook):
        row = model._default_manager.filter(
            pk=source_id, property_id__in=actor.property_ids, ended_at__isnull=True
        ).first()
        if row is None:
            continue
        _insist(actor, row.property_id)
        with transaction.atomic():
            model._default_manager.filter(pk=source_id).update(ended_at=at)
            _note(actor, "inbox.source_ended", source_id, row.property_id, at)
        return
    raise NotFound(_("There is no such source."))


def _insist(actor: Actor, property_id: UUID) -> None:
    if not actor.is_system and property_id not in actor.property_ids:
        raise NotFound(_("There is no such hotel."))
    if not actor.may(SETTINGS):
        raise NotPermitted(_("Your post does not change settings."))


def _note(actor: Actor, verb: str, object_id: UUID, property_id: UUID, at: datetime) -> None:
    record(actor=actor, verb=verb, kind="inbox.Source", object_id=object_id, property_id=property_id, at=at)
