"""Asked at check-in what the guest needs: nobody moves in unasked, and "none" is an answer too (REQ-01)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.cases.actions import Intake
from innkeeper.cases.models import Case, Channel
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.kernel.ids import uuid7
from innkeeper.service_requests.actions.asking import PLAIN, Wish, request_service
from innkeeper.service_requests.models import NeedsAsked
from innkeeper.stays import actions as stays
from innkeeper.stays import policy as stays_policy
from innkeeper.stays.queries import StayCard, stay_card

Beside = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the guest said when asked: a need in their words, or that there is none. One of the two."""

    needs: str = ""
    is_none: bool = False
    wish: Wish = PLAIN


def record_needs(
    *, actor: Actor, stay_id: UUID, answer: Answer, at: datetime, key: UUID | None = None
) -> NeedsAsked:
    """Keep that the guest was asked what they need; what they said becomes a request, else it is "asked, none".

    `key`: the id of the asking; what was kept under it stands.
    Raises: NotFound for a stay of another house; NotPermitted; InvalidInput for no answer, or for both. Source: REQ-01.
    """
    stay = _stay_to_ask(actor, stay_id, answer)
    return _kept(actor, stay, answer, room=stay.room, key=key or uuid7(), at=at)


def receive_guest(
    *,
    actor: Actor,
    stay_id: UUID,
    room_number: str,
    answer: Answer,
    at: datetime,
    key: UUID | None = None,
    is_knowing: bool = False,
) -> NeedsAsked:
    """The guest moves in, and was asked: both or neither. The one way into the house by hand.

    `key`: as for `record_needs`; pressed twice, the guest moved in once.
    Raises: as `record_needs`; WrongState for a stay that is not expected or a room that is not ready; NotFound for no
    such room; RoomPromised for one that is meant for another arrival, unless that `is_knowing`. Source: REQ-01.
    """
    stays_policy.ensure(actor, "stays.edit")
    stay, room = _stay_to_ask(actor, stay_id, answer), room_number.strip()

    def move_in() -> None:
        stays.check_in(actor=actor, stay_id=stay_id, room_number=room, at=at, is_knowing=is_knowing)

    return _kept(actor, stay, answer, room=room, key=key or uuid7(), at=at, beside=move_in)


def _stay_to_ask(actor: Actor, stay_id: UUID, answer: Answer) -> StayCard:
    """The stay, once it is clear that the actor may ask and what was answered."""
    if not actor.may("cases.take_in"):
        raise NotPermitted(_("Your post does not take in cases here."))
    stay = stay_card(stay_id)
    if not actor.is_system and stay.property_id != actor.property_id:
        raise NotFound(_("There is no such stay."))
    has_needs = bool(answer.needs.strip())
    if has_needs == answer.is_none:
        said = _("Write what the guest needs, or that there is none: not both.") if has_needs else _("Ask the guest what they need: write it down, or tick that there is none.")  # fmt: skip
        raise InvalidInput(said, fields={"needs": said})
    return stay


def _kept(
    actor: Actor,
    stay: StayCard,
    answer: Answer,
    *,
    room: str,
    key: UUID,
    at: datetime,
    beside: Beside | None = None,
) -> NeedsAsked:
    """The answer with its request, and what is done beside it, in one transaction; once for a key."""

    def keep(case: Case | None = None) -> None:
        asked, is_new = NeedsAsked.objects.get_or_create(
            id=key,
            defaults={
                "property_id": stay.property_id,
                "stay_id": stay.id,
                "has_needs": case is not None,
                "case": case,
                "asked_at": at,
                "asked_by_id": actor.id,
            },
        )
        if is_new:
            _tell(asked, actor=actor, at=at)
            if beside is not None:
                beside()

    if answer.is_none:
        with transaction.atomic():
            keep()
    else:
        intake = _intake(stay, answer, room=room, key=key)
        request_service(actor=actor, intake=intake, wish=answer.wish, at=at, then=keep)
    return NeedsAsked.objects.get(pk=key)


def _intake(stay: StayCard, answer: Answer, *, room: str, key: UUID) -> Intake:
    return Intake(
        kind="service_request",
        property_id=stay.property_id,
        text=answer.needs,
        channel=Channel.ON_SITE,
        room_number=room,
        stay_id=stay.id,
        guest_ids=stay.guest_ids,
        departs_at=stay.departs_at,
        idempotency_key=f"needs:{key}",
    )


def _tell(asked: NeedsAsked, *, actor: Actor, at: datetime) -> None:
    audit.record(
        actor=actor,
        verb="requests.needs_asked",
        kind="stays.Stay",
        object_id=asked.stay_id,
        property_id=asked.property_id,
        at=at,
        facts={"has_needs": asked.has_needs},
    )
