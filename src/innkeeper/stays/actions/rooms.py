"""Hand keys of the rooms: states, flags, out of order."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.outbox import actions as outbox
from innkeeper.properties.queries import property_of, rooms_by_number
from innkeeper.stays import events, policy
from innkeeper.stays.actions import rows
from innkeeper.stays.actions.tasks import (
    CLEANING_TAKES,
    end_tasks_of_room,
    give_task,
    leave_out_tasks_of_room,
)
from innkeeper.stays.models import STATE_WORDS, RoomStatus, RoomTask
from innkeeper.stays.queries.wishes import wishes_of
from innkeeper.stays.rules.rooms import TAKES_OFF_SALE, Flag, RoomEvent, RoomState, event_between, may_flag
from innkeeper.stays.rules.tasks import DAILY, ENDED_BY_CLEANING, OF_LIVED_IN, TaskKind, TaskState

LONGEST_QUIET = timedelta(days=1)
LED_BY_SUPERVISORS = TAKES_OFF_SALE | {RoomEvent.PUT_BACK, RoomEvent.INSPECTED}


def open_rooms(*, property_id: UUID, at: datetime) -> int:
    """Give every room of the hotel its row in the live house; those that have one stay. The number made."""
    rooms = rooms_by_number(property_id)
    known = set(RoomStatus.objects.filter(property_id=property_id).values_list("room_id", flat=True))
    fresh = [
        RoomStatus(
            property_id=property_id,
            room_id=room.id,
            room_number=room.number,
            floor=room.floor,
            room_type_code=room.room_type.code if room.room_type else "",
            changed_at=at,
        )
        for room in rooms.values()
        if room.id not in known
    ]
    RoomStatus.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def set_room_state(
    *,
    actor: Actor,
    property_id: UUID,
    room_number: str,
    state: RoomState,
    at: datetime,
    reason: str = "",
    back_on: date | None = None,
) -> RoomStatus:
    """Set a room's state by hand; occupied and vacant come from arrivals and departures only.

    Attendants clean and soil; taking a room off sale and back, and the inspection, are for who leads rooms; who cleaned
    a room does not inspect it. A clean room ends its rush and its cleaning task.

    Raises NotPermitted, NotFound, WrongState naming the state it is in, InvalidInput for no reason.
    """
    policy.ensure(actor, *policy.ROOM_KEEPERS)
    policy.ensure_house(actor, property_id)
    with transaction.atomic():
        room = rows.held_room(property_id, room_number.strip(), at=at)
        was = RoomState(room.state)
        event = event_between(was, state)
        if event is None:
            raise WrongState(
                _("Room %(room)s is %(state)s and cannot become %(wanted)s by hand.")
                % {"room": room.room_number, "state": STATE_WORDS[was], "wanted": STATE_WORDS[state]},
                fields={"state": " ".join([was.value, state.value])},
            )
        press_room(actor=actor, room=room, keys=(event,), reason=reason, back_on=back_on, at=at)
    return room


def press_room(
    *,
    actor: Actor,
    room: RoomStatus,
    keys: Sequence[RoomEvent],
    reason: str = "",
    back_on: date | None = None,
    at: datetime,
) -> None:
    """Press keys on a room that the caller's transaction holds: one entry and one event for the way as a whole.

    Raises NotPermitted, InvalidInput, WrongState.
    """
    was = room.state
    for event in keys:
        _sign(actor, room, event, reason=reason, back_on=back_on, at=at)
        rows.turn_room(room, event, at=at)
        if event in {RoomEvent.CLEANED, RoomEvent.INSPECTED}:
            end_tasks_of_room(actor, room, ENDED_BY_CLEANING, at=at)
        if event in TAKES_OFF_SALE:
            leave_out_tasks_of_room(actor, room, OF_LIVED_IN, why=_("The room is off sale."), at=at)
    rows.log(actor, "rooms.state_changed", room, at=at, facts={"was": was, "state": room.state})
    changed = events.RoomStateChanged(
        property_id=room.property_id, room=room.room_number, was=was, state=room.state
    )
    outbox.record(changed, at=at)


def _sign(
    actor: Actor, room: RoomStatus, event: RoomEvent, *, reason: str, back_on: date | None, at: datetime
) -> None:
    """Who stands for the new state; taking off sale has its reason. Raises NotPermitted, InvalidInput, WrongState.

    What another system reports has no hand of this house behind it: nobody is named as cleaner or inspector.
    """
    hand = None if actor.is_system else actor.id
    if event in LED_BY_SUPERVISORS:
        policy.ensure(actor, "stays.edit")
    if event is RoomEvent.CLEANED:
        room.cleaned_by, room.inspected_by, room.inspected_at = hand, None, None
    elif event is RoomEvent.SOILED:
        room.cleaned_by = room.inspected_by = room.inspected_at = None
    elif event is RoomEvent.INSPECTED:
        if hand is not None and room.cleaned_by == hand:
            raise WrongState(_("Who cleaned the room does not inspect it."))
        room.inspected_by, room.inspected_at = hand, at
    elif event in TAKES_OFF_SALE:
        said = rows.short_words(reason, limit=60, field="reason")
        if not said:
            raise InvalidInput(_("Say why the room is off sale."), fields={"reason": _("The reason.")})
        rows.insist_thinkable(back_on=back_on)
        today = local_date(at, property_of(room.property_id).timezone)
        if back_on is not None and back_on < today:
            raise InvalidInput(_("This day is past."), fields={"back_on": _("Today or a later day.")})
        room.reason, room.back_on = said, back_on


def out_of_order(
    *,
    actor: Actor,
    property_id: UUID,
    room_number: str,
    reason: str,
    back_on: date | None = None,
    at: datetime,
) -> RoomStatus:
    """Take a vacant room off sale for repair. Raises NotPermitted, NotFound, WrongState (a guest lives in it)."""
    return set_room_state(
        actor=actor,
        property_id=property_id,
        room_number=room_number,
        state=RoomState.OUT_OF_ORDER,
        reason=reason,
        back_on=back_on,
        at=at,
    )


def set_flag(*, actor: Actor, property_id: UUID, room_number: str, flag: Flag, at: datetime) -> RoomStatus:
    """Set a flag from now on; one that stands keeps its moment. Do-not-disturb and make-up clear each other.

    Raises NotPermitted, NotFound, WrongState.
    """
    policy.ensure(actor, *policy.ROOM_KEEPERS)
    policy.ensure_house(actor, property_id)
    with transaction.atomic():
        room = rows.held_room(property_id, room_number.strip(), at=at)
        if not may_flag(RoomState(room.state), flag):
            raise WrongState(
                _("Room %(room)s is %(state)s: this mark makes no sense now.")
                % {"room": room.room_number, "state": STATE_WORDS[RoomState(room.state)]}
            )
        if getattr(room, f"{flag}_since") is None:
            setattr(room, f"{flag}_since", at)
            opposite = {Flag.DND: Flag.MAKE_UP, Flag.MAKE_UP: Flag.DND}.get(flag)
            if opposite:
                setattr(room, f"{opposite}_since", None)
            if flag is Flag.MAKE_UP:
                room.quiet_until = None
            _save_flag(actor, room, flag, at=at)
            if flag is Flag.RUSH:
                _hurry(actor, room, at=at)
    return room


def _hurry(actor: Actor, room: RoomStatus, *, at: datetime) -> None:
    """A rush is a task with its clock (赶房): one open at a time."""
    still = RoomTask.objects.filter(
        room_id=room.room_id, kind=TaskKind.RUSH.value, state=TaskState.OPEN.value
    )
    if not still.exists():
        due_at = at + timedelta(minutes=wishes_of(room.property_id).rush_minutes)
        give_task(actor=actor, room=room, kind=TaskKind.RUSH, at=at, due_at=due_at)


def keep_quiet(
    *, actor: Actor, property_id: UUID, room_number: str, until: datetime, at: datetime
) -> RoomStatus:
    """Nobody disturbs the guest before a time: the sign hangs out, tasks of the day wait, lists say so.

    Raises NotPermitted, NotFound, WrongState (nobody lives there), InvalidInput (not within a day from now).
    """
    policy.ensure(actor, *policy.ROOM_KEEPERS)
    policy.ensure_house(actor, property_id)
    if not at < until <= at + LONGEST_QUIET:
        raise InvalidInput(_("This time is past or too far."), fields={"until": _("A time within a day.")})
    with transaction.atomic():
        room = rows.held_room(property_id, room_number.strip(), at=at)
        if not may_flag(RoomState(room.state), Flag.DND):
            raise WrongState(
                _("Room %(room)s is %(state)s: this mark makes no sense now.")
                % {"room": room.room_number, "state": STATE_WORDS[RoomState(room.state)]}
            )
        room.quiet_until, room.make_up_since = until, None
        room.dnd_since = room.dnd_since or at
        RoomTask.objects.filter(
            room_id=room.room_id,
            state=TaskState.OPEN.value,
            kind__in=[one.value for one in DAILY],
            due_at__lt=until,
        ).update(due_at=until + CLEANING_TAKES)
        _save_flag(actor, room, Flag.DND, at=at)
    return room


def clear_flag(*, actor: Actor, property_id: UUID, room_number: str, flag: Flag, at: datetime) -> RoomStatus:
    """Clear a flag; one that does not stand stays away. Raises NotPermitted, NotFound."""
    policy.ensure(actor, *policy.ROOM_KEEPERS)
    policy.ensure_house(actor, property_id)
    with transaction.atomic():
        room = rows.held_room(property_id, room_number.strip(), at=at)
        if getattr(room, f"{flag}_since") is not None:
            setattr(room, f"{flag}_since", None)
            if flag is Flag.DND:
                room.quiet_until = None
            _save_flag(actor, room, flag, at=at)
    return room


def set_dnd(*, actor: Actor, property_id: UUID, room_number: str, at: datetime) -> RoomStatus:
    """Do not disturb, from now on. Raises NotPermitted, NotFound, WrongState (nobody lives there)."""
    return set_flag(actor=actor, property_id=property_id, room_number=room_number, flag=Flag.DND, at=at)


def _save_flag(actor: Actor, room: RoomStatus, flag: Flag, *, at: datetime) -> None:
    is_set = getattr(room, f"{flag}_since") is not None
    room.revision += 1
    room.changed_at = at
    room.save()
    rows.log(actor, "rooms.flag_changed", room, at=at, facts={"flag": flag.value, "is_set": is_set})
    changed = events.RoomFlagChanged(
        property_id=room.property_id, room=room.room_number, flag=flag.value, is_set=is_set
    )
    outbox.record(changed, at=at)
