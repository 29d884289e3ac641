"""Reads of improvements: the facts of their gates, what each is for, and those that a case left behind."""

from dataclasses import dataclass
from uuid import UUID

from innkeeper.cases.models import Case
from innkeeper.cases.policy import visible_to
from innkeeper.cases.rules import CaseFacts
from innkeeper.improvements.models import Improvement
from innkeeper.improvements.rules import ImprovementFacts
from innkeeper.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """One improvement beside the complaint that it comes from."""

    ref: str
    measure: str
    is_effective: bool | None


def improvement_facts(case_id: UUID, case_facts: CaseFacts) -> ImprovementFacts:
    """What the gates of an improvement ask. Queries: 1."""
    has_effect = Improvement.objects.filter(case_id=case_id, effect_at__isnull=False).exists()
    return ImprovementFacts(case=case_facts, has_effect=has_effect)


def improvement_of(case_id: UUID) -> Improvement | None:
    """The improvement that the case carries. Queries: 1."""
    return Improvement.objects.filter(case_id=case_id).first()


def source_of(actor: Actor, improvement: Improvement) -> Case | None:
    """The complaint that it comes from, where the reader may know of it. Queries: 1."""
    return visible_to(actor).filter(pk=improvement.source_case_id).first()


def left_behind(actor: Actor, source_case_id: UUID) -> list[LeftBehind]:
    """What the reviews of a case have left that the reader may know of, oldest first. Queries: 2."""
    rows = list(Improvement.objects.filter(source_case_id=source_case_id).order_by("created_at"))
    refs = dict(visible_to(actor).filter(pk__in=[one.case_id for one in rows]).values_list("pk", "ref"))
    return [
        LeftBehind(refs[one.case_id], one.measure_redacted, one.is_effective)
        for one in rows
        if one.case_id in refs
    ]
