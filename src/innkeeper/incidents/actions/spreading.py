"""One matter becomes an incident of many rooms: one case, one job, the rooms around it listed, each guest an own case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy as case_policy
from innkeeper.cases.models import Case
from innkeeper.cases.queries.playbooks import code_named
from innkeeper.incidents import policy
from innkeeper.incidents.models import FloorMessage, Incident, IncidentRoom, RoomState
from innkeeper.incidents.queries.cards import theme_of
from innkeeper.incidents.queries.pages import incident_joined
from innkeeper.incidents.rules import NEUTRAL
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import InvalidInput
from innkeeper.properties.models import Room
from innkeeper.properties.queries import neighbours, room, rooms_by_number
from innkeeper.stays.queries import card_for_room

JOB_MINUTES = 15
RoomDraft = cases.CaseDraft | cases.OpenedCase | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far the matter of a case reaches: where it comes from, and which rooms it has reached."""

    source_room: str = ""
    affected: tuple[str, ...] = ()


def open_incident(*, actor: Actor, case_id: UUID, spread: Spread, at: datetime) -> cases.OpenedCase:
    """Make an incident of an open case: it becomes its room's own case, the repair jobs become one. Twice is once.

    Raises: NotFound; NotPermitted; InvalidInput for a room that does not exist.
    """
    first = case_policy.case_for(actor, pk=case_id, is_open=True)
    policy.insist_manage(actor, first, "incident")
    _refuse_unknown(first.property_id, spread)
    house = system("incidents", property_id=first.property_id)
    draft = cases.draft_case(actor=house, intake=_intake(first, spread), at=at)
    if isinstance(draft, cases.OpenedCase):
        _rejoin(first, draft, actor=actor, house=house, at=at)
        return draft
    others = [number for number in spread.affected if number != first.room_number]
    rooms = {one: _draft_room(draft.case, one, house=house, at=at) for one in dict.fromkeys(others)}
    with cases.changing(actor=house, case_id=first.pk, verb="link", at=at) as held:
        opened = cases.write_case(
            draft,
            actor=house,
            at=at,
            then=lambda case: _laid_out(case, held, spread, actor=actor, house=house, at=at),
        )
        if opened.is_new:
            own_job(held, opened, house=house, at=at)
            _join(held, draft.case, house=house, at=at)
            incident = Incident.objects.get(case_id=opened.id)
            for number, room_draft in rooms.items():
                _write_room(incident, draft.case, number, room_draft, by=actor, house=house, at=at)
    return opened


def _rejoin(first: Case, opened: cases.OpenedCase, *, actor: Actor, house: Actor, at: datetime) -> None:
    """A case that came out of the incident which began with it is of it again, while that one is open."""
    whole = Case.objects.get(pk=opened.id)
    if not whole.is_open or incident_joined(first.pk) is not None:
        return
    with cases.changing(actor=house, case_id=first.pk, verb="link", at=at) as held:
        own_job(held, opened, house=house, at=at)
        _join(held, whole, house=house, at=at)
        if held.room_number:
            incident = Incident.objects.get(case_id=opened.id)
            _set_room(incident, held.room_number, RoomState.AFFECTED, case_id=held.pk, actor=actor, at=at)


def open_room_case(incident_case_id: UUID, number: str, *, by: Actor, at: datetime) -> UUID | None:
    """The own case of an affected room's guest, linked with the incident; None where nobody lives there. Twice is once.

    The house opens it; that the room is affected was said `by` somebody.
    """
    incident = Incident.objects.get(case_id=incident_case_id)
    house = system("incidents", property_id=incident.property_id)
    whole = Case.objects.get(pk=incident_case_id)
    draft = _draft_room(whole, number, house=house, at=at)
    with transaction.atomic():
        return _write_room(incident, whole, number, draft, by=by, house=house, at=at)


def _draft_room(whole: Case, number: str, *, house: Actor, at: datetime) -> RoomDraft:
    """The room's own case, sealed before the transaction; None where nobody lives there. `whole` may not be written yet."""
    card = card_for_room(whole.property_id, number, at)
    if card is None or card.stay_id is None:
        return None
    said = cases.in_both(lambda: _("Affected by an incident nearby: %(what)s") % {"what": _matter(whole)})
    intake = cases.Intake(
        kind="complaint",
        property_id=whole.property_id,
        text=said.zh,
        title=said,
        channel="on_site",
        room_number=number,
        room_id=card.room_id,
        stay_id=card.stay_id,
        guest_ids=card.guest_ids,
        departs_at=card.departs_at,
        taxonomy_code=whole.taxonomy_code,
        priority=2,
        category="complaint",
        idempotency_key=f"incident:{whole.pk}:{number}",
    )
    return cases.draft_case(actor=house, intake=intake, at=at)


def _write_room(
    incident: Incident, whole: Case, number: str, draft: RoomDraft, *, by: Actor, house: Actor, at: datetime
) -> UUID | None:
    """The room is affected: its state on the list, and its own case linked with the incident; in a transaction."""
    if draft is None:
        _set_room(incident, number, RoomState.AFFECTED, actor=by, at=at)
        return None
    opened = cases.write_case(draft, actor=house, at=at)
    if opened.is_new or incident_joined(opened.id) is None:
        _join(Case.objects.get(pk=opened.id), whole, house=house, at=at)
    _set_room(incident, number, RoomState.AFFECTED, case_id=opened.id, actor=by, at=at)
    return opened.id


def _join(case: Case, whole: Case, *, house: Actor, at: datetime) -> None:
    """Link a case with the incident it belongs to."""
    cases.link(case, whole, "incident", actor=house, reason="", at=at)
    facts = {"other": str(whole.pk), "relation": "incident"}
    cases.tell(case, actor=house, verb="linked", at=at, facts=facts)


def list_rooms(incident: Incident, numbers: Iterable[str], *, actor: Actor, at: datetime) -> None:
    """Put rooms on the incident's list; those that stand there stay as they are. Queries: 1."""
    IncidentRoom.objects.bulk_create(
        [
            IncidentRoom(incident=incident, room_number=one, changed_at=at, changed_by_id=actor.id)
            for one in dict.fromkeys(numbers)
        ],
        ignore_conflicts=True,
    )


def own_job(case: Case, opened: cases.OpenedCase, *, house: Actor, at: datetime) -> None:
    """The repair is one job of the incident: what the case itself had given to the engineers is dropped."""
    reason = _("One job in %(ref)s.") % {"ref": opened.ref}
    cases.drop_tasks(case, {"department": "engineering"}, reason=reason, actor=house, at=at)


def _intake(first: Case, spread: Spread) -> cases.Intake:
    return cases.Intake(
        kind="incident",
        property_id=first.property_id,
        text=first.title_redacted,
        title=cases.title_of(first),
        channel=first.channel,
        is_anonymous=True,
        room_number=spread.source_room or first.room_number,
        received_at=first.received_at,
        taxonomy_code=first.taxonomy_code,
        category="systemic",
        scope="several_guests",
        priority=first.priority,
        is_restricted=first.is_restricted,
        idempotency_key=f"incident:{first.pk}",
    )


def _laid_out(case: Case, first: Case, spread: Spread, *, actor: Actor, house: Actor, at: datetime) -> None:
    """The incident's rows and its one job, inside the transaction that opens it."""
    incident = Incident.objects.create(
        case_id=case.pk,
        property_id=case.property_id,
        code=case.taxonomy_code,
        source_room=spread.source_room,
        began_at=case.received_at,
    )
    cases.keep_circle(case, first, actor=actor, at=at)
    hit = [one for one in (first.room_number, *spread.affected) if one]
    around = [
        one.number for place in {spread.source_room, *hit} - {""} for one in _near(case.property_id, place)
    ]
    list_rooms(
        incident,
        [*hit, *([spread.source_room] if spread.source_room else []), *sorted(around)],
        actor=actor,
        at=at,
    )
    if first.room_number:
        _set_room(incident, first.room_number, RoomState.AFFECTED, case_id=first.pk, actor=actor, at=at)
    cases.offer(case, _job(case, spread), actor=house, at=at)
    _draft(incident, dict.fromkeys([*hit, *sorted(around)]), at=at)
    cases.tell(
        case,
        actor=actor,
        verb="incident_opened",
        at=at,
        facts={"from": str(first.pk), "source": spread.source_room},
    )


def _draft(incident: Incident, numbers: Iterable[str], *, at: datetime) -> None:
    """What the rooms around may hear, in neutral words; the duty manager sends or discards it."""
    theme = theme_of(incident.code)
    zh, en = (theme.message.zh, theme.message.en) if theme else (NEUTRAL.zh, NEUTRAL.en)
    FloorMessage.objects.create(
        incident=incident, text_zh=zh, text_en=en, rooms=" ".join(numbers)[:400], drafted_at=at
    )


def _near(property_id: UUID, number: str) -> list[Room]:
    return list(neighbours(room(property_id, number)))


def _job(case: Case, spread: Spread) -> cases.Job:
    theme = theme_of(case.taxonomy_code)
    if theme is not None:
        return cases.Job(
            title=cases.Both(theme.duty.words.zh, theme.duty.words.en),
            department=theme.duty.department,
            minutes=theme.duty.minutes,
        )

    def title() -> str:
        return _("Find and stop the source: %(what)s") % {"what": _code_name(case) or case.title}

    return cases.Job(
        title=cases.in_both(title),
        department="engineering",
        room_number=spread.source_room or case.room_number,
        minutes=JOB_MINUTES,
    )


def _matter(whole: Case) -> str:
    """What the other rooms' cases may say of the incident: of a restricted one no word of the guest's."""
    return _code_name(whole) if whole.is_restricted else whole.title


def _code_name(case: Case) -> str:
    """What the house calls the matter, in the reader's language; "" for an unknown code. Queries: 1."""
    code = code_named(case.property_id, case.taxonomy_code)
    is_chinese = (get_language() or "zh").startswith("zh")
    return (code.name_zh if is_chinese else code.name_en) if code else ""


def _set_room(
    incident: Incident, number: str, state: str, *, actor: Actor, at: datetime, case_id: UUID | None = None
) -> None:
    row, _new = IncidentRoom.objects.get_or_create(
        incident=incident, room_number=number, defaults={"changed_at": at, "changed_by_id": actor.id}
    )
    row.state, row.changed_at, row.changed_by_id = state, at, actor.id
    row.case_id = case_id or row.case_id
    row.save()


def _refuse_unknown(property_id: UUID, spread: Spread) -> None:
    wanted = {one for one in (spread.source_room, *spread.affected) if one}
    unknown = sorted(wanted - set(rooms_by_number(property_id, sorted(wanted))))
    if unknown:
        text = _("There is no room %(room)s.") % {"room": unknown[0][:10]}
        field = "source_room" if unknown[0] == spread.source_room else "affected"
        raise InvalidInput(text, fields={field: text})
