"""The facts of the gates of hard cases."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from innkeeper.cases.models import Approval, ApprovalState, Case, CaseLink, TaskState
from innkeeper.cases.rules import CaseFacts
from innkeeper.incidents.models import (
    Emergency,
    FloorMessage,
    IncidentRoom,
    MessageState,
    RoomState,
    Walk,
)
from innkeeper.incidents.queries.telling import untold_rooms
from innkeeper.incidents.rules import EmergencyFacts, IncidentFacts, WalkFacts

UNSETTLED = "unsettled"
MEMBER = "incident"
"""How a guest's own case is linked with the incident that it belongs to."""


def emergency_facts(case_id: UUID, case_facts: CaseFacts) -> EmergencyFacts:
    """What the gates of an emergency ask. Queries: 1."""
    asked = Case.objects.annotate(
        there=Count("tasks", filter=Q(tasks__arrived_at__isnull=False)),
        done=Count("tasks", filter=Q(tasks__state=TaskState.DONE)),
        is_down=Exists(Emergency.objects.filter(case_id=OuterRef("pk"), stood_down_at__isnull=False)),
    )
    there, done, is_down = asked.values_list("there", "done", "is_down").get(pk=case_id)
    return EmergencyFacts(case=case_facts, arrived=there + done, is_stood_down=is_down)


def incident_facts(case_id: UUID, case_facts: CaseFacts) -> IncidentFacts:
    """What the gates of an incident ask. Queries: 2 or 3."""
    rooms = IncidentRoom.objects.filter(incident__case_id=case_id).values_list("room_number", "state")
    found = sorted(rooms.union(_unsettled_rooms(case_id), all=True))
    kept = FloorMessage.objects.filter(incident__case_id=case_id).exclude(state=MessageState.DISCARDED)
    message = kept.select_related("incident").order_by("-drafted_at").first()
    return IncidentFacts(
        case=case_facts,
        taken=case_facts.tasks_taken,
        unanswered=tuple(room for room, state in found if state == RoomState.LISTED),
        unsettled=tuple(dict.fromkeys(room or "—" for room, state in found if state == UNSETTLED)),
        untold=untold_rooms(message),
        is_draft=message is not None and message.state == MessageState.DRAFT,
    )


def _unsettled_rooms(case_id: UUID) -> QuerySet[Any, Any]:
    """Where a guest still waits for the own case to be solved: listed or linked, or gone up in another complaint."""
    listed = IncidentRoom.objects.filter(incident__case_id=case_id, case_id__isnull=False)
    linked = CaseLink.objects.filter(other=case_id, relation=MEMBER, undone_at=None)
    members = Case.objects.filter(Q(pk__in=listed.values("case_id")) | Q(pk__in=linked.values("case_id")))
    gone_up = Q(merged_into__kind="complaint", merged_into__is_open=True, merged_into__resolved_at=None)
    open_ones = members.filter(Q(is_open=True, resolved_at=None) | gone_up)
    return open_ones.annotate(mark=Value(UNSETTLED)).values_list("room_number", "mark")


def walk_facts(case_id: UUID, case_facts: CaseFacts) -> WalkFacts:
    """What the gates of a walk ask: a plan whose cost was refused is none, unless it had been done first. Queries: 1."""
    refused = Approval.objects.filter(
        case_id=case_id,
        subject="walk",
        state=ApprovalState.REFUSED,
        acted_at__isnull=True,
        asked_at__gte=OuterRef("arranged_at"),
    )
    planned = Walk.objects.filter(case_id=case_id, arranged_at__isnull=False)
    return WalkFacts(case=case_facts, is_arranged=planned.exclude(Exists(refused)).exists())
