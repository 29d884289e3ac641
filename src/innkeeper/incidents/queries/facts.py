"""The facts of the gates of hard cases."""

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from innkeeper.cases.models import Case, Task, TaskState
from innkeeper.cases.rules import CaseFacts
from innkeeper.incidents.models import Emergency, IncidentRoom, RoomState, Walk
from innkeeper.incidents.rules import EmergencyFacts, IncidentFacts, WalkFacts


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
    """What the gates of an incident ask. Queries: 3."""
    states = list(Task.objects.filter(case_id=case_id).values_list("state", flat=True))
    rooms = list(IncidentRoom.objects.filter(incident__case_id=case_id).order_by("room_number"))
    own = [room.case_id for room in rooms if room.case_id]
    still = set(Case.objects.filter(pk__in=own, is_open=True, resolved_at=None).values_list("pk", flat=True))
    return IncidentFacts(
        case=case_facts,
        taken=sum(one in (TaskState.ACCEPTED, TaskState.ARRIVED, TaskState.DONE) for one in states),
        unanswered=tuple(one.room_number for one in rooms if one.state == RoomState.LISTED),
        unsettled=tuple(one.room_number for one in rooms if one.case_id in still),
    )


def walk_facts(case_id: UUID, case_facts: CaseFacts) -> WalkFacts:
    """What the gates of a walk ask. Queries: 1."""
    is_arranged = Walk.objects.filter(case_id=case_id, arranged_at__isnull=False).exists()
    return WalkFacts(case=case_facts, is_arranged=is_arranged)
