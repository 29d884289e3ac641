"""Reads of service requests: the facts of their gates, the one list of all channels, themes, load, needs asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, UUIDField

from innkeeper.accounts.queries import people_on_duty
from innkeeper.cases import policy
from innkeeper.cases.models import Case, CaseGuest, Task, TaskState
from innkeeper.cases.queries.facts import count_of
from innkeeper.cases.queries.lists import CaseLine, lines_of
from innkeeper.cases.rules import CaseFacts
from innkeeper.guests.models import Guest
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import edition_of
from innkeeper.service_requests.models import (
    HelpCall,
    LoadRule,
    NeedsAsked,
    PlannedTask,
    RequestDetail,
    Word,
)
from innkeeper.service_requests.rules import (
    DELIVER,
    FOLLOW_UP,
    TOUR_STRATEGIES,
    RequestFacts,
    needs_help,
    rank,
)
from innkeeper.statements import Hole, Statement
from innkeeper.stays.models import Stay
from innkeeper.stays.queries.figures import arrived_by

KIND = "service_request"
OPEN_SHOWN, CLOSED_SHOWN = 200, 25
THEME_DAYS = 28
DEFAULT_LOADS = {
    "housekeeping": (6, ("concierge", "front_office")),
    "engineering": (5, ("housekeeping",)),
    "concierge": (5, ("front_office",)),
    "food_beverage": (6, ("front_office",)),
}


@dataclass(frozen=True, slots=True)
class Load:
    """How many open tasks a person on duty of a department carries, and who is called beyond that."""

    department: str
    limit: int
    helpers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request of the list: the case, how it came, its class, when it is planned for."""

    case: CaseLine
    channel: str
    need_class: str
    planned_for: datetime | None
    is_solved_on_spot: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """How often one code was heard in 28 days, week by week, the newest last."""

    code: str
    weeks: tuple[int, ...]
    total: int
    on_spot: int


@dataclass(frozen=True, slots=True)
class TourNeeds:
    """How many needs of a class were asked for tours, and how many of them are open."""

    need_class: str
    asked: int
    open: int


def request_facts(case_id: UUID, case_facts: CaseFacts) -> RequestFacts:
    """What the gates of a request ask. Queries: 1."""
    taken, done, left, planned, is_sampled, confirmed_by = FACTS.rows(case=case_id)[0]
    return RequestFacts(
        case=case_facts,
        taken=taken,
        done=done,
        left=left,
        planned=planned,
        is_sampled=bool(is_sampled),
        is_confirmed=bool(confirmed_by),
        is_withdrawn=confirmed_by == Word.WITHDRAWN,
    )


def _facts(*, case: Hole) -> QuerySet[Any, Any]:
    work = Task.objects.exclude(step=FOLLOW_UP)
    waiting = PlannedTask.objects.filter(task=None, dropped_at=None).exclude(step=FOLLOW_UP)
    return Case.objects.filter(pk=case).values_list(
        count_of(work.filter(state__in=[TaskState.ACCEPTED, TaskState.ARRIVED])),
        count_of(work.filter(state=TaskState.DONE)),
        count_of(work.filter(state__in=[*Task.OPEN, TaskState.CANNOT])),
        count_of(waiting),
        "request__is_sampled",
        "request__confirmed_by",
    )


FACTS = Statement(_facts, case=UUIDField())


@dataclass(frozen=True, slots=True)
class Errand:
    """What a room asked for at an hour, under which code."""

    property_id: UUID
    code: str
    room: str
    hour: datetime


def errand_of_task(task_id: UUID) -> Errand | None:
    """For which hour the request of a task was wanted; None where it was wanted for none. Queries: 1 or 2."""
    task = Task.objects.filter(pk=task_id, step=DELIVER).only("given_on_id", "case_id").first()
    if task is None:
        return None
    detail = RequestDetail.objects.filter(pk=task.given_on_id or task.case_id).select_related("case").first()
    if detail is None or detail.wanted_at is None:
        return None
    return Errand(detail.property_id, detail.case.taxonomy_code, detail.case.room_number, detail.wanted_at)


def request_list(
    actor: Actor, *, channel: str = "", department: str = "", is_closed: bool = False, at: datetime
) -> list[RequestLine]:
    """The requests of the hotel by every channel: open ones, late on top; or the newest closed. Queries: 4.

    Safety and access stand like the highest tier, whoever asks (REQ-02, REQ-06, REQ-07).
    """
    rows = policy.visible_to(actor).filter(property_id=_house(actor), kind=KIND, is_open=not is_closed)
    if channel:
        rows = rows.filter(channel=channel)
    if department:
        rows = rows.filter(handling_department=department)
    if is_closed:
        rows = rows.order_by("-received_at", "-pk")[:CLOSED_SHOWN]
    else:
        rows = rows.order_by(F("next_due_at").asc(nulls_last=True), "-pk")[:OPEN_SHOWN]
    found = lines_of(rows)
    more = _more([line.id for line in found])
    tiers = {} if is_closed else _tiers([line.id for line in found])
    lines = [_line(one, more) for one in found]
    return lines if is_closed else sorted(lines, key=lambda line: _place(line, more, tiers, at))


def _house(actor: Actor) -> UUID:
    """The hotel that the actor works in now; none for who works nowhere."""
    return actor.property_id or UUID(int=0)


def _more(case_ids: Sequence[UUID]) -> dict[UUID, dict[str, object]]:
    """What stands beside the cases. Queries: 1."""
    columns = ("pk", "channel", "nature", "request__need_class", "request__is_solved_on_spot", "planned")
    waiting = Q(planned_tasks__task=None, planned_tasks__dropped_at=None)
    rows = Case.objects.filter(pk__in=case_ids).annotate(
        planned=Min("planned_tasks__offer_at", filter=waiting)
    )
    return {row[0]: dict(zip(columns, row, strict=True)) for row in rows.values_list(*columns)}


def _tiers(case_ids: Sequence[UUID]) -> dict[UUID, int]:
    """The highest VIP level among the guests of each case. Queries: 2."""
    pairs = list(CaseGuest.objects.filter(case__in=case_ids).values_list("case_id", "guest_id"))
    levels = dict(
        Guest.objects.filter(pk__in={guest for _case, guest in pairs}).values_list("pk", "vip_level")
    )
    found: dict[UUID, int] = {}
    for case_id, guest_id in pairs:
        found[case_id] = max(found.get(case_id, 0), levels.get(guest_id) or 0)
    return found


def _line(line: CaseLine, more: dict[UUID, dict[str, object]]) -> RequestLine:
    row = more[line.id]
    planned = row["planned"]
    return RequestLine(
        case=line,
        channel=str(row["channel"]),
        need_class=str(row["request__need_class"] or "basic"),
        planned_for=planned if isinstance(planned, datetime) else None,
        is_solved_on_spot=bool(row["request__is_solved_on_spot"]),
    )


def _place(
    line: RequestLine, more: dict[UUID, dict[str, object]], tiers: dict[UUID, int], at: datetime
) -> tuple[bool, int, int, float]:
    one = line.case
    return rank(
        is_late=one.is_late(at) and not one.is_held,
        priority=one.priority,
        code=one.code,
        nature=str(more[one.id]["nature"]),
        tier=tiers.get(one.id, 0),
        due_at=line.planned_for or one.due_at,
    )


def themes(actor: Actor, *, at: datetime, limit: int = 20) -> list[Theme]:
    """What guests spoke of most in 28 days, complaints, requests and what was solved on the spot. Queries: 2."""
    rows = policy.visible_to(actor).filter(
        property_id=_house(actor), received_at__gt=at - timedelta(days=THEME_DAYS)
    )
    weeks: dict[str, list[int]] = {}
    totals: Counter[str] = Counter()
    for code, received_at in rows.exclude(taxonomy_code="").values_list("taxonomy_code", "received_at"):
        week = min(3, max(0, (at - received_at).days // 7))
        weeks.setdefault(code, [0, 0, 0, 0])[3 - week] += 1
        totals[code] += 1
    spot = dict(
        rows.filter(request__is_solved_on_spot=True)
        .values_list("taxonomy_code")
        .annotate(n=Count("pk"))
        .values_list("taxonomy_code", "n")
    )
    return [Theme(code, tuple(weeks[code]), n, spot.get(code, 0)) for code, n in totals.most_common(limit)]


def tour_needs(actor: Actor, *, at: datetime) -> list[TourNeeds]:
    """What was asked for tours in 28 days, common and individual needs counted apart (REQ-04). Queries: 1."""
    rows = policy.visible_to(actor).filter(
        property_id=_house(actor),
        kind=KIND,
        received_at__gt=at - timedelta(days=THEME_DAYS),
        request__need_class__in=TOUR_STRATEGIES,
    )
    counted = rows.order_by().values_list("request__need_class")
    found = {
        name: (n, left)
        for name, n, left in counted.annotate(n=Count("pk"), left=Count("pk", filter=Q(is_open=True)))
    }
    return [TourNeeds(name, *found[name]) for name in TOUR_STRATEGIES if name in found]


def needs_of(stay_id: UUID) -> NeedsAsked | None:
    """The newest record that the guest of a stay was asked what they need; None when nobody asked. Queries: 1."""
    return NeedsAsked.objects.filter(stay_id=stay_id).order_by("-asked_at", "-pk").first()


def stays_not_asked(property_id: UUID, on: date) -> set[UUID]:
    """Who has moved in on the hotel's day `on` or the night before and was not asked: the import asks nobody. Queries: 1."""
    asked = NeedsAsked.objects.filter(stay_id=OuterRef("pk"))
    arrived = Stay.objects.filter(arrived_by(on), property_id=property_id)
    return set(arrived.exclude(Exists(asked)).values_list("pk", flat=True))


def load_of(property_id: UUID, department: str) -> Load | None:
    """The load rule of a department: the hotel's own, else the shipped one. Queries: 1."""
    return loads(property_id).get(department)


def loads(property_id: UUID) -> dict[str, Load]:
    """Every load rule of the hotel by department. Queries: 1."""
    found = {code: Load(code, limit, helpers) for code, (limit, helpers) in DEFAULT_LOADS.items()}
    for row in LoadRule.objects.filter(property_id=property_id):
        found[row.department] = Load(row.department, row.limit, tuple(row.helpers))
    return found


def edition_of_load(load: Load | None) -> str:
    """The mark of a load rule as it stands. Queries: 0."""
    return edition_of(load and (load.limit, load.helpers))


@dataclass(frozen=True, slots=True)
class LoadNow:
    """What a department has to do at this moment, and who is there for it."""

    open_tasks: int
    on_duty: int
    held: tuple[int, ...]

    def calls_help(self, load: Load | None) -> bool:
        """Whether others would be called under this rule."""
        return bool(load and load.helpers) and needs_help(
            open_tasks=self.open_tasks, on_duty=self.on_duty, limit=load.limit if load else 0
        )

    def people_above(self, load: Load | None) -> int:
        """How many colleagues hold more open tasks than the rule lets one person carry."""
        return sum(n > load.limit for n in self.held) if load else 0


def load_now(property_id: UUID, department: str, *, at: datetime) -> LoadNow:
    """How much the department has to do now. Queries: 2."""
    tasks = Task.objects.filter(property_id=property_id, department=department, state__in=[*Task.OPEN])
    rows = tasks.values("assignee_id").annotate(n=Count("pk")).values_list("assignee_id", "n")
    held = dict(rows.order_by("assignee_id"))
    return LoadNow(
        open_tasks=sum(held.values()),
        on_duty=people_on_duty(property_id, department, at=at),
        held=tuple(n for who, n in held.items() if who is not None),
    )


def load_rule_id(property_id: UUID, department: str) -> UUID | None:
    """The hotel's own rule of the department, which the log speaks of; None where the shipped one stands. Queries: 1."""
    rules = LoadRule.objects.filter(property_id=property_id, department=department)
    return rules.values_list("pk", flat=True).first()


def open_help(property_id: UUID) -> list[HelpCall]:
    """The calls for help that are open, oldest first. Queries: 1."""
    return list(HelpCall.objects.filter(property_id=property_id, ended_at=None).order_by("called_at"))


def detail_of(case_id: UUID) -> RequestDetail | None:
    """What stands beside the case. Queries: 1."""
    return RequestDetail.objects.filter(pk=case_id).first()


def planned_of(case_id: UUID) -> list[PlannedTask]:
    """What is planned and not yet offered. Queries: 1."""
    waiting = PlannedTask.objects.filter(case_id=case_id, task=None, dropped_at=None)
    return list(waiting.order_by("offer_at"))


def has_open_call(case_id: UUID) -> bool:
    """Whether a follow-up call is due now. Queries: 1."""
    return Task.objects.filter(case_id=case_id, step=FOLLOW_UP, state__in=[*Task.OPEN]).exists()
