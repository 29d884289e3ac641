"""Asked at check-in what the guest needs: "none" is an answer too (REQ-01)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.cases.actions import Intake
from innkeeper.cases.models import Channel
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.kernel.ids import uuid7
from innkeeper.service_requests.actions.asking import PLAIN, Wish, request_service
from innkeeper.service_requests.models import NeedsAsked
from innkeeper.stays.queries import stay_card


def record_needs(
    *,
    actor: Actor,
    stay_id: UUID,
    needs: str = "",
    wish: Wish = PLAIN,
    at: datetime,
    key: UUID | None = None,
) -> NeedsAsked:
    """Keep that the guest was asked what they need; what they said becomes a request, an empty answer "asked, none".

    `key`: the id of the asking; what was kept under it stands.
    Raises: NotFound for a stay of another house; NotPermitted; InvalidInput. Source: REQ-01.
    """
    if not actor.may("cases.take_in"):
        raise NotPermitted(_("Your post does not take in cases here."))
    stay = stay_card(stay_id)
    if not actor.is_system and stay.property_id != actor.property_id:
        raise NotFound(_("There is no such stay."))
    case_id, row_id = None, key or uuid7()
    if needs.strip():
        intake = Intake(
            kind="service_request",
            property_id=stay.property_id,
            text=needs,
            channel=Channel.ON_SITE,
            room_number=stay.room,
            stay_id=stay.id,
            guest_ids=stay.guest_ids,
            departs_at=stay.departs_at,
            idempotency_key=f"needs:{row_id}",
        )
        case_id = request_service(actor=actor, intake=intake, wish=wish, at=at).id
    with transaction.atomic():
        asked, is_new = NeedsAsked.objects.get_or_create(
            id=row_id,
            defaults={
                "property_id": stay.property_id,
                "stay_id": stay_id,
                "has_needs": case_id is not None,
                "case_id": case_id,
                "asked_at": at,
                "asked_by_id": actor.id,
            },
        )
        if is_new:
            _tell(asked, actor=actor, at=at)
    return asked


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
