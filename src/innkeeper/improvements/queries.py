"""Reads of improvements: the facts of their gates, and those of a case."""

from uuid import UUID

from innkeeper.cases.rules import CaseFacts
from innkeeper.improvements.models import Improvement
from innkeeper.improvements.rules import ImprovementFacts


def improvement_facts(case_id: UUID, case_facts: CaseFacts) -> ImprovementFacts:
    """What the gates of an improvement ask. Queries: 1."""
    has_effect = Improvement.objects.filter(case_id=case_id, effect_at__isnull=False).exists()
    return ImprovementFacts(case=case_facts, has_effect=has_effect)


def improvements_of(source_case_id: UUID) -> list[Improvement]:
    """What the reviews of a case have left behind, oldest first. Queries: 1."""
    return list(Improvement.objects.filter(source_case_id=source_case_id).order_by("created_at"))
