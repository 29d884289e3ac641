"""What was before: duplicates at intake, what repeats, cases of a guest or a stay, the record of a closed loop."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    Field,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
)
from django.db.models.functions import Coalesce

from innkeeper.accounts.queries import staff_lines
from innkeeper.cases import policy
from innkeeper.cases.models import Case, CaseGuest, Closure, Reopening, StageRecord, Task
from innkeeper.cases.queries.lists import LINE_COLUMNS, CaseLine, lines_of
from innkeeper.cases.queries.playbooks import playbook_of
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.statements import Asker, Gap, Hole, Holes, Known, Several, Statement

REPEAT_WINDOW = timedelta(days=90)
REPEAT_COUNT = 3
SAME_SHOWN, OPEN_SHOWN = 5, 20
SERVICE_REQUEST = "service_request"
GATHERED = "incident"  # one event of many rooms: each room's own case already counts it
SHARED_CODES = frozenset(
    {"no_hot_water", "power_failure", "network", "lift_fault", "fire", "renovation_noise"}
)


def duplicates_for(
    actor: Actor, *, property_id: UUID, room: str, code: str, since: datetime
) -> list[CaseLine]:
    """Open cases that the same matter may have made: of this room, or of a matter that many rooms share. Queries: 1 to 2.

    A request for another thing is another matter: towels are not the noise next door.
    """
    given = {"actor": actor, "house": property_id, "code": code, "since": since}
    found = [CaseLine(*row) for row in BESIDE.rows(room=room, has_code=bool(code), **given)] if room else []
    if code in SHARED_CODES:
        known = {one.id for one in found}
        everywhere = [CaseLine(*row) for row in SHARED.rows(**given)]
        found += [one for one in everywhere if one.id not in known][:SAME_SHOWN]
    return found


def _lately_open(actor: Actor, house: Hole, since: Hole) -> QuerySet[Case]:
    known = policy.visible_to(actor).filter(property_id=house, is_open=True, received_at__gte=since)
    return known.order_by("-received_at")


def _beside(
    *, actor: Actor, house: Hole, room: Hole, code: Hole, has_code: bool, since: Hole
) -> QuerySet[Any, Any]:
    beside = _lately_open(actor, house, since).filter(room_number=room)
    if has_code:
        is_same = Q(taxonomy_code__in=("", "other")) | Q(taxonomy_code=code)
        beside = beside.exclude(Q(kind=SERVICE_REQUEST) & ~is_same)
    return beside.values_list(*LINE_COLUMNS)[:SAME_SHOWN]


def _shared(*, actor: Actor, house: Hole, code: Hole, since: Hole) -> QuerySet[Any, Any]:
    others = _lately_open(actor, house, since).filter(taxonomy_code=code)
    return others.values_list(*LINE_COLUMNS)[: 2 * SAME_SHOWN]


SAME: "dict[str, Field[Any, Any] | Gap]" = {
    "actor": Asker(),
    "house": UUIDField(),
    "code": CharField(),
    "since": DateTimeField(),
}
BESIDE = Statement(_beside, room=CharField(), has_code=Known(), **SAME)
SHARED = Statement(_shared, **SAME)


def open_cases_of_rooms(actor: Actor, *, property_id: UUID, rooms: Collection[str]) -> list[CaseLine]:
    """The open cases of a room and its neighbours, newest first. Queries: 1."""
    return [CaseLine(*row) for row in OF_ROOMS.rows(actor=actor, house=property_id, rooms=rooms)]


def _of_rooms(*, actor: Actor, house: Hole, rooms: Holes) -> QuerySet[Any, Any]:
    rows = policy.visible_to(actor).filter(property_id=house, is_open=True, room_number__in=rooms)
    return rows.order_by("-received_at").values_list(*LINE_COLUMNS)[:OPEN_SHOWN]


OF_ROOMS = Statement(_of_rooms, actor=Asker(), house=UUIDField(), rooms=Several(CharField()))


def same_before(actor: Actor, *, since: Hole, at: Hole) -> Coalesce:
    """How often the room of a case had its matter between two moments, itself included, as a column of the case's query."""
    rows = policy.visible_to(actor).exclude(room_number="").exclude(taxonomy_code="").exclude(kind=GATHERED)
    rows = rows.filter(
        property_id=OuterRef("property_id"),
        room_number=OuterRef("room_number"),
        taxonomy_code=OuterRef("taxonomy_code"),
        received_at__gte=since,
        received_at__lte=at,
        merged_into=None,
    )
    counted = rows.order_by().values("property_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def cases_of_guest(actor: Actor, *, guest_id: UUID, limit: int = 20) -> list[CaseLine]:
    """The cases of one guest, newest first (PROF-13). Queries: 1."""
    rows = policy.visible_to(actor).filter(guests__guest_id=guest_id)
    return lines_of(rows.order_by("-received_at")[:limit])


def open_cases_of_guests(guest_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many open cases each of these guests has, for the house itself; who has none is left out. Queries: 1."""
    if not guest_ids:
        return {}
    counted = Case.objects.filter(is_open=True, guests__guest_id__in=guest_ids).values_list(
        "guests__guest_id"
    )
    return dict(counted.annotate(n=Count("pk", distinct=True)).order_by())


def closed_cases_of_guest(guest_id: UUID) -> list[UUID]:
    """The guest's cases that nobody works on any more, for the house itself. Queries: 1."""
    return list(Case.objects.filter(is_open=False, guests__guest_id=guest_id).values_list("pk", flat=True))


def guests_of_cases(case_ids: Collection[UUID]) -> set[UUID]:
    """Whom these cases are about, for the house itself. Queries: 1."""
    return set(CaseGuest.objects.filter(case_id__in=case_ids).values_list("guest_id", flat=True))


def cases_of_stay(actor: Actor, *, stay_id: UUID, limit: int = 20) -> list[CaseLine]:
    """The cases of one stay, newest first. Queries: 1."""
    return lines_of(policy.visible_to(actor).filter(stay_id=stay_id).order_by("-received_at")[:limit])


def export_case(actor: Actor, *, ref: str) -> dict[str, Any]:
    """The closed loop on record: every stage of every round with person and time, as JSON takes it (CASE-33).

    People stand by staff number. Queries: 6. Raises NotFound.
    """
    case = policy.case_for(actor, ref=ref)
    records = list(StageRecord.objects.filter(case=case).order_by("round", "entered_at", "pk"))
    closures = list(Closure.objects.filter(case=case).order_by("round"))
    people = staff_lines(
        {one.done_by_id for one in records if one.done_by_id} | {one.by_id for one in closures}
    )
    numbers = {one: line.staff_number for one, line in people.items()}
    return {
        "ref": case.ref,
        "kind": case.kind,
        "playbook_version": case.playbook.version,
        "category": case.category,
        "priority": case.priority,
        "code": case.taxonomy_code,
        "title": case.title_redacted,
        "received_at": case.received_at.isoformat(),
        "stages": [_stage(case, record, numbers) for record in records],
        "closures": [
            {"round": one.round, "at": one.at.isoformat(), "person": numbers.get(one.by_id, "system")}
            for one in closures
        ],
        "reopenings": [
            {"round": one.round, "at": one.at.isoformat(), "from": one.from_priority, "to": one.to_priority}
            for one in Reopening.objects.filter(case=case).order_by("round")
        ],
    }


def case_of(actor: Actor, *, ref: str) -> Case:
    """The case by its ref for who may see it. Queries: 1. Raises NotFound."""
    return policy.case_for(actor, ref=ref)


def case_typed(actor: Actor, ref: str) -> Case:
    """The case whose ref somebody typed. Queries: 1. Raises InvalidInput, also for one that the actor may not see."""
    try:
        return case_of(actor, ref=ref.upper())
    except NotFound as none:
        raise InvalidInput(none.text, fields={"other": none.text}) from none


def _stage(case: Case, record: StageRecord, numbers: dict[UUID, str]) -> dict[str, Any]:
    stage = playbook_of(case.playbook_id).stage(record.stage)
    return {
        "stage": record.stage,
        "title": {"zh": stage.title.zh, "en": stage.title.en},
        "round": record.round,
        "entered_at": record.entered_at.isoformat(),
        "done_at": record.done_at.isoformat() if record.done_at else None,
        "person": numbers.get(record.done_by_id, "system") if record.done_by_id else None,
    }


def task_ref(actor: Actor, task_id: UUID) -> str:
    """The ref of the case that a task belongs to. Queries: 1. Raises NotFound."""
    return policy.case_for(actor, tasks=task_id).ref


def task_department(task_id: UUID) -> str:
    """Which department a task is for; "" for an unknown one. Queries: 1."""
    return Task.objects.filter(pk=task_id).values_list("department", flat=True).first() or ""


def task_of(actor: Actor, task_id: UUID) -> Task:
    """A task of a case that the actor may see, and the case with it. Queries: 2. Raises NotFound."""
    case = policy.case_for(actor, tasks=task_id)
    task = Task.objects.get(pk=task_id)
    task.case = case
    return task
