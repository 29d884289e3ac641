"""The floor is told: each lived-in room of a message on a list, ticked by who told it, and slips for under the doors."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.cases import actions as cases
from innkeeper.cases import policy as case_policy
from innkeeper.guests.queries import guest_lines
from innkeeper.incidents import policy
from innkeeper.incidents.models import FloorMessage, Incident, Means, MessageState, RoomTold
from innkeeper.incidents.queries.telling import floors_named, untold_rooms
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.properties.models import Property
from innkeeper.properties.queries import property_of, rooms_by_number
from innkeeper.stays.queries import cards_for_rooms
from innkeeper.web.paper import Paper, Words, printed
from innkeeper.web.templatetags.parts import full_day_hour, two


def list_rooms_to_tell(incident: Incident, message: FloorMessage) -> int:
    """Put every lived-in room of the message on its list, each in its guest's language; how many. Queries: 4.

    Inside the caller's transaction.
    """
    floors = floors_named(message)
    rooms = rooms_by_number(incident.property_id)
    named = set(message.rooms.split()) | set(incident.rooms.values_list("room_number", flat=True))
    numbers = [one.number for one in rooms.values() if one.floor in floors or one.number in named]
    cards = cards_for_rooms(incident.property_id, numbers).values()
    guests = guest_lines({one for card in cards for one in card.guest_ids[:1]})
    told = [
        RoomTold(
            message=message,
            room_number=card.room,
            stay_id=card.stay_id,
            language=_language([guests[one].language for one in card.guest_ids[:1] if one in guests]),
        )
        for card in cards
        if card.stay_id
    ]
    return len(RoomTold.objects.bulk_create(told, ignore_conflicts=True))


def tell_room(*, actor: Actor, case_id: UUID, room_number: str, means: str, at: datetime) -> None:
    """One tap: the room was told, by these means; without means the tick is taken back. The first tick stands.

    Raises: NotFound; NotPermitted; InvalidInput; WrongState for a closed incident or a room told already.
    """
    message = sent_message(actor, case_id)
    if means and means not in Means.values:
        text = _("Choose one of the list.")
        raise InvalidInput(text, fields={"means": text})
    house = system("incidents", property_id=message.incident.property_id)
    with cases.changing(actor=house, case_id=message.incident.case_id, verb="task", at=at) as held:
        rows = RoomTold.objects.filter(message=message, room_number=room_number)
        if not rows.exists():
            raise NotFound(_("This room is not on the list."))
        told = {"means": means, "told_at": at if means else None, "told_by_id": actor.id if means else None}
        if not rows.filter(Q(told_at__isnull=bool(means))).update(**told):
            raise WrongState(_("A colleague has ticked this room already."))
        verb = "room_told" if means else "room_untold"
        cases.tell(held, actor=actor, verb=verb, at=at, facts={"room": room_number, "means": means})
        cases.settle(held, actor=actor, at=at)


def print_slips(*, actor: Actor, case_id: UUID, at: datetime) -> bytes:
    """The slips of the rooms that nobody has told yet, as a PDF, each in its guest's language. One audit entry.

    Raises: NotFound; NotPermitted; WrongState when every room was told.
    """
    message = sent_message(actor, case_id)
    rows = list(message.told.filter(room_number__in=untold_rooms(message)).order_by("room_number"))
    if not rows:
        raise WrongState(_("Every room on the list was told."))
    hotel = property_of(message.incident.property_id)
    slips = [
        Words(f"{row.room_number}  {_house_in(hotel, row.language)}", [words_of(message, row.language)])
        for row in rows
    ]
    made = full_day_hour(at)
    foot = _("Cut, fold, push under the door. No knock.")
    paper = Paper(title=_("Message to the floor"), house=two(hotel), made=made, blocks=slips, foot=foot)
    blob = printed(paper)
    with transaction.atomic():
        audit.record(
            actor=actor,
            verb="incidents.slips_printed",
            kind="case",
            object_id=message.incident.case_id,
            property_id=hotel.pk,
            at=at,
            facts={"rooms": [row.room_number for row in rows]},
        )
    return blob


def _house_in(hotel: Property, language: str) -> str:
    """The hotel's name as its guest reads it: a slip that is cut off still says who speaks."""
    return hotel.name_zh if language == "zh" else hotel.name_en


def words_of(message: FloorMessage, language: str) -> str:
    """The message in the guest's language: Chinese for Chinese, English for all others."""
    return message.text_zh if language == "zh" else message.text_en


def sent_message(actor: Actor, case_id: UUID) -> FloorMessage:
    """The message of an incident that the actor may work on, once it was sent. Raises: NotFound; NotPermitted."""
    case = case_policy.case_for(actor, pk=case_id)
    policy.insist_manage(actor, case, "incident")
    found = FloorMessage.objects.filter(incident__case_id=case.pk, state=MessageState.SENT)
    message = found.select_related("incident").order_by("-drafted_at").first()
    if message is None:
        raise NotFound(_("No message was sent in this incident."))
    return message


def _language(of_guest: list[str]) -> str:
    """Chinese where the guest's language is Chinese or unknown."""
    return "zh" if not of_guest or not of_guest[0] or of_guest[0].lower().startswith("zh") else "en"
