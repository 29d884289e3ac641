"""A booking before anybody comes: expected, cancelled, not come, expected again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.guests.queries import GuestLine, guest_lines
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.outbox import actions as outbox
from innkeeper.properties.queries import property_of
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.models import Stay, StayGuest
from innkeeper.stays.rules.stays import BookingType, Part, StayEvent, check_out_time

LONGEST_STAY_DAYS = 730


@dataclass(frozen=True, slots=True)
class Party:
    """A guest's part in a booking."""

    guest_id: UUID
    part: Part = Part.PRIMARY


def expect_stay(
    *,
    actor: Actor,
    property_id: UUID,
    party: Sequence[Party],
    arrival_on: date | None,
    departure_on: date | None,
    booking_type: BookingType | None,
    at: datetime,
    room_type_code: str = "",
    arrives_at: datetime | None = None,
    external_ref: str = "",
    channel: str = "",
    adults: int = 1,
    children: int = 0,
) -> Stay:
    """Take a booking: who, from when to when, how booked (PROF-01).

    Raises NotPermitted; InvalidInput naming each missing or wrong field. Queries: 7.
    """
    policy.ensure(actor, "stays.edit")
    policy.ensure_house(actor, property_id)
    rows.insist_thinkable(arrival_on=arrival_on, departure_on=departure_on, eta=arrives_at)
    _check(party, arrival_on=arrival_on, departure_on=departure_on, booking_type=booking_type)
    assert arrival_on and departure_on and booking_type
    known = _files_of(party)
    zone = property_of(property_id).timezone
    stay = Stay(
        property_id=property_id,
        external_ref=external_ref,
        room_type_code=room_type_code,
        booking_type=booking_type.value,
        channel=channel,
        arrival_on=arrival_on,
        departure_on=departure_on,
        arrives_at=arrives_at,
        departs_at=check_out_time(departure_on, zone),
        adults=adults,
        children=children,
        is_incognito=any(line.is_incognito for line in known.values()),
        created_at=at,
        changed_at=at,
    )
    with transaction.atomic():
        stay.save(force_insert=True)
        StayGuest.objects.bulk_create(_part(stay, one) for one in party)
        facts = {"arrival_on": str(arrival_on), "departure_on": str(departure_on)}
        rows.log(actor, "stays.expected", stay, at=at, facts=facts, guest_ids=list(known))
        outbox.record(events.StayExpected(property_id=property_id, stay_id=stay.id), at=at)
    return stay


def _part(stay: Stay, one: Party) -> StayGuest:
    return StayGuest(stay=stay, guest_id=one.guest_id, part=one.part.value)


def cancel_stay(*, actor: Actor, stay_id: UUID, at: datetime) -> Stay:
    """The booking is cancelled. Raises NotPermitted, NotFound, WrongState."""
    return _end(actor, stay_id, StayEvent.CANCEL, at=at)


def mark_no_show(*, actor: Actor, stay_id: UUID, at: datetime) -> Stay:
    """The guest was expected and did not come. Raises NotPermitted, NotFound, WrongState."""
    return _end(actor, stay_id, StayEvent.MARK_NO_SHOW, at=at)


def reinstate_stay(*, actor: Actor, stay_id: UUID, at: datetime) -> Stay:
    """A cancelled booking, or a guest who comes after all, is expected again.

    Raises NotPermitted, NotFound, WrongState.
    """
    policy.ensure(actor, "stays.edit")
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        rows.turn_stay(stay, StayEvent.REINSTATE, at=at)
        stay.save()
        rows.log(actor, "stays.reinstated", stay, at=at, guest_ids=rows.guests_of(stay))
        outbox.record(events.StayReinstated(property_id=stay.property_id, stay_id=stay.id), at=at)
    return stay


def _end(actor: Actor, stay_id: UUID, event: StayEvent, *, at: datetime) -> Stay:
    policy.ensure(actor, "stays.edit")
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        rows.turn_stay(stay, event, at=at)
        stay.save()
        rows.log(actor, f"stays.{stay.status}", stay, at=at, guest_ids=rows.guests_of(stay))
        ended = events.StayEnded(property_id=stay.property_id, stay_id=stay.id, status=stay.status)
        outbox.record(ended, at=at)
    return stay


def _files_of(party: Sequence[Party]) -> dict[UUID, GuestLine]:
    """The lines of everybody in the booking. Raises InvalidInput when somebody has no file."""
    known = guest_lines([one.guest_id for one in party])
    if len(known) < len({one.guest_id for one in party}):
        raise InvalidInput(_("A guest of this booking has no file."), fields={"guest": _("A guest file.")})
    return known


def _check(
    party: Sequence[Party],
    *,
    arrival_on: date | None,
    departure_on: date | None,
    booking_type: BookingType | None,
) -> None:
    wrong: dict[str, str] = {}
    if [one.part for one in party].count(Part.PRIMARY) != 1:
        wrong["guest"] = _("Exactly one main guest.")
    if arrival_on is None:
        wrong["arrival_on"] = _("The day of arrival.")
    if departure_on is None:
        wrong["departure_on"] = _("The day of departure.")
    if booking_type is None:
        wrong["booking_type"] = _("How the stay was booked.")
    if arrival_on and departure_on and not 0 <= (departure_on - arrival_on).days <= LONGEST_STAY_DAYS:
        wrong["departure_on"] = _("A day after arrival, within two years.")
    if wrong:
        raise InvalidInput(_("The booking is not complete."), fields=wrong)
