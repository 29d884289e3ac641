"""Reads over all complaints of a hotel: limits, the compensation register, ways used, drills, summaries, lessons."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from innkeeper.cases import policy
from innkeeper.cases.models import Approval, Case
from innkeeper.complaints.models import (
    Decision,
    Drill,
    DrillRule,
    EmpowermentLimit,
    Recovery,
    Review,
    Summary,
)
from innkeeper.complaints.rules import DRILL_MONTHS, LIMITS_CNY, drill_waiting, is_drill_due, is_one_way
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.money import Money
from innkeeper.properties.models import Property
from innkeeper.properties.queries import property_of

SHOWN = 200
MOST_LESSONS = 3


def limits_of(property_id: UUID) -> Mapping[str, int | None]:
    """What each post may give without asking, in fen: the hotel's own, else what it began with. Queries: 1."""
    rows = EmpowermentLimit.objects.filter(property_id=property_id).order_by("from_at", "pk")
    return {**LIMITS_CNY, **dict(rows.values_list("post", "amount_minor"))}


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One gift to a guest: of which case, what, how much, why, on whose word, and whether the guest has had it."""

    id: UUID
    ref: str
    room: str
    department: str
    kind: str
    kind_label: str
    money: Money
    reason: str
    state: str
    approver: str
    at: datetime
    redeemed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Register:
    """The gifts of a period with their totals by kind, and whether the house makes good in one way only (ERR-08)."""

    lines: Sequence[RegisterLine]
    totals: Sequence[tuple[str, int, Money]]
    total: Money
    ways: Sequence[tuple[str, int]]
    is_one_way: bool


def register_of(
    actor: Actor, property_id: UUID, *, since: datetime, until: datetime, kind: str = ""
) -> Register:
    """The compensation register of a period, newest first, of cases that the actor may see. Queries: 5 to 6."""
    rows = Recovery.objects.filter(property_id=property_id, at__gte=since, at__lt=until)
    rows = rows.filter(case_id__in=policy.visible_to(actor).values("pk"))
    if kind:
        rows = rows.filter(kind=kind)
    lines = _register_lines(rows.order_by("-at", "-pk")[:SHOWN])
    sums = rows.filter(currency="CNY").values("kind").annotate(n=Count("pk"), total=Sum("amount_minor"))
    labels = dict(Recovery._meta.get_field("kind").flatchoices)
    totals = [
        (str(labels.get(row["kind"], row["kind"])), row["n"], Money("CNY", row["total"] or 0))
        for row in sums.order_by("-total")
    ]
    ways = ways_used(property_id, since=since, until=until)
    return Register(
        lines=lines,
        totals=totals,
        total=Money("CNY", sum(money.amount_minor for _label, _n, money in totals)),
        ways=ways,
        is_one_way=is_one_way(dict(ways)),
    )


def ways_used(property_id: UUID, *, since: datetime, until: datetime) -> list[tuple[str, int]]:
    """In which ways complaints of a period were met, the commonest first (ERR-08). Queries: 1."""
    rows = Decision.objects.filter(
        property_id=property_id, at__gte=since, at__lt=until, option__isnull=False
    ).select_related("option")
    counted = Counter(str(row.option.get_kind_display()) for row in rows if row.option)
    return counted.most_common()


def _register_lines(rows: "QuerySet[Recovery]") -> list[RegisterLine]:
    found = list(rows)
    cases = Case.objects.in_bulk({row.case_id for row in found})
    approvals = Approval.objects.in_bulk({row.approval_id for row in found if row.approval_id})
    return [_register_line(row, cases[row.case_id], approvals.get(row.approval_id)) for row in found]


def _register_line(row: Recovery, case: Case, approval: Approval | None) -> RegisterLine:
    state = "given" if approval is None else str(approval.state)
    return RegisterLine(
        id=row.pk,
        ref=case.ref,
        room=case.room_number,
        department=case.responsible_department or case.handling_department,
        kind=row.kind,
        kind_label=str(row.get_kind_display()),
        money=Money(row.currency, row.amount_minor),
        reason=row.reason_redacted,
        state=state,
        approver=approval.post if approval else "",
        at=row.at,
        redeemed_at=row.redeemed_at,
    )


@dataclass(frozen=True, slots=True)
class DrillCalendar:
    """The drills of a hotel, and whether one is due (CASE-32)."""

    drills: Sequence[Drill]
    every_months: int
    last_on: date | None
    is_due: bool


def drill_calendar(property_id: UUID, *, today: date) -> DrillCalendar:
    """Drills planned and held, newest first; due when none was held in the configured period. Queries: 2."""
    rule = DrillRule.objects.filter(property_id=property_id).order_by("-from_at", "-pk").first()
    months = rule.every_months if rule else DRILL_MONTHS
    drills = list(Drill.objects.filter(property_id=property_id).order_by("-planned_on", "-pk")[:SHOWN])
    last_on = max((row.held_on for row in drills if row.held_on), default=None)
    return DrillCalendar(drills, months, last_on, is_drill_due(last_on, today=today, every_months=months))


@dataclass(frozen=True, slots=True)
class DrillState:
    """Where the drills of a hotel stand on a day: `waiting` as `drill_waiting` says it; whom a planned one is for."""

    waiting: str
    last_on: date | None
    next_on: date | None
    departments: Sequence[str]


def drill_state(property_id: UUID, *, today: date) -> DrillState:
    """Whether a drill is due or one's day has come. Queries: 1."""
    here = {"property_id": OuterRef("pk")}
    rules = DrillRule.objects.filter(**here).order_by("-from_at", "-pk")
    held = Drill.objects.filter(**here, held_on__isnull=False).order_by("-held_on")
    planned = Drill.objects.filter(**here, held_on=None).order_by("planned_on", "pk")
    months, last_on, next_on, departments = Property.objects.values_list(
        Subquery(rules.values("every_months")[:1]),
        Subquery(held.values("held_on")[:1]),
        Subquery(planned.values("planned_on")[:1]),
        Subquery(planned.values("departments")[:1]),
    ).get(pk=property_id)
    waiting = drill_waiting(
        last_on=last_on, next_on=next_on, today=today, every_months=months or DRILL_MONTHS
    )
    return DrillState(waiting, last_on, next_on, departments or ())


def summary_lines(property_id: UUID, *, since_on: date, until_on: date) -> list[dict[str, Any]]:
    """The complaints reviewed in a period by department and code, with causes and measures, redacted. Queries: 3.

    Units: days of the hotel, both included.
    """
    zone = ZoneInfo(property_of(property_id).timezone)
    begin, end = (
        datetime.combine(on, time(), tzinfo=zone) for on in (since_on, until_on + timedelta(days=1))
    )
    rows = Review.objects.filter(property_id=property_id, at__gte=begin, at__lt=end)
    found = list(rows.order_by("at"))
    cases = Case.objects.filter(is_restricted=False).in_bulk([row.case_id for row in found])
    grouped: dict[tuple[str, str], list[Review]] = {}
    for row in found:
        if row.case_id in cases:
            grouped.setdefault((row.department, cases[row.case_id].taxonomy_code), []).append(row)
    return [
        {
            "department": department,
            "code": code,
            "count": len(reviews),
            "causes": [one.cause_redacted[:400] for one in reviews[:5]],
            "measures": [one.measure_redacted[:400] for one in reviews[:5]],
        }
        for (department, code), reviews in sorted(grouped.items(), key=lambda one: -len(one[1]))
    ]


def summaries_of(property_id: UUID) -> list[Summary]:
    """The summaries that were sent, newest first, with who has confirmed them. Queries: 2."""
    rows = Summary.objects.filter(property_id=property_id).prefetch_related("receipts")
    return list(rows.order_by("-until_on", "-sent_at")[:24])


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of a summary: department and theme in the reader's words, each cause and each measure once."""

    department: str
    theme: str
    count: int
    causes: Sequence[str]
    measures: Sequence[str]


def told_lines(summary: Summary, teams: Mapping[str, str], themes: Mapping[str, str]) -> list[SummaryLine]:
    """The lines of a summary for screen and paper; a code without a name stays as it is. Queries: 0."""
    return [
        SummaryLine(
            department=teams.get(line["department"], line["department"]),
            theme=themes.get(line["code"], line["code"]),
            count=line["count"],
            causes=tuple(dict.fromkeys(line["causes"])),
            measures=tuple(dict.fromkeys(line["measures"])),
        )
        for line in summary.lines
    ]


@dataclass(frozen=True, slots=True)
class LessonLine:
    """What the house learnt from a like case: where to look, and what to do (IMP-06)."""

    ref: str
    use: str
    at: datetime


def lessons_for(actor: Actor, *, case_id: UUID, property_id: UUID, code: str) -> list[LessonLine]:
    """The newest lessons of like cases that the actor may see (IMP-06). Queries: 1, 0 without a code."""
    if not code:
        return []
    like = policy.visible_to(actor).filter(property_id=property_id, taxonomy_code=code).exclude(pk=case_id)
    rows = Review.objects.filter(case_id__in=like.values("pk")).order_by("-at")[:MOST_LESSONS]
    found = list(rows)
    refs = (
        dict(Case.objects.filter(pk__in=[row.case_id for row in found]).values_list("pk", "ref"))
        if found
        else {}
    )
    return [LessonLine(ref=refs[row.case_id], use=row.use_redacted, at=row.at) for row in found]
