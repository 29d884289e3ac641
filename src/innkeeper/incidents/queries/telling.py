"""The list of rooms that a message is for: who was told, by which means, and what fits who was not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from innkeeper.accounts.queries import shown_name, staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.guests.queries import guest_lines
from innkeeper.incidents.models import FloorMessage, Means, MessageState, RoomTold
from innkeeper.incidents.rules import means_proposed
from innkeeper.kernel.actors import Actor
from innkeeper.stays.models import RoomStatus
from innkeeper.stays.queries import RoomCard

OTHERS = (Means.ROOM_PHONE, Means.SLIP, Means.WECHAT)


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One room of the list. `proposed` is the one tap; `phone` is masked, "" where none is on file."""

    number: str
    language: str
    phone: str
    is_dnd: bool
    has_left: bool
    proposed: tuple[str, str]
    others: Sequence[tuple[str, str]]
    means_words: str
    told_at: datetime | None
    told_by: str


def rows_to_tell(message: FloorMessage | None) -> list[RoomTold]:
    """The rows of a sent message's list. Queries: 1, none where nothing was sent."""
    if message is None or message.state != MessageState.SENT:
        return []
    return list(message.told.all())


def untold_rooms(message: FloorMessage | None) -> tuple[str, ...]:
    """The lived-in rooms of a message whose guest has not heard it; who left or moved since need not. Queries: 0 or 1."""
    if message is None or message.state == MessageState.DISCARDED:
        return ()
    if message.state == MessageState.SENT:
        still_here = RoomStatus.objects.filter(
            property_id=message.incident.property_id,
            room_number=OuterRef("room_number"),
            stay_id=OuterRef("stay_id"),
        )
        untold = message.told.filter(Exists(still_here), told_at=None)
        return tuple(untold.order_by("room_number").values_list("room_number", flat=True))
    named = Q(room_number__in=message.rooms.split())
    listed = Q(room_number__in=message.incident.rooms.values("room_number"))
    concerned = RoomStatus.objects.filter(
        Q(floor__in=floors_named(message)) | named | listed,
        property_id=message.incident.property_id,
        stay_id__isnull=False,
    )
    return tuple(concerned.order_by("room_number").values_list("room_number", flat=True))


def floors_named(message: FloorMessage) -> set[int]:
    """The whole floors that a message is for, such as 12F."""
    return {int(one[:-1]) for one in message.rooms.split() if one.endswith("F") and one[:-1].isdigit()}


def told_lines(
    actor: Actor, rows: Sequence[RoomTold], cards: Mapping[str, RoomCard], *, hour: int
) -> list[ToldLine]:
    """The rooms of a list, those not told first. Units: `hour` is the hotel's own. Queries: 2, none for no rows."""
    phones = _phones(actor, cards.values())
    people = staff_lines({row.told_by_id for row in rows if row.told_by_id})
    lines = [_line(row, cards.get(row.room_number), phones, people, hour) for row in rows]
    return sorted(lines, key=lambda one: (one.told_at is not None, one.number))


def _phones(actor: Actor, cards: Iterable[RoomCard]) -> dict[UUID, str]:
    """The masked number by stay, for who may see guests."""
    if not actor.may("guests.see"):
        return {}
    first = {card.stay_id: card.guest_ids[0] for card in cards if card.stay_id and card.guest_ids}
    guests = guest_lines(first.values(), actor=actor)
    return {stay_id: guests[one].phone_masked for stay_id, one in first.items() if one in guests}


def _line(
    row: RoomTold,
    card: RoomCard | None,
    phones: dict[UUID, str],
    people: Mapping[UUID, StaffLine],
    hour: int,
) -> ToldLine:
    is_dnd = card is not None and card.dnd_since is not None
    best = Means(means_proposed(is_dnd=is_dnd, hour=hour))
    return ToldLine(
        number=row.room_number,
        language=row.language,
        phone=phones.get(row.stay_id, ""),
        is_dnd=is_dnd,
        has_left=card is None or card.stay_id != row.stay_id,
        proposed=(best.value, str(best.label)),
        others=[(one.value, str(one.label)) for one in OTHERS if one is not best],
        means_words=row.get_means_display() if row.means else "",
        told_at=row.told_at,
        told_by=shown_name(people.get(row.told_by_id)) if row.told_by_id else "",
    )
