"""Reads of the playbooks: which version is in force, and a version as a value."""

from functools import lru_cache
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import get_language

from innkeeper.cases.models import ClassificationRule, PlaybookVersion, TaxonomyCode
from innkeeper.cases.playbooks import Playbook, read
from innkeeper.cases.rules import CodeWords, WordRule
from innkeeper.properties.models import Department


def current_version(kind: str, property_id: UUID | None) -> PlaybookVersion | None:
    """The newest version in force: the hotel's own, else the shipped one. Queries: 1."""
    in_force = PlaybookVersion.objects.filter(Q(property_id=property_id) | Q(property_id=None), kind=kind)
    return in_force.order_by(F("property_id").asc(nulls_last=True), "-version").first()


@lru_cache(maxsize=256)
def playbook_of(version_id: UUID) -> Playbook:
    """The version as a value; versions never change, so each is read once. Queries: 1 or 0. Raises DoesNotExist."""
    return read(PlaybookVersion.objects.get(pk=version_id).body)


def code_named(property_id: UUID, code: str) -> TaxonomyCode | None:
    """The taxonomy code as the hotel has it, else as the house ships it. Queries: 1."""
    rows = TaxonomyCode.objects.filter(
        Q(property_id=property_id) | Q(property_id=None), code=code, is_active=True
    )
    return rows.order_by(F("property_id").asc(nulls_last=True)).first()


def codes(property_id: UUID) -> list[TaxonomyCode]:
    """Every code that the hotel uses, in order. Queries: 1."""
    rows = TaxonomyCode.objects.filter(Q(property_id=property_id) | Q(property_id=None), is_active=True)
    by_code: dict[str, TaxonomyCode] = {}
    for row in rows.order_by(F("property_id").asc(nulls_first=True), "order"):
        by_code[row.code] = row
    return sorted(by_code.values(), key=lambda row: row.order)


def word_rules(property_id: UUID) -> list[WordRule]:
    """The rules of first classification in their order, the hotel's own first. Queries: 1."""
    rows = ClassificationRule.objects.filter(Q(property_id=property_id) | Q(property_id=None), is_active=True)
    return [
        WordRule(tuple(row.words), row.code, row.category, row.priority or 0)
        for row in rows.order_by(F("property_id").asc(nulls_last=True), "order")
    ]


def code_words(property_id: UUID) -> list[CodeWords]:
    """The words of every code that the hotel uses. Queries: 1."""
    return [
        CodeWords(row.code, row.category, row.priority, (*row.words_zh, *row.words_en), row.weight)
        for row in codes(property_id)
    ]


def department_names(property_id: UUID) -> dict[str, str]:
    """The names of the hotel's departments in the reader's language, by code. Queries: 1."""
    is_chinese = (get_language() or "zh-hans").startswith("zh")
    rows = Department.objects.filter(property_id=property_id).order_by("position", "code")
    return {row.code: row.name_zh if is_chinese else row.name_en for row in rows}
