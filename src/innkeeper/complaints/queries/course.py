"""Reads of complaints: the facts of their gates, and what the sections of the case page show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, Model, OuterRef, QuerySet, Subquery, UUIDField

from innkeeper.cases.models import Approval, ApprovalState, Case
from innkeeper.cases.rules import CaseFacts
from innkeeper.complaints.models import (
    Content,
    Decision,
    Feedback,
    GuestOpinion,
    Measure,
    Prevention,
    Recovery,
    Resolution,
    ReturnVisit,
    Review,
    Solution,
    SolutionOption,
    Verification,
)
from innkeeper.complaints.rules import ComplaintFacts
from innkeeper.kernel.money import Money
from innkeeper.statements import Hole, Statement

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Course:
    """What was proposed, said, decided and done about a complaint, all rounds, oldest first."""

    solutions: Sequence[Solution]
    opinions: Sequence[GuestOpinion]
    decisions: Sequence[Decision]
    measures: Sequence[Measure]
    preventions: Sequence[Prevention]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a complaint ended: what the guest was told and said, what the house learnt, oldest first."""

    resolutions: Sequence[Resolution]
    feedback: Sequence[Feedback]
    reviews: Sequence[Review]
    visits: Sequence[ReturnVisit]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """What a review says, redacted."""

    id: UUID
    property_id: UUID
    department: str
    cause: str
    measure: str
    use: str
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One option that was proposed to the guest, redacted."""

    id: UUID
    text: str
    money: Money | None


def offers_of(case_id: UUID) -> list[OfferLine]:
    """Every option that was proposed in the complaint, oldest first. Queries: 1."""
    rows = SolutionOption.objects.filter(solution__case_id=case_id).order_by("solution__at", "number")
    return [
        OfferLine(
            id=row.pk,
            text=row.text_redacted,
            money=Money(row.currency, row.amount_minor) if row.amount_minor is not None else None,
        )
        for row in rows
    ]


def review_line(review_id: UUID) -> ReviewLine:
    """The review of that id. Queries: 2. Raises DoesNotExist."""
    row = Review.objects.get(pk=review_id)
    is_restricted = Case.objects.filter(pk=row.case_id, is_restricted=True).exists()
    return ReviewLine(
        id=row.pk,
        property_id=row.property_id,
        department=row.department,
        cause=row.cause_redacted,
        measure=row.measure_redacted,
        use=row.use_redacted,
        is_restricted=is_restricted,
    )


def complaint_facts(case_id: UUID, case_facts: CaseFacts) -> ComplaintFacts:
    """What the gates of a complaint ask, of its present round. Queries: 1."""
    row = dict(zip(_columns_of_facts(), FACTS.rows(case=case_id)[0], strict=True))
    return ComplaintFacts(
        case=case_facts,
        has_solution=row["has_solution"],
        has_opinion=row["has_opinion"],
        has_decision=row["has_decision"],
        is_emergency_decision=row["is_emergency"],
        open_measures=(row["open_department"],) * (row["open_measures"] or 0),
        has_measures=row["has_measures"],
        has_prevention=row["has_prevention"],
        has_resolution=row["has_resolution"],
        recoveries_waiting=row["waiting"] or 0,
        is_answered=bool(row["answer"]),
        is_dissatisfied=row["answer"] == Content.DISSATISFIED,
        attempts=row["attempts"] or 0,
        has_review=row["has_review"],
        is_verified_by_others=row["is_verified"],
        is_verified_by_doers=row["is_checked"],
    )


@cache
def _columns_of_facts() -> dict[str, Any]:
    """Each fact as a column of the case's row; what was written before the guest's last refusal counts no more.

    Made once a process: to make them costs as much as to ask them.
    """
    unfinished = Measure.objects.filter(case_id=OuterRef("pk"), done_at__isnull=True)
    asked = Approval.objects.filter(
        state=ApprovalState.ASKED, acted_at=None, case_id=OuterRef("case_id")
    ).values("pk")
    waiting = Recovery.objects.filter(case_id=OuterRef("pk"), approval_id__in=asked)
    heard = _since_told(Feedback)
    return {
        "has_resolution": Exists(_in_round(Resolution).filter(withdrawn_at__isnull=True)),
        "answer": Subquery(heard.filter(is_reached=True).order_by("-at", "-pk").values("answer")[:1]),
        "attempts": _number_of(heard.filter(is_reached=False)),
        "has_solution": Exists(_since_refusal(Solution)),
        "has_opinion": Exists(_since_refusal(GuestOpinion)),
        "has_decision": Exists(_since_refusal(Decision)),
        "is_emergency": Exists(_since_refusal(Decision).filter(is_emergency=True)),
        "open_measures": _number_of(unfinished),
        "open_department": Subquery(unfinished.order_by("due_at").values("department")[:1]),
        "has_measures": Exists(Measure.objects.filter(case_id=OuterRef("pk"))),
        "has_prevention": Exists(_in_round(Prevention)),
        "waiting": _number_of(waiting),
        "has_review": Exists(_in_round(Review)),
        "is_verified": Exists(_since_refusal(Verification).filter(is_own=False)),
        "is_checked": Exists(_since_refusal(Verification).filter(is_own=True)),
    }


def _facts(*, case: Hole) -> QuerySet[Any, Any]:
    columns = _columns_of_facts()
    return Case.objects.filter(pk=case).annotate(**columns).values_list(*columns)


FACTS = Statement(_facts, case=UUIDField())


def is_verified(case_id: UUID) -> bool:
    """Whether others than the doers have verified what this round decided. Queries: 1."""
    columns = {"found": _columns_of_facts()["is_verified"]}
    return bool(dict(Case.objects.filter(pk=case_id).values(**columns)[0])["found"])


def _in_round(table: type[Row]) -> QuerySet[Row]:
    """The rows of the present round of the case of the outer query."""
    return table._default_manager.filter(case_id=OuterRef("pk"), round=OuterRef("round"))


def _since_refusal(table: type[Row]) -> QuerySet[Row]:
    """Those of the round with no refusal of a resolution after them."""
    refused = Resolution.objects.filter(
        case_id=OuterRef("case_id"), round=OuterRef("round"), withdrawn_at__gte=OuterRef("at")
    )
    return _in_round(table).filter(~Exists(refused))


def _since_told(table: type[Row]) -> QuerySet[Row]:
    """Those of the round after the guest was told the result that stands."""
    told = Resolution.objects.filter(
        case_id=OuterRef("case_id"),
        round=OuterRef("round"),
        withdrawn_at__isnull=True,
        at__lte=OuterRef("at"),
    )
    return _in_round(table).filter(Exists(told))


def _number_of(rows: QuerySet[Row]) -> Subquery:
    """How many, None for none."""
    return Subquery(rows.order_by().values("case_id").annotate(n=Count("pk")).values("n"))


def begun_anew_at(case_id: UUID, round_: int) -> datetime | None:
    """When the guest last refused a resolution of this round: what was decided before counts no more. Queries: 1."""
    rows = Resolution.objects.filter(case_id=case_id, round=round_, withdrawn_at__isnull=False)
    return rows.order_by("-withdrawn_at").values_list("withdrawn_at", flat=True).first()


def resolution_in_force(case_id: UUID, round_: int) -> Resolution | None:
    """The resolution of the round that stands. Queries: 1."""
    return Resolution.objects.filter(case_id=case_id, round=round_, withdrawn_at__isnull=True).first()


def newest_solution(case_id: UUID, round_: int) -> Solution | None:
    """The proposal that stands now. Queries: 2."""
    rows = _fresh(Solution, case_id, round_, begun_anew_at(case_id, round_))
    return rows.filter(withdrawn_at__isnull=True).order_by("-at", "-pk").first()


def newest_opinion(solution: Solution) -> GuestOpinion | None:
    """What the guest last said to the proposal. Queries: 1."""
    return solution.opinions.order_by("-at", "-pk").first()


def course_of(case_id: UUID) -> Course:
    """What was written on the way to a solution. Queries: 6."""
    solutions = Solution.objects.filter(case_id=case_id).prefetch_related("options").order_by("at")
    return Course(
        solutions=list(solutions),
        opinions=list(GuestOpinion.objects.filter(case_id=case_id).select_related("option").order_by("at")),
        decisions=list(Decision.objects.filter(case_id=case_id).order_by("at")),
        measures=list(Measure.objects.filter(case_id=case_id).order_by("due_at")),
        preventions=list(Prevention.objects.filter(case_id=case_id).order_by("at")),
    )


def recoveries_of(case_id: UUID) -> list[Recovery]:
    """What the house gave to make good, oldest first. Queries: 1."""
    return list(Recovery.objects.filter(case_id=case_id).order_by("at"))


def outcome_of(case_id: UUID) -> Outcome:
    """How it ended. Queries: 4."""
    return Outcome(
        resolutions=list(Resolution.objects.filter(case_id=case_id).order_by("at")),
        feedback=list(Feedback.objects.filter(case_id=case_id).order_by("at")),
        reviews=list(Review.objects.filter(case_id=case_id).order_by("at")),
        visits=list(ReturnVisit.objects.filter(case_id=case_id).order_by("at")),
    )


def _fresh(table: type[Row], case_id: UUID, round_: int, since: datetime | None) -> QuerySet[Row]:
    """The rows of the round that count: those after the guest's last refusal of a resolution."""
    rows = table._default_manager.filter(case_id=case_id, round=round_)
    return rows if since is None else rows.filter(at__gt=since)
