"""The rows that an action holds while it changes them, and the line it writes into the log."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.guard.rules import find, redact
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import is_thinkable
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.kernel.text import clipped
from innkeeper.properties.queries import room as room_by_number
from innkeeper.stays import policy
from innkeeper.stays.models import STATE_WORDS, STATUS_WORDS, RoomStatus, Stay
from innkeeper.stays.rules.rooms import OF_GUEST, RoomEvent, RoomState, after
from innkeeper.stays.rules.stays import StayEvent, StayStatus
from innkeeper.stays.rules.stays import after as stay_after


def held_stay(actor: Actor, stay_id: UUID) -> Stay:
    """The stay, locked until the transaction ends. Raises NotFound."""
    stay = policy.visible_to(actor).select_for_update().filter(pk=stay_id).first()
    if stay is None:
        raise NotFound(_("There is no such stay."))
    return stay


def held_room(property_id: UUID, number: str, *, at: datetime) -> RoomStatus:
    """The room as it is, locked until the transaction ends; its row is made when it is new. Raises NotFound."""
    status = (
        RoomStatus.objects.select_for_update().filter(property_id=property_id, room_number=number).first()
    )
    if status is not None:
        return status
    room = room_by_number(property_id, number)
    status, _made = RoomStatus.objects.get_or_create(
        room_id=room.id,
        defaults={
            "property_id": property_id,
            "room_number": room.number,
            "floor": room.floor,
            "room_type_code": room.room_type.code if room.room_type else "",
            "changed_at": at,
        },
    )
    return RoomStatus.objects.select_for_update().get(pk=status.pk)


def turn_room(status: RoomStatus, event: RoomEvent, *, at: datetime, stay_id: UUID | None = None) -> None:
    """Let something happen to a room. Raises WrongState naming the state it is in."""
    follows = after(RoomState(status.state), event)
    if follows is None:
        raise WrongState(
            _("Room %(room)s is %(state)s: this cannot be done now.")
            % {"room": status.room_number, "state": STATE_WORDS[RoomState(status.state)]},
            fields={"room": status.room_number},
        )
    status.state, status.changed_at = follows.value, at
    status.revision += 1
    if event is RoomEvent.CHECK_IN:
        status.stay_id, status.rush_since = stay_id, None
    elif event is RoomEvent.CHECK_OUT:
        forget_guest(status)
    elif event in {RoomEvent.PUT_OUT_OF_ORDER, RoomEvent.PUT_OUT_OF_SERVICE}:
        status.rush_since = None
    elif event is RoomEvent.CLEANED:
        status.make_up_since = None
    elif event is RoomEvent.INSPECTED:
        status.rush_since = None
    if event is RoomEvent.PUT_BACK:
        status.reason, status.back_on = "", None
    status.save()


def forget_guest(status: RoomStatus) -> None:
    """Whoever lived in the room is gone, with every mark and wish; the caller saves it."""
    status.stay_id = status.quiet_until = None
    status.cleaned_by = status.inspected_by = status.inspected_at = None
    for flag in OF_GUEST:
        setattr(status, f"{flag}_since", None)


def turn_stay(stay: Stay, event: StayEvent, *, at: datetime) -> None:
    """Let something happen to a stay; the caller saves it. Raises WrongState naming where it stands."""
    follows = stay_after(StayStatus(stay.status), event)
    if follows is None:
        raise WrongState(
            _("The stay is “%(status)s”: this cannot be done now.")
            % {"status": STATUS_WORDS[StayStatus(stay.status)]}
        )
    stay.status, stay.changed_at = follows.value, at


def log(
    actor: Actor,
    verb: str,
    row: Stay | RoomStatus,
    *,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    guest_ids: Collection[UUID] = (),
) -> None:
    """One audit entry for a stay or a room."""
    audit.record(
        actor=actor,
        verb=verb,
        kind="stay" if isinstance(row, Stay) else "room",
        object_id=row.id if isinstance(row, Stay) else row.room_id,
        property_id=row.property_id,
        at=at,
        facts=facts or {},
        subject_ids=guest_ids,
    )


def guests_of(stay: Stay) -> list[UUID]:
    """Whose stay it is. Queries: 1."""
    return list(stay.guests.values_list("guest_id", flat=True))


def insist_thinkable(**given: date | None) -> None:
    """Days and moments, by field, that a hotel can mean; before anything is reckoned with them. Raises InvalidInput."""
    said = _("A day of this century or the last.")
    wrong = {name: said for name, on in given.items() if on is not None and not is_thinkable(on)}
    if wrong:
        raise InvalidInput(said, fields=wrong)


def short_words(given: str, *, limit: int, field: str) -> str:
    """The words as one line, without what is personal: every list shows them. Raises InvalidInput when they are too long."""
    said = " ".join(given.split())
    if len(said) > limit or "\x00" in said:
        raise InvalidInput(
            _("This is too long."), fields={field: _("At most %(limit)d characters.") % {"limit": limit}}
        )
    return clipped(redact(said, find(said)), limit)
