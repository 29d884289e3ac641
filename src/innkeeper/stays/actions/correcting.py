"""A wrong room or booking detail is put right at once, with its apology (ERR-09)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import is_thinkable, local_date
from innkeeper.kernel.errors import InnkeeperError, InvalidInput, WrongState
from innkeeper.outbox import actions as outbox
from innkeeper.properties.models import RoomType
from innkeeper.properties.queries import property_of
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.actions.allocating import insist_meant
from innkeeper.stays.models import FIELD_WORDS, Correction, Stay
from innkeeper.stays.rules.stays import BookingType, StayStatus, check_out_time

DAYS = frozenset({"arrival_on", "departure_on"})
COUNTS = frozenset({"adults", "children"})
MOST_PEOPLE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What was wrong, what is right, and the words of the apology. `new_value` as typed."""

    field: str
    new_value: str
    apology: str
    apologised_at: datetime | None = None


def correct_stay(*, actor: Actor, stay_id: UUID, wrong: Wrong, at: datetime) -> Correction:
    """Put one detail right: old value, new value, time and apology are kept together.

    The room of a guest in house is put right by a room move. Raises NotPermitted, NotFound, WrongState (the stay is
    over, nothing to correct), InvalidInput naming the field, also for a correction without its apology.
    """
    policy.ensure(actor, "stays.edit")
    apology = rows.short_words(wrong.apology, limit=200, field="apology")
    if not apology:
        raise InvalidInput(
            _("A correction has its apology."), fields={"apology": _("What was said to the guest.")}
        )
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        old, new = _put_right(stay, wrong.field, wrong.new_value.strip(), at=at)
        stay.changed_at = at
        stay.save()
        row = Correction.objects.create(
            stay=stay,
            field=wrong.field,
            old_value=old,
            new_value=new,
            apology=apology,
            apologised_at=min(wrong.apologised_at or at, at),
            corrected_by=actor.id,
            corrected_at=at,
        )
        facts = {"field": wrong.field, "was": old, "now": new}
        rows.log(actor, "stays.corrected", stay, at=at, facts=facts, guest_ids=rows.guests_of(stay))
        _tell(stay, wrong.field, at=at)
    return row


def _tell(stay: Stay, field: str, *, at: datetime) -> None:
    corrected = events.StayCorrected(property_id=stay.property_id, stay_id=stay.id, field=field)
    outbox.record(corrected, at=at)
    if field == "departure_on":
        changed = events.DepartureChanged(
            property_id=stay.property_id,
            stay_id=stay.id,
            room=stay.room_number,
            departs_at=stay.departs_at.isoformat(),
        )
        outbox.record(changed, at=at)


def _put_right(stay: Stay, field: str, value: str, *, at: datetime) -> tuple[str, str]:
    """Change the stay in memory; the old and the new value as text."""
    if field not in FIELD_WORDS:
        raise InvalidInput(
            _("This cannot be corrected here."), fields={"field": _("One of the details offered.")}
        )
    if stay.status not in {StayStatus.EXPECTED, StayStatus.IN_HOUSE}:
        raise WrongState(_("This stay is over."))
    old = _as_text(stay, field)
    _set(stay, field, value, at=at)
    new = _as_text(stay, field)
    if new == old:
        raise WrongState(_("This is what stands there already."))
    if stay.departure_on < stay.arrival_on:
        raise _bad(_("A departure after the arrival."))
    today = local_date(at, property_of(stay.property_id).timezone)
    if field == "departure_on" and stay.departure_on < today:
        raise _bad(_("Today or a later day."))
    if field == "arrival_on" and stay.status == StayStatus.IN_HOUSE and stay.arrival_on > today:
        raise _bad(_("The guest is here already."))
    return old, new


def _set(stay: Stay, field: str, value: str, *, at: datetime) -> None:
    """Raises InvalidInput naming what would be right."""
    if field in DAYS:
        setattr(stay, field, _day(value))
        if field == "departure_on":
            stay.departs_at = check_out_time(stay.departure_on, property_of(stay.property_id).timezone)
    elif field in COUNTS:
        setattr(stay, field, _count(value, least=1 if field == "adults" else 0))
    elif field == "room":
        _set_room(stay, value, at=at)
    elif field == "room_type_code":
        if not RoomType.objects.filter(property_id=stay.property_id, code=value.upper()).exists():
            raise _bad(_("The code of one of the hotel's room types."))
        stay.room_type_code = value.upper()
    elif value in set(BookingType):
        stay.booking_type = value
    else:
        raise _bad(_("One of: %(types)s.") % {"types": ", ".join(BookingType)})


def _set_room(stay: Stay, number: str, *, at: datetime) -> None:
    """The room meant for a guest to come, under the rules of meaning one."""
    if stay.status == StayStatus.IN_HOUSE:
        raise WrongState(_("A guest in house is moved: the room move keeps both rooms in the history."))
    try:
        room = rows.held_room(stay.property_id, number, at=at)
        insist_meant(stay, room)
    except InnkeeperError as none:
        raise _bad(none.text) from none
    stay.room_id, stay.room_number = room.room_id, room.room_number


def _as_text(stay: Stay, field: str) -> str:
    value = stay.room_number if field == "room" else getattr(stay, field)
    return value.isoformat() if isinstance(value, date) else str(value)


def _day(value: str) -> date:
    try:
        found = date.fromisoformat(value)
    except ValueError as none:
        raise _bad(_("Write the day as 2026-03-14.")) from none
    if not is_thinkable(found):
        raise _bad(_("Write the day as 2026-03-14."))
    return found


def _count(value: str, *, least: int) -> int:
    if not value.isdecimal() or not least <= int(value) <= MOST_PEOPLE:
        raise _bad(_("A small whole number."))
    return int(value)


def _bad(words: str) -> InvalidInput:
    return InvalidInput(words, fields={"new_value": words})
