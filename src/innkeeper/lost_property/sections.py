"""What lost & found adds to the case page: the thing, what may match it, the call, how it leaves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from innkeeper.cases.models import Case
from innkeeper.cases.playbooks import Section
from innkeeper.guests.queries import guest_lines
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound
from innkeeper.kernel.text import marked as _
from innkeeper.lost_property import queries
from innkeeper.lost_property.models import LostItem, Means, Side, State
from innkeeper.lost_property.rules import AFTER_KEEPING, NEUTRAL_EN, NEUTRAL_ZH
from innkeeper.stays.queries import StayCard, stay_card


def fill_item(*, actor: Actor, case: Case, at: datetime) -> Mapping[str, Any]:
    """The thing and what can be done with it now. Queries: about 11."""
    item = queries.item_of(case.pk)
    if item is None:
        return {}
    is_open = case.is_open and item.state in queries.OPEN_STATES
    return {
        "ref": case.ref,
        "item": item,
        "whose": list(guest_lines([item.owner_id], actor=actor).values()) if item.owner_id else [],
        "stay": _stay(item.stay_id, actor),
        "is_found": item.side == Side.FOUND,
        "is_kept": item.state == State.SAFE,
        "is_open": is_open,
        "matches": queries.matches(actor, item) if is_open and item.matched_with_id is None else [],
        "spoken_for": queries.spoken_for(actor, item) if is_open else [],
        "claims": queries.claims_on(actor, item) if item.is_quarrelled else [],
        "tries": list(item.tries.order_by("at")),
        "may_work": is_open and actor.may("cases.take_in"),
        "may_call": is_open and item.owner_id is not None and actor.may("guests.reveal_contact"),
        "words_zh": NEUTRAL_ZH,
        "words_en": NEUTRAL_EN,
        "leaving": [(one.value, one.label) for one in (Means.IN_PERSON, Means.COURIER)],
        "disposal": _ends(item),
        "may_dispose": is_open and item.side == Side.FOUND,
    }


def _ends(item: LostItem) -> list[tuple[str, Any]]:
    """The ways out after the keeping time, the hotel's own for this kind first. Queries: 1."""
    first = queries.keeping_of(item.property_id, item.category).then
    ends = [Means(one) for one in AFTER_KEEPING]
    return [(one.value, one.label) for one in sorted(ends, key=lambda one: one.value != first)]


def _stay(stay_id: UUID | None, actor: Actor) -> StayCard | None:
    try:
        return stay_card(stay_id, actor=actor) if stay_id else None
    except NotFound:
        return None


SECTIONS = (
    Section(
        name="item",
        title=_("The thing"),
        template="lost_property/_item.html",
        fill=fill_item,
        gates=("in_safe", "owner_tried", "settled"),
    ),
)
