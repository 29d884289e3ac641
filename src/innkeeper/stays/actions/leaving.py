"""A guest leaves: the room is inspected as the hotel wishes, details are settled, the record is closed (STAY-13, ERR-10)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.guests.queries import guest_lines
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import WrongState
from innkeeper.outbox import actions as outbox
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.actions.tasks import give_task, leave_out_tasks_of_room
from innkeeper.stays.models import (
    DETAIL_WORDS,
    DetailTick,
    LoanedItem,
    RecordClosure,
    RoomStatus,
    RoomTask,
    Stay,
)
from innkeeper.stays.queries.wishes import wishes_of
from innkeeper.stays.rules.departures import BY_HAND, Detail, is_inspected, open_details
from innkeeper.stays.rules.rooms import RoomEvent
from innkeeper.stays.rules.stays import StayEvent, StayStatus
from innkeeper.stays.rules.tasks import FOR_THE_GUEST, TaskKind, TaskState

INSPECTION_TAKES = timedelta(minutes=15)


class RecordIncomplete(WrongState):
    """A detail is still open; `fields` names each."""

    code = "record_incomplete"


def check_out(*, actor: Actor, stay_id: UUID, at: datetime) -> Stay:
    """The guest leaves; the room is vacant and dirty, its guest's flags are gone, its inspection is on the way.

    Loaned items that are out keep nobody here: they are warned of before and named until they are settled.
    Raises NotPermitted, NotFound, WrongState.
    """
    policy.ensure(actor, "stays.edit")
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        rows.turn_stay(stay, StayEvent.CHECK_OUT, at=at)
        stay.checked_out_at = at
        stay.save()
        room = rows.held_room(stay.property_id, stay.room_number, at=at)
        rows.turn_room(room, RoomEvent.CHECK_OUT, at=at)
        leave_out_tasks_of_room(actor, room, FOR_THE_GUEST, why=_("The guest has left the room."), at=at)
        guest_ids, out = rows.guests_of(stay), loans_out(stay)
        facts = {"room": room.room_number, "loans_out": out}
        rows.log(actor, "stays.checked_out", stay, at=at, facts=facts, guest_ids=guest_ids)
        have_inspected(actor, stay, room, guest_ids=guest_ids, loans_out=out, at=at)
        left = events.GuestCheckedOut(property_id=stay.property_id, stay_id=stay.id, room=room.room_number)
        outbox.record(left, at=at)
    return stay


def have_inspected(
    actor: Actor, stay: Stay, room: RoomStatus, *, guest_ids: list[UUID], loans_out: int, at: datetime
) -> None:
    """The inspection of a room whose guest has left, where the hotel wishes it; inside the caller's transaction."""
    is_vip = any(line.vip_level for line in guest_lines(guest_ids).values())
    if not is_inspected(wishes_of(stay.property_id).inspects, loans_out=loans_out, is_vip=is_vip):
        return
    open_ones = RoomTask.objects.filter(
        room_id=room.room_id, kind=TaskKind.INSPECTION.value, state=TaskState.OPEN.value
    )
    if not open_ones.exists():
        give_task(
            actor=actor,
            room=room,
            kind=TaskKind.INSPECTION,
            at=at,
            due_at=at + INSPECTION_TAKES,
            stay_id=stay.id,
        )


def tick_detail(*, actor: Actor, stay_id: UUID, detail: Detail, at: datetime) -> None:
    """One detail of the departure is settled. Again changes nothing.

    Raises NotPermitted, NotFound, WrongState (what the house sees by itself is not ticked; the record is closed).
    """
    policy.ensure(actor, "stays.edit")
    if detail not in BY_HAND:
        raise WrongState(_("The house sees this by itself: return the items, finish the inspection."))
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        _insist_open(stay)
        tick, is_new = DetailTick.objects.get_or_create(
            stay=stay, detail=detail.value, defaults={"ticked_by": actor.id, "ticked_at": at}
        )
        if is_new:
            facts = {"detail": tick.detail}
            rows.log(actor, "stays.detail_ticked", stay, at=at, facts=facts, guest_ids=rows.guests_of(stay))


def close_record(*, actor: Actor, stay_id: UUID, at: datetime) -> RecordClosure:
    """Close the record of a stay that is over: nothing may be left out (ERR-10).

    Raises NotPermitted, NotFound, WrongState (not departed, closed already), RecordIncomplete naming what is open.
    """
    policy.ensure(actor, "stays.edit")
    with transaction.atomic():
        stay = rows.held_stay(actor, stay_id)
        if stay.status != StayStatus.DEPARTED:
            raise WrongState(_("The record is closed after the guest has left."))
        _insist_open(stay)
        if still := open_for(stay):
            named = {one.value: str(DETAIL_WORDS[one]) for one in still}
            text = _("Still open: %(items)s.") % {"items": ", ".join(named.values())}
            raise RecordIncomplete(text, fields=named)
        closure = RecordClosure.objects.create(stay=stay, closed_by=actor.id, closed_at=at)
        rows.log(actor, "stays.record_closed", stay, at=at, guest_ids=rows.guests_of(stay))
        outbox.record(events.StayRecordClosed(property_id=stay.property_id, stay_id=stay.id), at=at)
    return closure


def open_for(stay: Stay) -> tuple[Detail, ...]:
    """The details of a stay that are open. Queries: 4."""
    inspections = RoomTask.objects.filter(
        stay_id=stay.id, kind=TaskKind.INSPECTION.value, state=TaskState.OPEN.value
    )
    return open_details(
        wishes_of(stay.property_id).details,
        ticked={Detail(one) for one in stay.details.values_list("detail", flat=True)},
        loans_out=loans_out(stay),
        inspections_open=inspections.count(),
    )


def loans_out(stay: Stay) -> int:
    """How many items lent to the guest are still out. Queries: 1."""
    return LoanedItem.objects.filter(stay=stay, ended_at=None).count()


def _insist_open(stay: Stay) -> None:
    if RecordClosure.objects.filter(stay=stay).exists():
        raise WrongState(_("The record of this stay is closed."))
