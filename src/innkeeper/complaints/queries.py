"""Reads of complaints: the facts of their gates, and what the sections of the case page show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

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
)
from innkeeper.complaints.rules import ComplaintFacts
from innkeeper.kernel.money import Money

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that was written of a complaint, all rounds, oldest first."""

    solutions: Sequence[Solution]
    opinions: Sequence[GuestOpinion]
    decisions: Sequence[Decision]
    measures: Sequence[Measure]
    preventions: Sequence[Prevention]
    recoveries: Sequence[Recovery]
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
    """The review of that id. Queries: 1. Raises DoesNotExist."""
    row = Review.objects.get(pk=review_id)
    return ReviewLine(
        id=row.pk,
        property_id=row.property_id,
        department=row.department,
        cause=row.cause_redacted,
        measure=row.measure_redacted,
        use=row.use_redacted,
    )


def complaint_facts(case_id: UUID, case_facts: CaseFacts) -> ComplaintFacts:
    """What the gates of a complaint ask, of its present round. Queries: 10."""
    round_ = Case.objects.values_list("round", flat=True).get(pk=case_id)
    since = begun_anew_at(case_id, round_)
    decisions = list(_fresh(Decision, case_id, round_, since).values_list("is_emergency", flat=True))
    resolution = resolution_in_force(case_id, round_)
    answers = feedback_since(case_id, round_, resolution.at) if resolution else []
    last = next((one.answer for one in reversed(answers) if one.is_reached), "")
    return ComplaintFacts(
        case=case_facts,
        has_solution=_fresh(Solution, case_id, round_, since).exists(),
        has_opinion=_fresh(GuestOpinion, case_id, round_, since).exists(),
        has_decision=bool(decisions),
        is_emergency_decision=any(decisions),
        open_measures=tuple(
            Measure.objects.filter(case_id=case_id, done_at__isnull=True)
            .order_by("due_at")
            .values_list("department", flat=True)
        ),
        has_prevention=Prevention.objects.filter(case_id=case_id, round=round_).exists(),
        has_resolution=resolution is not None,
        recoveries_waiting=recoveries_waiting(case_id),
        is_answered=bool(last),
        is_dissatisfied=last == Content.DISSATISFIED,
        attempts=sum(1 for one in answers if not one.is_reached),
        has_review=Review.objects.filter(case_id=case_id, round=round_).exists(),
    )


def begun_anew_at(case_id: UUID, round_: int) -> datetime | None:
    """When the guest last refused a resolution of this round: what was decided before counts no more. Queries: 1."""
    rows = Resolution.objects.filter(case_id=case_id, round=round_, withdrawn_at__isnull=False)
    return rows.order_by("-withdrawn_at").values_list("withdrawn_at", flat=True).first()


def resolution_in_force(case_id: UUID, round_: int) -> Resolution | None:
    """The resolution of the round that stands. Queries: 1."""
    return Resolution.objects.filter(case_id=case_id, round=round_, withdrawn_at__isnull=True).first()


def feedback_since(case_id: UUID, round_: int, since: datetime) -> list[Feedback]:
    """The tries to hear the guest since the resolution, oldest first. Queries: 1."""
    return list(Feedback.objects.filter(case_id=case_id, round=round_, at__gte=since).order_by("at", "pk"))


def recoveries_waiting(case_id: UUID) -> int:
    """How many service recoveries wait for an approval. Queries: 1."""
    asked = Approval.objects.filter(case_id=case_id, state=ApprovalState.ASKED).values("pk")
    return Recovery.objects.filter(case_id=case_id, approval_id__in=asked).count()


def newest_solution(case_id: UUID, round_: int) -> Solution | None:
    """The proposal that stands now. Queries: 2."""
    rows = _fresh(Solution, case_id, round_, begun_anew_at(case_id, round_))
    return rows.filter(withdrawn_at__isnull=True).order_by("-at", "-pk").first()


def newest_opinion(solution: Solution) -> GuestOpinion | None:
    """What the guest last said to the proposal. Queries: 1."""
    return solution.opinions.order_by("-at", "-pk").first()


def course_of(case_id: UUID) -> Course:
    """Everything written of the complaint, for its page. Queries: 11."""
    solutions = Solution.objects.filter(case_id=case_id).prefetch_related("options").order_by("at")
    return Course(
        solutions=list(solutions),
        opinions=list(GuestOpinion.objects.filter(case_id=case_id).select_related("option").order_by("at")),
        decisions=list(Decision.objects.filter(case_id=case_id).select_related("option").order_by("at")),
        measures=list(Measure.objects.filter(case_id=case_id).order_by("due_at")),
        preventions=list(Prevention.objects.filter(case_id=case_id).order_by("at")),
        recoveries=list(Recovery.objects.filter(case_id=case_id).order_by("at")),
        resolutions=list(Resolution.objects.filter(case_id=case_id).order_by("at")),
        feedback=list(Feedback.objects.filter(case_id=case_id).order_by("at")),
        reviews=list(Review.objects.filter(case_id=case_id).order_by("at")),
        visits=list(ReturnVisit.objects.filter(case_id=case_id).order_by("at")),
    )


def _fresh(table: type[Row], case_id: UUID, round_: int, since: datetime | None) -> QuerySet[Row]:
    """The rows of the round that count: those after the guest's last refusal of a resolution."""
    rows = table._default_manager.filter(case_id=case_id, round=round_)
    return rows if since is None else rows.filter(at__gt=since)
