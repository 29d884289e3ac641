"""Calls on one shared matter: from the theme's number on they are one systemic case with one job and one drafted message."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case, CaseLink, Task, TaskState
from innkeeper.incidents.actions.raising import job_of
from innkeeper.incidents.models import FloorMessage, Incident, IncidentRoom, RoomState
from innkeeper.incidents.queries.cards import theme_of
from innkeeper.incidents.rules import Theme
from innkeeper.kernel.actors import Actor
from innkeeper.properties.queries import rooms_by_number

KINDS = ("service_request", "complaint")
STILL_HOURS = 12


def gather(*, actor: Actor, case_id: UUID, at: datetime) -> UUID | None:
    """Join a new case with the others of its matter: into the incident that is open, or, from the theme's number of
    calls on, into a new one; its id, None where the case stands alone. Safe to repeat; what was taken out stays out.

    Requests go up in the incident, so that nothing alarms twice; a complaint keeps its thread and recovery and is linked.
    """
    case = Case.objects.filter(pk=case_id, is_open=True, merged_into=None, kind__in=KINDS).first()
    theme = theme_of(case.taxonomy_code) if case is not None else None
    if case is None or theme is None or case.is_restricted or _was_taken_out(case):
        return None
    incident = _running(case, at=at)
    calls = [case] if incident else _calls(case, theme)
    if incident is None and len(calls) < theme.calls:
        return None
    incident = incident or _opened(calls, theme, actor=actor, at=at)
    if not Case.objects.filter(pk=incident.case_id, is_open=True).exists():
        return None
    for member in (one for one in calls if one.is_open):
        _join(member, incident, actor=actor, at=at)
    _widen_draft(incident)
    _one_job(incident.case_id, actor=actor, at=at)
    return incident.case_id


def _was_taken_out(case: Case) -> bool:
    """Whether somebody said that the case is none of an incident's."""
    return CaseLink.objects.filter(case=case, other__kind="incident", undone_at__isnull=False).exists()


def _running(case: Case, *, at: datetime) -> Incident | None:
    found = Incident.objects.filter(
        property_id=case.property_id, code=case.taxonomy_code, began_at__gte=at - timedelta(hours=STILL_HOURS)
    )
    still = Case.objects.filter(pk__in=found.values("case_id"), is_open=True).values_list("pk", flat=True)
    return found.filter(case_id__in=list(still)).order_by("-began_at").first()


def _calls(case: Case, theme: Theme) -> list[Case]:
    """The cases of the matter within its window, oldest first; not those of an incident that is over, nor taken out of one.

    One that was done meanwhile counts too: who has hot water again for a moment called all the same.
    """
    joined = CaseLink.objects.filter(case=OuterRef("pk"), other__kind="incident")
    since = case.received_at - timedelta(minutes=theme.minutes)
    return list(
        Case.objects.filter(
            property_id=case.property_id,
            taxonomy_code=case.taxonomy_code,
            merged_into=None,
            is_restricted=False,
            kind__in=KINDS,
            received_at__gte=since,
            received_at__lte=case.received_at,
        )
        .exclude(Exists(joined))
        .order_by("received_at", "pk")
    )


def _opened(members: list[Case], theme: Theme, *, actor: Actor, at: datetime) -> Incident:
    first = members[0]
    rooms = [one.room_number for one in members if one.room_number]
    said = cases.in_both(
        lambda: _("%(count)d calls on one matter: %(what)s") % {"count": len(members), "what": first.title}
    )
    intake = cases.Intake(
        kind="incident",
        property_id=first.property_id,
        text=said.zh,
        title=said,
        channel=first.channel,
        noted_by=actor.id,
        is_anonymous=True,
        received_at=first.received_at,
        taxonomy_code=theme.code,
        category="systemic",
        scope="house",
        priority=min(one.priority for one in members),
        idempotency_key=f"systemic:{first.pk}",
    )

    def then(case: Case) -> None:
        incident = Incident.objects.create(
            case_id=case.pk, property_id=case.property_id, code=theme.code, began_at=first.received_at
        )
        cases.offer(case, job_of(theme.duty), actor=actor, at=at)
        FloorMessage.objects.create(
            incident=incident,
            text_zh=theme.message.zh,
            text_en=theme.message.en,
            rooms=_floors(case.property_id, rooms),
            drafted_at=at,
        )
        cases.summon(
            case,
            ("assistant_manager",),
            text_key="incidents.joined",
            facts={"count": str(len(members))},
            actor=actor,
            at=at,
        )

    opened = cases.open_case(actor=actor, intake=intake, at=at, then=then)
    return Incident.objects.get(case_id=opened.id)


@transaction.atomic
def _widen_draft(incident: Incident) -> None:
    """A message that is not sent yet goes to the floors of who called since, too."""
    draft = FloorMessage.objects.select_for_update().filter(incident=incident, state="draft").first()
    if draft is None:
        return
    rooms = list(incident.rooms.values_list("room_number", flat=True))
    named = [one for one in draft.rooms.split() if one != "—"]
    more = [floor for floor in _floors(incident.property_id, rooms).split() if floor not in {*named, "—"}]
    if more and not set(rooms) & set(named):
        draft.rooms = " ".join([*named, *more])
        draft.save(update_fields=["rooms"])


def _floors(property_id: UUID, rooms: list[str]) -> str:
    floors = sorted({room.floor for room in rooms_by_number(property_id, rooms).values()})
    return " ".join(f"{floor}F" for floor in floors) or "—"


def _join(case: Case, incident: Incident, *, actor: Actor, at: datetime) -> None:
    """One case into the incident: a request is merged, a complaint linked; its room stands on the list."""
    if case.kind == "service_request":
        cases.merge_case(actor=actor, case_id=case.pk, into_id=incident.case_id, at=at)
    else:
        cases.link_cases(actor=actor, case_id=case.pk, other_id=incident.case_id, relation="incident", at=at)
        _drop_repairs(case.pk, actor=actor, at=at)
    if case.room_number:
        found = {
            "state": RoomState.AFFECTED,
            "case_id": case.pk,
            "changed_at": at,
            "changed_by_id": actor.id,
        }
        _room, is_new = IncidentRoom.objects.get_or_create(
            incident=incident, room_number=case.room_number, defaults=found
        )
        if not is_new:
            listed = incident.rooms.filter(room_number=case.room_number, case_id=None)
            listed.update(**found)


def _one_job(incident_case_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Of the repair jobs that the calls brought along one stays: whoever is on the way already, else the house's own."""
    jobs = list(
        Task.objects.filter(case_id=incident_case_id, department="engineering", state__in=[*Task.OPEN])
    )
    jobs.sort(key=lambda task: (task.state == TaskState.OFFERED, task.step != "", str(task.pk)))
    for extra in jobs[1:]:
        cases.cancel_task(actor=actor, task_id=extra.pk, reason=_("One job for all rooms."), at=at)


def _drop_repairs(case_id: UUID, *, actor: Actor, at: datetime) -> None:
    doubled = Task.objects.filter(case_id=case_id, department="engineering", state__in=[*Task.OPEN])
    for task in doubled.values_list("pk", flat=True):
        cases.cancel_task(actor=actor, task_id=task, reason=_("One job for all rooms."), at=at)
