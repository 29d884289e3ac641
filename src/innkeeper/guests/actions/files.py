"""Opening and changing a guest file, noting preferences."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.guests import events, policy, queries
from innkeeper.guests.actions.items import (
    OPEN,
    SEALED,
    GuestItems,
    checked,
    keys_of,
    masks,
    replaced_columns,
    to_seal,
)
from innkeeper.guests.actions.items import tokens as token_rows
from innkeeper.guests.models import Channel, Guest, GuestItem, GuestToken, Level, Preference, Theme
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import EditConflict, InvalidInput
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox import actions as outbox
from innkeeper.properties.queries import property_of
from innkeeper.vault.sealing import seal_many
from innkeeper.vault.values import Sealed

FACT_WORDS = ("title", "language", "country", "vip_level", "is_incognito")


def register_guest(
    *,
    actor: Actor,
    property_id: UUID,
    items: GuestItems,
    channel: Channel = Channel.FRONT_DESK,
    on: date | None = None,
    at: datetime,
) -> Guest:
    """Open a guest file in the hotel's group, each item with its channel and date (PROF-01, PROF-02).

    Raises NotPermitted; InvalidInput naming each wrong item, a missing name first.
    """
    policy.ensure(actor, *policy.BOOKERS)
    policy.ensure_house(actor, property_id)
    if not (items.full_name or "").strip():
        raise InvalidInput(_("A guest file needs a name."), fields={"full_name": _("The guest's full name.")})
    items = checked(items)
    house = property_of(property_id)
    guest = Guest(
        id=uuid7(),
        group_id=house.group_id,
        created_at=at,
        changed_at=at,
        changed_in_id=property_id,
        **masks(items),
        **_open_items(items),
    )
    for name, sealed in _sealed(guest.id, items, group_id=guest.group_id).items():
        setattr(guest, name, sealed)
    keys = token_rows(guest.id, keys_of(items), group_id=guest.group_id)
    with transaction.atomic():
        guest.save(force_insert=True)
        GuestToken.objects.bulk_create(keys)
        _note_items(actor, guest.id, items, channel=channel, on=on or local_date(at, house.timezone))
        _record(actor, "guests.registered", guest, property_id=property_id, items=items, at=at)
        outbox.record(events.GuestRegistered(property_id=property_id, guest_id=guest.id), at=at)
    return guest


def change_guest(
    *,
    actor: Actor,
    property_id: UUID,
    guest_id: UUID,
    items: GuestItems,
    revision: int | None = None,
    channel: Channel = Channel.FRONT_DESK,
    on: date | None = None,
    at: datetime,
) -> Guest:
    """Change items of a file; what is not given stays. `revision` is the one the editor saw.

    Raises NotPermitted, NotFound, InvalidInput, and EditConflict when someone else changed the file since.
    """
    policy.ensure(actor, "guests.edit")
    if not items.given():
        raise InvalidInput(_("Nothing was changed."), fields={"items": _("At least one item.")})
    items = checked(items)
    guest = queries.guest_for(actor=actor, guest_id=guest_id, property_id=property_id)
    policy.ensure_may_change(actor, guest)
    changes = {**masks(items), **_open_items(items), **_cleared(items), "changed_in_id": property_id}
    changes |= _sealed(guest.id, items, group_id=guest.group_id)
    keys = token_rows(guest.id, keys_of(items), group_id=guest.group_id)
    on = on or local_date(at, property_of(property_id).timezone)
    with transaction.atomic():
        rows = Guest.objects.filter(pk=guest.pk, revision=revision or guest.revision, erased_at=None)
        if not rows.update(**changes, revision=F("revision") + 1, changed_at=at):
            raise EditConflict(
                _("Someone else has just changed this file. Look at it and enter your change again.")
            )
        GuestToken.objects.filter(guest=guest, column__in=replaced_columns(items)).delete()
        GuestToken.objects.bulk_create(keys, ignore_conflicts=True)
        _note_items(actor, guest.id, items, channel=channel, on=on)
        _record(actor, "guests.changed", guest, property_id=property_id, items=items, at=at)
        changed = events.GuestChanged(
            property_id=property_id, guest_id=guest.id, fields=" ".join(items.given())
        )
        outbox.record(changed, at=at)
    guest.refresh_from_db()
    return guest


def add_preference(
    *,
    actor: Actor,
    property_id: UUID,
    guest_id: UUID,
    theme: Theme,
    value: str,
    level: Level = Level.LIKES,
    source: Channel = Channel.FRONT_DESK,
    on: date | None = None,
    replaces: UUID | None = None,
    at: datetime,
) -> Preference:
    """Note what a guest likes or must have; `replaces` puts an older answer into the history.

    Raises NotPermitted, NotFound, InvalidInput.
    """
    policy.ensure(actor, *policy.BOOKERS)
    said = _said(value)
    guest = queries.guest_for(actor=actor, guest_id=guest_id, property_id=property_id)
    preference = Preference(
        guest=guest,
        property_id=property_id,
        theme=theme.value,
        value=said,
        level=level.value,
        source=source.value,
        on=on or local_date(at, property_of(property_id).timezone),
        noted_by=actor.id,
    )
    facts = {"theme": theme.value, "level": level.value, "source": source.value}
    with transaction.atomic():
        if replaces:
            guest.preferences.filter(pk=replaces, replaced_at=None).update(replaced_at=at)
        preference.save(force_insert=True)
        audit.record(
            actor=actor,
            verb="guests.preference_noted",
            kind="guest",
            object_id=guest.id,
            property_id=property_id,
            at=at,
            facts=facts,
            subject_ids=[guest.id],
        )
        noted = events.PreferenceNoted(
            property_id=property_id, guest_id=guest.id, preference_id=preference.id, theme=theme.value
        )
        outbox.record(noted, at=at)
    return preference


def _said(value: str) -> str:
    """The preference as one line. Raises InvalidInput."""
    said = " ".join(value.split())
    if not said or len(said) > 200 or "\x00" in said:
        wanted = {"value": _("A short sentence of at most 200 characters.")}
        raise InvalidInput(_("Say what the guest prefers."), fields=wanted)
    return said


def _open_items(items: GuestItems) -> dict[str, object]:
    return {name: getattr(items, name) for name in OPEN if getattr(items, name) is not None}


def _sealed(guest_id: UUID, items: GuestItems, *, group_id: UUID) -> dict[str, Sealed]:
    """The sealed values by column. The subject's key is made here, before any transaction."""
    plain = to_seal(guest_id, items)
    sealed = seal_many(plain, scope_id=group_id) if plain else []
    return {one.field_id.rpartition(".")[2]: value for one, value in zip(plain, sealed, strict=True)}


def _cleared(items: GuestItems) -> dict[str, None]:
    return {name: None for name in SEALED if getattr(items, name) == ""}


def _note_items(actor: Actor, guest_id: UUID, items: GuestItems, *, channel: Channel, on: date) -> None:
    names = [name for name in items.given() if name != "external_key"]
    GuestItem.objects.create(
        guest_id=guest_id, fields=" ".join(names), channel=channel.value, on=on, noted_by=actor.id
    )


def _record(
    actor: Actor, verb: str, guest: Guest, *, property_id: UUID, items: GuestItems, at: datetime
) -> None:
    facts = {name: getattr(items, name) for name in FACT_WORDS if getattr(items, name) is not None}
    audit.record(
        actor=actor,
        verb=verb,
        kind="guest",
        object_id=guest.id,
        property_id=property_id,
        at=at,
        facts={**facts, **masks(items), "fields": list(items.given())},
        subject_ids=[guest.id],
    )
