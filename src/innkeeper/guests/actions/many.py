"""Guest files in bulk, for imports: matched to those that are known, new ones sealed and written together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import F

from innkeeper.guests.actions import items as given
from innkeeper.guests.actions.items import GuestItems
from innkeeper.guests.models import Channel, Guest, GuestItem, GuestToken
from innkeeper.guests.rules import Key, TokenColumn
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.ids import uuid7
from innkeeper.vault.sealing import Plain, seal_many
from innkeeper.vault.values import Sealed

BATCH = 500
KEY_ROW = (
    'INSERT INTO guests_guesttoken (guest_id, "column", token) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING'
)
REFRESHED = ("full_name", "phone", "email", "name_masked", "phone_masked", "email_masked")


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """Guest files matched and sealed, ready to be written inside the caller's transaction."""

    guest_ids: list[UUID]
    fresh: list[Guest] = field(default_factory=list)
    refreshed: list[Guest] = field(default_factory=list)
    tokens: list[GuestToken] = field(default_factory=list)
    items: list[GuestItem] = field(default_factory=list)

    def only(self, guest_ids: set[UUID]) -> "Prepared":
        """Those of the files that are to be written after all."""
        return Prepared(
            guest_ids=self.guest_ids,
            fresh=[one for one in self.fresh if one.id in guest_ids],
            refreshed=[one for one in self.refreshed if one.id in guest_ids],
            tokens=[one for one in self.tokens if one.guest_id in guest_ids],
            items=[one for one in self.items if one.guest_id in guest_ids],
        )


def register_many(
    *,
    actor: Actor,
    group_id: UUID,
    property_id: UUID,
    rows: Sequence[GuestItems],
    channel: Channel,
    on: date,
    at: datetime,
) -> Prepared:
    """Match and seal a chunk of checked rows: one id per row; write them with `write` in a transaction.

    A row is a known guest by the other system's key, or by the same phone and the same name.
    Keys are made here, before any transaction. Queries: 2 and those of the sealing.
    """
    matched = _matched(rows, group_id=group_id)
    prepared = Prepared(guest_ids=[guest_id for guest_id, _known in matched])
    done: set[UUID] = set()
    new_rows: list[tuple[UUID, GuestItems]] = []
    old_rows: list[tuple[UUID, GuestItems]] = []
    for (guest_id, is_known), row in zip(matched, rows, strict=True):
        if guest_id in done:
            continue
        done.add(guest_id)
        (old_rows if is_known else new_rows).append((guest_id, row))
    sealed = _sealed(new_rows + old_rows, group_id=group_id)
    for guest_id, row in new_rows:
        columns = {**given.masks(row), **_open_items(row), **sealed.get(guest_id, {})}
        prepared.fresh.append(
            Guest(
                id=guest_id,
                group_id=group_id,
                created_at=at,
                changed_at=at,
                changed_in_id=property_id,
                **columns,
            )
        )
    for guest_id, row in old_rows:
        columns = {**given.masks(row), **sealed.get(guest_id, {})}
        prepared.refreshed.append(
            Guest(id=guest_id, group_id=group_id, changed_at=at, changed_in_id=property_id, **columns)
        )
    for guest_id, row in new_rows + old_rows:
        prepared.tokens.extend(given.tokens(guest_id, given.keys_of(row), group_id=group_id))
        prepared.items.append(_item_row(actor, guest_id, row, channel=channel, on=on))
    return prepared


def write(prepared: Prepared) -> None:
    """Put the prepared files down inside the caller's transaction. Queries: about 2 per 500 rows of each table."""
    Guest.objects.bulk_create(prepared.fresh, batch_size=BATCH)
    _refresh(prepared.refreshed)
    _write_tokens(prepared.tokens)
    GuestItem.objects.bulk_create(prepared.items, batch_size=BATCH)


def _write_tokens(tokens: Sequence[GuestToken]) -> None:
    """Seven rows a guest: plain SQL, for the mapper would take half of an import's time. Known ones stay."""
    native = connection.features.has_native_uuid_field
    rows = [(one.guest_id if native else one.guest_id.hex, one.column, bytes(one.token)) for one in tokens]
    with connection.cursor() as cursor:
        cursor.executemany(KEY_ROW, rows)


def _refresh(guests: list[Guest]) -> None:
    """What a known guest's newer row says replaces the old, item by item; an empty cell changes nothing."""
    for guest in guests:
        columns = {name: getattr(guest, name) for name in REFRESHED if getattr(guest, name)}
        Guest.objects.filter(pk=guest.pk).update(
            **columns,
            changed_at=guest.changed_at,
            changed_in_id=guest.changed_in_id,
            revision=F("revision") + 1,
        )
    stale = [TokenColumn.PHONE_FULL, TokenColumn.PHONE_LAST_FOUR, TokenColumn.PHONE_LAST_SIX]
    with_phone = [guest.id for guest in guests if guest.phone is not None]
    GuestToken.objects.filter(guest_id__in=with_phone, column__in=[c.value for c in stale]).delete()


def _matched(rows: Sequence[GuestItems], *, group_id: UUID) -> list[tuple[UUID, bool]]:
    """For each row a guest id, and whether the file was there before this chunk. Queries: 2."""
    wanted = [_match_tokens(row, group_id=group_id) for row in rows]
    held = _held(wanted)
    known = {guest_id for ids in held.values() for guest_id in ids}
    matched = []
    for tokens in wanted:
        guest_id = _holder(tokens, held) or uuid7()
        for token in tokens.values():
            held.setdefault(token, set()).add(guest_id)
        matched.append((guest_id, guest_id in known))
    return matched


def _held(wanted: Sequence[dict[TokenColumn, bytes]]) -> dict[bytes, set[UUID]]:
    """Which stored guests hold the tokens; names only among those found by phone, for names are shared by many."""
    stored = GuestToken.objects.all()
    sharp = {
        token for tokens in wanted for column, token in tokens.items() if column != TokenColumn.NAME_FULL
    }
    names = {
        token for tokens in wanted for column, token in tokens.items() if column == TokenColumn.NAME_FULL
    }
    held: dict[bytes, set[UUID]] = {}
    found = stored.filter(token__in=sharp).values_list("token", "guest_id")
    for token, guest_id in found:
        held.setdefault(bytes(token), set()).add(guest_id)
    guest_ids = {guest_id for ids in held.values() for guest_id in ids}
    if guest_ids:
        named = stored.filter(guest_id__in=guest_ids, column=TokenColumn.NAME_FULL.value)
        for token, guest_id in named.values_list("token", "guest_id"):
            if bytes(token) in names:
                held.setdefault(bytes(token), set()).add(guest_id)
    return held


def _match_tokens(row: GuestItems, *, group_id: UUID) -> dict[TokenColumn, bytes]:
    columns = (TokenColumn.EXTERNAL_KEY, TokenColumn.PHONE_FULL, TokenColumn.NAME_FULL)
    keys: list[Key] = [key for key in given.keys_of(row) if key.column in columns]
    return {key.column: given.token_of(key, group_id=group_id) for key in keys}


def _holder(tokens: dict[TokenColumn, bytes], held: dict[bytes, set[UUID]]) -> UUID | None:
    """Who is meant: the holder of the other system's key, else of both phone and name."""
    by_key = held.get(tokens.get(TokenColumn.EXTERNAL_KEY, b""), set())
    if by_key:
        return min(by_key)
    if TokenColumn.EXTERNAL_KEY in tokens:
        return None
    by_phone = held.get(tokens.get(TokenColumn.PHONE_FULL, b""), set())
    both = by_phone & held.get(tokens.get(TokenColumn.NAME_FULL, b""), set())
    return min(both) if both else None


def _sealed(rows: Sequence[tuple[UUID, GuestItems]], *, group_id: UUID) -> dict[UUID, dict[str, Sealed]]:
    plain: list[Plain] = [one for guest_id, row in rows for one in given.to_seal(guest_id, row)]
    found: dict[UUID, dict[str, Sealed]] = {}
    for one, sealed in zip(plain, seal_many(plain, scope_id=group_id) if plain else [], strict=True):
        found.setdefault(one.row_id, {})[one.field_id.rpartition(".")[2]] = sealed
    return found


def _open_items(row: GuestItems) -> dict[str, object]:
    return {name: getattr(row, name) for name in given.OPEN if getattr(row, name) is not None}


def _item_row(actor: Actor, guest_id: UUID, row: GuestItems, *, channel: Channel, on: date) -> GuestItem:
    names = [
        name for name in row.given() if name != "external_key" and getattr(row, name) not in ("", False, 0)
    ]
    return GuestItem(
        guest_id=guest_id, fields=" ".join(names), channel=channel.value, on=on, noted_by=actor.id
    )
