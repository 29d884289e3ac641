"""What hard cases add to the case page: the action card on top, the rooms of an incident, damage, the walk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import get_language

from innkeeper.cases.playbooks import Section
from innkeeper.incidents import queries
from innkeeper.incidents.queries.cards import place_words
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.text import marked as _
from innkeeper.stays.queries import cards_for_rooms


class PageCase(Protocol):
    """What the sections ask of the case that the page shows."""

    pk: UUID
    ref: str
    is_open: bool
    property_id: UUID
    owner_id: UUID | None
    room_number: str
    taxonomy_code: str


def fill_emergency(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """The card of the emergency, its numbers, and whether it can still be called off. Queries: 2."""
    raised = queries.emergency_of(case.pk)
    card = queries.card_of(raised.code) if raised else None
    if raised is None or card is None:
        return {}
    language = get_language() or "zh"
    return {
        "ref": case.ref,
        "title": card.title.shown(language),
        "where": place_words(raised.room_number, raised.place),
        "numbers": queries.shown_numbers(card, queries.numbers_of(case.property_id)),
        "steps": [one.shown(language) for one in card.steps],
        "raised": raised,
        "may_stand_down": case.is_open
        and raised.stood_down_at is None
        and (raised.raised_by_id == actor.id or actor.may("cases.take_in")),
    }


def fill_incident(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """Rooms, source, message and who was told. Queries: about 10."""
    incident = queries.incident_of(case.pk)
    if incident is None:
        return {}
    message = queries.message_of(incident)
    rows, to_tell = list(incident.rooms.all()), queries.rows_to_tell(message)
    numbers = {one.room_number for one in rows} | {one.room_number for one in to_tell}
    cards = cards_for_rooms(incident.property_id, numbers)
    told = queries.told_lines(actor, to_tell, cards, hour=localtime(at).hour)
    return {
        "ref": case.ref,
        "told": told,
        "told_count": sum(one.told_at is not None for one in told),
        "to_tell": sum(one.told_at is not None or not one.has_left for one in told),
        "incident": incident,
        "rooms": queries.room_lines(actor, incident, rows, cards),
        "again": queries.past_from(
            incident.property_id, incident.source_room, incident.code, at=incident.began_at
        ),
        "message": message,
        "may_work": case.is_open and (actor.may("cases.take_in") or actor.may("cases.assign")),
        "may_send": case.is_open and actor.may("cases.assign"),
        "may_move": case.is_open and actor.may("stays.edit"),
    }


def fill_damage(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """The damage report. Queries: 1."""
    return {
        "ref": case.ref,
        "room": case.room_number,
        "items": queries.damage_of(case.pk),
        "may_note": case.is_open and (actor.may("cases.take_in") or case.owner_id == actor.id),
    }


def fill_spread(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """The button that makes an incident of a complaint; of one that belongs to an incident, that and the way out. Queries: 1."""
    whole = queries.incident_joined(case.pk)
    return {
        "ref": case.ref,
        "may_spread": case.is_open and whole is None and actor.may("cases.take_in"),
        "whole": whole,
        "may_leave": case.is_open
        and (actor.may("cases.take_in") or actor.may("cases.assign") or case.owner_id == actor.id),
    }


def fill_disturbance(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """Turning away, for who handles it."""
    return {"ref": case.ref, "may_ask": case.is_open and case.owner_id == actor.id}


def fill_walk(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """The walk record. Queries: 1."""
    return {
        "ref": case.ref,
        "walk": queries.walk_of(case.pk),
        "may_arrange": case.is_open and case.owner_id == actor.id,
        "today": localtime(at).date(),
    }


DAMAGE = Section(name="damage", title=_("Damage report"), template="incidents/_damage.html", fill=fill_damage)
EMERGENCY = (
    Section(name="card", template="incidents/_raised.html", fill=fill_emergency, is_lead=True),
    DAMAGE,
)
INCIDENT = (
    Section(
        name="rooms",
        title=_("Rooms"),
        template="incidents/_rooms.html",
        fill=fill_incident,
        gates=("job_taken", "rooms_reached", "rooms_told", "rooms_settled", "investigated"),
    ),
    DAMAGE,
)
DISTURBANCE = (
    Section(
        name="exclusion",
        title=_("Turn away"),
        template="incidents/_exclusion.html",
        fill=fill_disturbance,
        gates=("approvals_given",),
    ),
    DAMAGE,
)
WALK = (
    Section(
        name="walk",
        title=_("Walk record"),
        template="incidents/_walk.html",
        fill=fill_walk,
        gates=("arranged",),
    ),
)
OF_COMPLAINTS = (
    Section(
        name="spread",
        title=_("Several rooms"),
        template="incidents/_spread.html",
        fill=fill_spread,
        is_aside=True,
    ),
    DAMAGE,
)
