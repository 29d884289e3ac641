"""Reads of disputes: the facts of their gates, where they stand on the ladder, what they hold, what the page shows."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from innkeeper.cases import policy
from innkeeper.cases.models import Approval, ApprovalState, Case, Task, TaskState
from innkeeper.cases.rules import CaseFacts
from innkeeper.disputes.models import (
    Aftermath,
    Answer,
    Claim,
    Climb,
    Dispute,
    EvidencePack,
    HeldSubject,
    LegalBasis,
    Lesson,
    Liability,
    Offer,
    Point,
    Rung,
    Settlement,
    Talk,
    TalkOutcome,
    Term,
)
from innkeeper.disputes.rules import DisputeFacts
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class OpenTerm:
    """A term of the hotel that is not carried out: whose dispute, what, by whom, by when, which department sees to it."""

    ref: str
    text: str
    party: str
    department: str
    currency: str
    amount_minor: int | None
    due_at: datetime
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term with the task that carries it."""

    term: Term
    state: str
    is_done: bool
    is_overdue: bool


class Course:
    """Everything that was written of a dispute, oldest first; each part is read when it is asked for. Queries: 1 a part."""

    def __init__(self, dispute: Dispute, *, at: datetime) -> None:
        self.dispute = dispute
        self.at = at

    @cached_property
    def origin_ref(self) -> str:
        """The case that it was opened from."""
        found = Case.objects.filter(pk=self.dispute.origin_case_id).values_list("ref", flat=True).first()
        return found or ""

    @cached_property
    def rung(self) -> str:
        """Where it stands on the ladder."""
        return rung_of(self.dispute)

    @cached_property
    def waiting(self) -> Climb | None:
        """The step that waits for its approval."""
        return waiting_climb(self.dispute)

    @cached_property
    def claims(self) -> list[Claim]:
        """What the parties demand."""
        return list(self.dispute.claims.order_by("at", "pk"))

    @cached_property
    def points(self) -> list[Point]:
        """Common ground, agreements, differences."""
        return list(self.dispute.points.order_by("at", "pk"))

    @cached_property
    def offers(self) -> list[Offer]:
        """What was offered."""
        return list(self.dispute.offers.order_by("at", "pk"))

    @cached_property
    def bases(self) -> list[LegalBasis]:
        """The law relied on."""
        return list(self.dispute.bases.order_by("at", "pk"))

    @cached_property
    def liabilities(self) -> list[Liability]:
        """Who answers for what."""
        return list(self.dispute.liabilities.select_related("basis").order_by("at", "pk"))

    @cached_property
    def talks(self) -> list[Talk]:
        """Talks, sittings, hearings."""
        return list(self.dispute.talks.order_by("held_at", "pk"))

    @cached_property
    def settlements(self) -> list[Settlement]:
        """How it ended."""
        return list(self.dispute.settlements.order_by("at", "pk"))

    @cached_property
    def terms(self) -> list[TermLine]:
        """What is due by whom, and how far it is."""
        return term_lines(self.dispute, at=self.at)

    @cached_property
    def aftermaths(self) -> list[Aftermath]:
        """What the other side said afterwards."""
        return list(self.dispute.aftermaths.order_by("at", "pk"))

    @cached_property
    def lessons(self) -> list[Lesson]:
        """What the house learnt."""
        return list(self.dispute.lessons.order_by("at", "pk"))

    @cached_property
    def packs(self) -> list[EvidencePack]:
        """The evidence packs that were made."""
        return list(self.dispute.packs.order_by("-made_at", "-pk"))


def dispute_of(case_id: UUID) -> Dispute:
    """The dispute that the case is. Queries: 1. Raises NotFound."""
    found = Dispute.objects.filter(case_id=case_id).first()
    if found is None:
        raise NotFound(_("There is no such dispute."))
    return found


def dispute_facts(case_id: UUID, case_facts: CaseFacts) -> DisputeFacts:
    """What the gates of a dispute ask, of its present round. Queries: 3 at most."""
    found = _standings().filter(case_id=case_id).first()
    if found is None:
        return DisputeFacts(case=case_facts)
    answers = []
    if found["end_at"] is not None:
        tries = Aftermath.objects.filter(dispute=found["id"], round=found["round"], at__gte=found["end_at"])
        answers = list(tries.order_by("at", "pk").values_list("is_reached", "answer"))
    last = next((answer for is_reached, answer in reversed(answers) if is_reached), "")
    return DisputeFacts(
        case=case_facts,
        has_claim=found["has_claim"],
        has_point=found["has_point"],
        rung=found["rung"] or str(Rung.TALK.value),
        has_liability=found["has_liability"],
        has_end=found["end_at"] is not None,
        open_terms=_open_terms(found["id"]) if found["has_term"] else (),
        is_answered=bool(last),
        is_still_disputed=last == Answer.STILL_DISPUTES,
        attempts=sum(not is_reached for is_reached, _answer in answers),
        has_lesson=found["has_lesson"],
    )


def _standings() -> QuerySet[Any, Any]:
    """Where disputes stand, each as one row."""
    of_it = {"dispute": OuterRef("pk")}
    this_round = of_it | {"round": OuterRef("round")}
    ends = Settlement.objects.filter(**this_round, set_aside_at__isnull=True)
    given = Approval.objects.filter(pk=OuterRef("approval_id"), state=ApprovalState.GIVEN)
    steps = Climb.objects.filter(**of_it).filter(Q(approval_id=None) | Exists(given)).order_by("-at", "-pk")
    rows = Dispute.objects.annotate(
        round=Subquery(Case.objects.filter(pk=OuterRef("case_id")).values("round")[:1]),
        end_at=Subquery(ends.values("at")[:1]),
        rung=Subquery(steps.values("to_rung")[:1]),
        has_claim=Exists(Claim.objects.filter(**of_it)),
        has_point=Exists(Point.objects.filter(**of_it)),
        has_liability=Exists(Liability.objects.filter(**of_it)),
        has_term=Exists(Term.objects.filter(settlement__dispute=OuterRef("pk"))),
        has_lesson=Exists(Lesson.objects.filter(**this_round)),
    )
    return rows.values(
        "id", "round", "end_at", "rung", "has_claim", "has_point", "has_liability", "has_term", "has_lesson"
    )


def _open_terms(dispute_id: UUID) -> tuple[str, ...]:
    """The terms that are not carried out, by due time. Queries: 1."""
    done = Task.objects.filter(pk=OuterRef("task_id"), state=TaskState.DONE)
    terms = Term.objects.filter(~Exists(done), settlement__dispute=dispute_id).order_by("due_at", "pk")
    return tuple(terms.values_list("text_redacted", flat=True))


def settlement_in_force(dispute: Dispute, round_: int) -> Settlement | None:
    """How the dispute ends in this round, as it stands. Queries: 1."""
    return dispute.settlements.filter(round=round_, set_aside_at__isnull=True).first()


def rung_of(dispute: Dispute) -> str:
    """Where the dispute stands on the ladder: the newest step that needed no approval or got it. Queries: 1 to 2."""
    rows = list(dispute.climbs.order_by("-at", "-pk"))
    given = _states({row.approval_id for row in rows if row.approval_id})
    for row in rows:
        if row.approval_id is None or given.get(row.approval_id) == ApprovalState.GIVEN:
            return row.to_rung
    return str(Rung.TALK.value)


def waiting_climb(dispute: Dispute) -> Climb | None:
    """The step that waits for its approval. Queries: 1 to 2."""
    rows = list(dispute.climbs.filter(approval_id__isnull=False).order_by("-at", "-pk"))
    states = _states({row.approval_id for row in rows if row.approval_id})
    return next((row for row in rows if states.get(row.approval_id) == ApprovalState.ASKED), None)


def failed_rungs(dispute: Dispute) -> frozenset[str]:
    """The rungs on which the last talk failed. Queries: 1."""
    last: dict[str, str] = {}
    for rung, outcome in dispute.talks.order_by("held_at", "pk").values_list("rung", "outcome"):
        last[rung] = outcome
    return frozenset(rung for rung, outcome in last.items() if outcome == TalkOutcome.FAILED)


def term_lines(dispute: Dispute, *, at: datetime | None = None) -> list[TermLine]:
    """The terms with how far each is, by due time. Queries: 1 or 2."""
    terms = list(Term.objects.filter(settlement__dispute=dispute).order_by("due_at", "pk"))
    tasks = Task.objects.in_bulk([one.task_id for one in terms]) if terms else {}
    return [_line(one, tasks.get(one.task_id), at=at) for one in terms]


def overdue_terms(property_id: UUID, *, at: datetime) -> list[Term]:
    """Every term of the hotel that is past its time and not carried out, the oldest first. Queries: 1."""
    return list(_not_carried_out(property_id).filter(due_at__lt=at).select_related("settlement__dispute"))


def open_terms(actor: Actor, *, property_id: UUID, at: datetime) -> list[OpenTerm]:
    """What is still to be carried out in the disputes that the actor may see: overdue first, by due time. Queries: 3."""
    terms = list(_not_carried_out(property_id).select_related("settlement__dispute"))
    wanted = {one.settlement.dispute.case_id for one in terms}
    refs = dict(policy.visible_to(actor).filter(pk__in=wanted).values_list("pk", "ref")) if terms else {}
    departments = dict(
        Task.objects.filter(pk__in=[one.task_id for one in terms]).values_list("pk", "department")
    )
    return [
        OpenTerm(
            ref=refs[one.settlement.dispute.case_id],
            text=one.text_redacted,
            party=one.get_party_display(),
            department=departments.get(one.task_id, ""),
            currency=one.currency,
            amount_minor=one.amount_minor,
            due_at=one.due_at,
            is_overdue=one.due_at < at,
        )
        for one in terms
        if one.settlement.dispute.case_id in refs
    ]


def _not_carried_out(property_id: UUID) -> QuerySet[Term]:
    """The terms in force of open disputes whose task is not done, by due time."""
    done = Task.objects.filter(pk=OuterRef("task_id"), state=TaskState.DONE)
    is_open = Case.objects.filter(pk=OuterRef("settlement__dispute__case_id"), is_open=True)
    terms = Term.objects.filter(
        ~Exists(done),
        Exists(is_open),
        settlement__dispute__property_id=property_id,
        settlement__set_aside_at__isnull=True,
    )
    return terms.order_by("due_at", "pk")


def held_until(guest_id: UUID) -> date | None:
    """Until when an open dispute holds the guest's file back from erasure; None when none does. Queries: 1."""
    return max(_standing(guest_id).values_list("dispute__hold_until_on", flat=True), default=None)


def is_held(subject_id: UUID) -> bool:
    """Whether an open dispute holds these keys. Queries: 1."""
    return _standing(subject_id).exists()


def course_of(case_id: UUID, *, at: datetime) -> Course:
    """What was written of the dispute, read part by part as the page asks. Queries: 1. Raises NotFound."""
    return Course(dispute_of(case_id), at=at)


def _standing(subject_id: UUID) -> QuerySet[HeldSubject]:
    is_open = Case.objects.filter(is_open=True).values("pk")
    return HeldSubject.objects.filter(subject_id=subject_id, dispute__case_id__in=is_open)


def _states(approval_ids: set[UUID]) -> dict[UUID | None, str]:
    if not approval_ids:
        return {}
    return dict(Approval.objects.filter(pk__in=approval_ids).values_list("pk", "state"))


def _line(term: Term, task: Task | None, *, at: datetime | None) -> TermLine:
    is_done = task is not None and task.state == TaskState.DONE
    is_overdue = not is_done and at is not None and term.due_at < at
    return TermLine(term=term, state=task.state if task else "", is_done=is_done, is_overdue=is_overdue)
