"""Room by room in an incident: asked, warned, affected or not; a guest moved, a room closed off, the floor told."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy as case_policy
from innkeeper.cases.models import Audience, Case
from innkeeper.incidents import policy
from innkeeper.incidents.actions.spreading import list_rooms, open_room_case
from innkeeper.incidents.actions.telling import list_rooms_to_tell
from innkeeper.incidents.models import FloorMessage, Incident, IncidentRoom, MessageState, RoomState
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.properties.queries import room
from innkeeper.stays import actions as stays
from innkeeper.stays.queries import card_for_room

ROOM_VERBS = ("ask", "warn", "affected", "clear")
STATES = {"ask": RoomState.ASKED, "warn": RoomState.WARNED, "clear": RoomState.CLEAR}
ASK_MINUTES, TELL_MINUTES = 10, 30
TELL_STEP = "ask_rooms"
"""The step of the playbook that the round over the floors belongs to: done when the list is."""


def touch_room(*, actor: Actor, case_id: UUID, room_number: str, verb: str, at: datetime) -> None:
    """One tap on a room of the incident: have it asked or warned, note that it is affected or is not.

    A room with do-not-disturb is never knocked at: asking becomes a message. An affected one gets its guest's own case.
    Raises: NotFound; NotPermitted; InvalidInput; WrongState for a closed incident.
    """
    case, incident = _incident(actor, case_id)
    if verb not in ROOM_VERBS:
        text = _("Choose one of the list.")
        raise InvalidInput(text, fields={"verb": text})
    number = room(incident.property_id, room_number).number
    house = system("incidents", property_id=incident.property_id)
    if verb == "affected":
        with cases.changing(actor=house, case_id=case.pk, verb="task", at=at) as held:
            list_rooms(incident, [number], actor=actor, at=at)
            cases.tell(held, actor=actor, verb="room_affected", at=at, facts={"room": number})
        open_room_case(case.pk, number, by=actor, at=at)
        with cases.changing(actor=house, case_id=case.pk, verb="task", at=at) as held:
            cases.settle(held, actor=actor, at=at)
        return
    card = card_for_room(incident.property_id, number, at)
    with cases.changing(actor=house, case_id=case.pk, verb="task", at=at) as held:
        list_rooms(incident, [number], actor=actor, at=at)
        IncidentRoom.objects.filter(incident=incident, room_number=number).update(
            state=STATES[verb], changed_at=at, changed_by_id=actor.id
        )
        if verb in ("ask", "warn"):
            is_quiet = bool(card and card.dnd_since)
            cases.offer(held, _errand(number, verb, is_quiet=is_quiet), actor=house, at=at)
        cases.tell(held, actor=actor, verb=f"room_{verb}", at=at, facts={"room": number})
        cases.settle(held, actor=actor, at=at)


def move_guest(*, actor: Actor, case_id: UUID, room_number: str, to_room: str, at: datetime) -> None:
    """Move the guest of an affected room; the own case goes on under the same guest and says so.

    Raises: NotFound; NotPermitted; WrongState for an empty room or one that is not ready.
    """
    _case, incident = _incident(actor, case_id)
    card = card_for_room(incident.property_id, room_number, at)
    if card is None or card.stay_id is None:
        raise WrongState(_("Nobody lives in room %(room)s.") % {"room": room_number[:10]})
    stays.move_room(actor=actor, stay_id=card.stay_id, room_number=to_room, reason="incident", at=at)
    _note(
        incident,
        room_number,
        _("Moved from %(old)s to %(new)s.") % {"old": card.room, "new": to_room.strip()},
        at=at,
    )


def close_room_off(
    *, actor: Actor, case_id: UUID, room_number: str, back_on: date | None, at: datetime
) -> None:
    """Take an empty room off sale until it is mended. Raises: NotFound; NotPermitted; WrongState while a guest lives there."""
    case, incident = _incident(actor, case_id)
    stays.out_of_order(
        actor=actor,
        property_id=incident.property_id,
        room_number=room_number,
        reason=case.ref,
        back_on=back_on,
        at=at,
    )


def settle_message(*, actor: Actor, case_id: UUID, is_sent: bool, at: datetime) -> None:
    """The duty manager sends or discards the drafted message; sent, it stands in the thread of every room concerned.

    Raises: NotFound; NotPermitted; WrongState when somebody settled it before.
    """
    case, incident = _incident(actor, case_id)
    policy.insist_duty_manager(actor)
    draft = incident.messages.filter(state=MessageState.DRAFT).order_by("drafted_at").first()
    if draft is None:
        raise WrongState(_("There is no draft any more."))
    state = MessageState.SENT if is_sent else MessageState.DISCARDED
    house = system("incidents", property_id=incident.property_id)
    said = _for_threads(incident, draft, house=house, at=at) if is_sent else {}
    with cases.changing(actor=house, case_id=case.pk, verb="task", at=at) as held:
        left = FloorMessage.objects.filter(pk=draft.pk, state=MessageState.DRAFT)
        if not left.update(state=state, settled_at=at, settled_by_id=actor.id):
            raise WrongState(_("There is no draft any more."))
        if is_sent:
            cases.offer(held, _round(draft.rooms), actor=house, at=at)
            list_rooms_to_tell(incident, draft)
        cases.tell(held, actor=actor, verb=f"message_{state}", at=at)
        cases.settle(held, actor=actor, at=at)
        cases.write_to_guests(said, actor=house, channel="room_phone", at=at)


def _for_threads(
    incident: Incident, draft: FloorMessage, *, house: Actor, at: datetime
) -> dict[UUID, cases.DraftEntry]:
    """The message sealed for the thread of every room's own case, before the transaction."""
    words = cases.Words(text=f"{draft.text_zh}\n{draft.text_en}", is_knowing=True)
    own = incident.rooms.exclude(case_id=None).values_list("case_id", flat=True)
    return {one: cases.prepared(actor=house, case_id=one, words=words, at=at) for one in own if one}


def _incident(actor: Actor, case_id: UUID) -> tuple[Case, Incident]:
    """The incident that the actor may work on. Raises: NotFound; NotPermitted."""
    case = case_policy.case_for(actor, pk=case_id)
    incident = Incident.objects.filter(case_id=case.pk).first()
    if incident is None:
        raise NotFound(_("There is no such incident."))
    policy.insist_manage(actor, case, "incident")
    return case, incident


def _round(rooms: str) -> cases.Job:
    def title() -> str:
        said = _(
            "Tell the rooms of %(rooms)s, one by one on the list: slip at night, else by phone or WeChat"
        )
        return said % {"rooms": rooms}

    return cases.Job(
        title=cases.in_both(title), department="front_office", minutes=TELL_MINUTES, step=TELL_STEP
    )


def _errand(number: str, verb: str, *, is_quiet: bool) -> cases.Job:
    def title() -> str:
        said = {
            "ask": _("Call room %(room)s: are they affected?"),
            "warn": _("Warn room %(room)s and say what to expect"),
        }[verb]
        if is_quiet:
            said = _("Room %(room)s is not to be disturbed: a message under the door, no knock")
        return said % {"room": number}

    return cases.Job(
        title=cases.in_both(title), department="front_office", room_number=number, minutes=ASK_MINUTES
    )


def _note(incident: Incident, number: str, text: str, *, at: datetime) -> None:
    """Keep it in the thread of the room's own case, where there is one."""
    own = IncidentRoom.objects.filter(incident=incident, room_number=number).exclude(case_id=None).first()
    house = system("incidents", property_id=incident.property_id)
    cases.write_thread(
        actor=house,
        case_id=own.case_id if own and own.case_id else incident.case_id,
        words=cases.Words(text=text),
        audience=Audience.INTERNAL,
        at=at,
    )
