"""Taking one line in at the desk: the one place that knows which domain app a kind of case belongs to."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases.actions import Intake, OpenedCase, Words, alert_room, write_thread
from innkeeper.cases.models import Audience
from innkeeper.cases.queries.past import case_of
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.complaints.actions import report_complaint
from innkeeper.incidents.actions import open_disturbance
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import InvalidInput
from innkeeper.properties.queries import property_of
from innkeeper.service_requests.actions import Wish, request_service, solve_on_spot
from innkeeper.stays.queries import RoomCard, card_for_room

COMPLAINT, SERVICE_REQUEST, DISTURBANCE = "complaint", "service_request", "disturbance"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Heard:
    """One case as the desk confirmed it. `heard_at` is the true time, aware; `key` makes sending twice harmless.

    Without `priority` the rules on the words give it. `may_enter`: the guest agrees that somebody comes at once. `is_solved`: it was solved on the spot.
    """

    line: str
    room: str
    kind: str
    code: str
    priority: int | None
    channel: str
    contact: str = ""
    is_anonymous: bool = False
    is_code_by_rule: bool = False
    items: tuple[tuple[str, int], ...] = ()
    wanted_at: datetime | None = None
    is_now: bool = False
    cap_reason: str = ""
    may_enter: bool = False
    cause: str = ""
    is_solved: bool = False
    heard_at: datetime
    key: str


def take_in(*, actor: Actor, property_id: UUID, heard: Heard, at: datetime) -> OpenedCase:
    """Open the case: stay and guests are filled in from the room.

    Raises: InvalidInput naming the field (a room that does not exist, nothing said, a judgement of a guest), NotPermitted.
    """
    card = card_for_room(property_id, heard.room, at) if heard.room else None
    if heard.room and card is None:
        text = _("There is no room %(room)s.") % {"room": heard.room}
        raise InvalidInput(text, fields={"room": text})
    if card is not None and _heard_before_arrival(property_id, heard, card, at=at):
        card = replace(card, stay_id=None, guest_ids=(), departs_at=None)
    heard = _never_small(property_id, heard)
    intake = _intake(property_id, heard, card)
    if heard.kind == DISTURBANCE:
        return open_disturbance(actor=actor, intake=intake, at=at)
    if heard.is_solved:
        return solve_on_spot(actor=actor, intake=intake, at=at)
    if heard.kind == SERVICE_REQUEST:
        wish = Wish(
            items=heard.items, wanted_at=heard.wanted_at, is_now=heard.is_now, cap_reason=heard.cap_reason
        )
        return request_service(actor=actor, intake=intake, wish=wish, at=at)
    return report_complaint(
        actor=actor,
        intake=intake,
        at=at,
        then=lambda case: alert_room(case, may_enter=heard.may_enter, actor=actor, at=at),
    )


def _never_small(property_id: UUID, heard: Heard) -> Heard:
    """Danger to life is no request and was not solved on the spot: several departments get their tasks. Queries: 0 or 1."""
    code = code_named(property_id, heard.code) if heard.code else None
    if code is None or not code.is_life_safety or heard.kind == DISTURBANCE:
        return heard
    return replace(heard, kind=COMPLAINT, is_solved=False)


def join_case(*, actor: Actor, ref: str, heard: Heard, at: datetime) -> str:
    """Put what was heard into the thread of a case that is already open; answers its ref. Raises: NotFound."""
    case = case_of(actor, ref=ref)
    write_thread(
        actor=actor,
        case_id=case.pk,
        words=Words(text=heard.line),
        audience=Audience.GUEST,
        channel=heard.channel,
        is_from_guest=True,
        happened_at=heard.heard_at,
        at=at,
    )
    return case.ref


def _heard_before_arrival(property_id: UUID, heard: Heard, card: RoomCard, *, at: datetime) -> bool:
    """Whether a case entered later was heard before the guest who lives there now arrived."""
    if card.arrival_on is None or heard.heard_at >= at:
        return False
    return local_date(heard.heard_at, property_of(property_id).timezone) < card.arrival_on


def _intake(property_id: UUID, heard: Heard, card: RoomCard | None) -> Intake:
    return Intake(
        kind=heard.kind,
        property_id=property_id,
        text=heard.line,
        channel=heard.channel,
        contact=heard.contact,
        is_anonymous=heard.is_anonymous,
        room_number=card.room if card else "",
        room_id=card.room_id if card else None,
        stay_id=card.stay_id if card else None,
        departs_at=card.departs_at if card else None,
        guest_ids=card.guest_ids if card else (),
        received_at=heard.heard_at,
        taxonomy_code=heard.code,
        is_code_by_rule=heard.is_code_by_rule,
        priority=heard.priority,
        cause=heard.cause,
        idempotency_key=heard.key,
    )
