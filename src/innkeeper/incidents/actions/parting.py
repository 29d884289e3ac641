"""A case that was joined to an incident by mistake comes out again; the incident's rooms and its message follow."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy as case_policy
from innkeeper.cases.actions.wording import hidden
from innkeeper.cases.models import Case, CaseLink
from innkeeper.cases.queries.merges import all_within
from innkeeper.incidents import policy
from innkeeper.incidents.models import Incident, IncidentRoom, MessageState, RoomState
from innkeeper.incidents.queries.facts import MEMBER
from innkeeper.incidents.queries.pages import incident_joined
from innkeeper.incidents.queries.telling import floors_named
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.properties.queries import neighbours, room, rooms_by_number

REPAIR = {"department": "engineering"}


def leave_incident(*, actor: Actor, case_id: UUID, reason: str, at: datetime) -> None:
    """Take a complaint out of the incident that it was joined to, with the reason: it goes on by itself with its clocks.

    The repair that was dropped for the one job of all rooms is given again. Nothing joins it there by itself again.
    Raises: InvalidInput without a reason; WrongState for a case of no incident, or a closed one; NotPermitted; NotFound.
    Source: CASE-30.
    """
    seen = case_policy.case_for(actor, pk=case_id)
    policy.insist_manage(actor, seen, "incident")
    if not reason.strip():
        raise InvalidInput(_("Say why."), fields={"reason": _("Say why.")})
    whole = incident_joined(case_id)
    if whole is None:
        raise WrongState(_("This case belongs to no incident."))
    house = system("incidents", property_id=seen.property_id)
    with cases.changing(actor=house, case_id=case_id, verb="link", at=at, beside=whole.pk) as case:
        if not cases.unlink(case, whole, MEMBER, at=at):
            raise WrongState(_("This case belongs to no incident."))
        facts = {"other": str(whole.pk), "reason": hidden(reason, case)}
        cases.tell(case, actor=actor, verb="left_incident", at=at, facts=facts)
        cases.tell(whole, actor=actor, verb="case_left", at=at, facts={"other": str(case.pk)})
        cases.give_again(case, actor=house, at=at, **REPAIR)
        _follow(case.pk, actor=actor, at=at)


def forget_parted(*, actor: Actor, case_id: UUID, at: datetime) -> int:
    """A case came out of what it had gone up in: its room is no longer an incident's for its sake; how many lists changed.

    Safe to repeat; a case that is in the incident again keeps its place. The house alone. Raises: NotPermitted.
    """
    policy.insist_duty_manager(actor)
    with transaction.atomic():
        return _follow(case_id, actor=actor, at=at)


def _follow(case_id: UUID, *, actor: Actor, at: datetime) -> int:
    """The lists on which a room stands for this case, which is not of the incident any more. Inside a transaction."""
    rows = IncidentRoom.objects.select_for_update(of=("self",)).select_related("incident")
    changed = 0
    for row in rows.filter(case_id=case_id):
        members = _members(row.incident)
        if members.filter(pk=case_id).exists():
            continue
        other = members.filter(room_number=row.room_number).order_by("received_at", "pk").first()
        _unlisted(row, other, actor=actor, at=at)
        whole = Case.objects.select_for_update().get(pk=row.incident.case_id)
        if whole.is_open:
            cases.settle(whole, actor=actor, at=at)
        changed += 1
    return changed


def _members(incident: Incident) -> QuerySet[Case]:
    """The cases that are of the incident: linked with it, or gone up in it."""
    linked = CaseLink.objects.filter(other=incident.case_id, relation=MEMBER, undone_at=None)
    within = [one for one in all_within(incident.case_id) if one != incident.case_id]
    return Case.objects.filter(Q(pk__in=linked.values("case_id")) | Q(pk__in=within))


def _unlisted(row: IncidentRoom, other: Case | None, *, actor: Actor, at: datetime) -> None:
    """The room stands there for another case; or it is to be asked, beside a room that is hit; or it is off the list."""
    row.case_id = other.pk if other else None
    row.changed_at, row.changed_by_id = at, actor.id
    if other is None:
        row.state = RoomState.LISTED
    if other is not None or _is_near(row):
        row.save()
        return
    row.delete()
    errand = {"room_number": row.room_number, "department": "front_office"}
    whole = Case.objects.select_for_update().get(pk=row.incident.case_id)
    whole.names_to_hide = ()
    cases.drop_tasks(whole, errand, reason=_("The room does not belong to it."), actor=actor, at=at)
    _narrow(row.incident, row.room_number)


def _is_near(row: IncidentRoom) -> bool:
    """Whether it is the source of the matter, or lies beside the source or an affected room. Queries: 2 or 3."""
    incident = row.incident
    if row.room_number == incident.source_room:
        return True
    hit = incident.rooms.filter(state=RoomState.AFFECTED).exclude(pk=row.pk)
    places = {*hit.values_list("room_number", flat=True), incident.source_room}
    around = neighbours(room(incident.property_id, row.room_number))
    return any(one.number in places for one in around)


def _narrow(incident: Incident, number: str) -> None:
    """The message is no longer for a room that is off the list, nor for a floor on which none is left on it.

    Who was told stays told; who was not needs not hear it.
    """
    message = incident.messages.exclude(state=MessageState.DISCARDED).order_by("-drafted_at").first()
    if message is None:
        return
    listed = list(incident.rooms.values_list("room_number", flat=True))
    floors = {one.floor for one in rooms_by_number(incident.property_id, listed).values()}
    over = {f"{floor}F" for floor in floors_named(message) - floors} | {number}
    message.rooms = " ".join(one for one in message.rooms.split() if one not in over) or "—"
    message.save(update_fields=["rooms"])
    left, named = floors_named(message), {*listed, *message.rooms.split()}
    untold = message.told.filter(told_at=None)
    of = rooms_by_number(incident.property_id, list(untold.values_list("room_number", flat=True)))
    gone = [one.number for one in of.values() if one.floor not in left and one.number not in named]
    untold.filter(room_number__in=gone).delete()
