"""Reads of the playbooks: which version is in force, and a version as a value."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, UUIDField
from django.utils.translation import get_language

from innkeeper.cases.models import ClassificationRule, PlaybookVersion, TaxonomyCode, WordingEdit
from innkeeper.cases.playbooks import Playbook, read
from innkeeper.cases.rules import CodeWords, WordRule
from innkeeper.kernel.editions import edition_of
from innkeeper.properties.models import Department
from innkeeper.statements import Hole, Statement


def current_version(kind: str, property_id: UUID | None) -> PlaybookVersion | None:
    """The newest version in force: the hotel's own, else the shipped one. Queries: 1."""
    in_force = PlaybookVersion.objects.filter(Q(property_id=property_id) | Q(property_id=None), kind=kind)
    return in_force.order_by(F("property_id").asc(nulls_last=True), "-version").first()


def versions_in_force(property_id: UUID) -> dict[str, PlaybookVersion]:
    """The version in force of every kind. Queries: 1."""
    rows = PlaybookVersion.objects.filter(Q(property_id=property_id) | Q(property_id=None))
    return {row.kind: row for row in rows.order_by(F("property_id").asc(nulls_first=True), "version")}


@lru_cache(maxsize=256)
def playbook_of(version_id: UUID) -> Playbook:
    """The version as a value; versions never change, so each is read once. Queries: 1 or 0. Raises DoesNotExist."""
    return read(PlaybookVersion.objects.get(pk=version_id).body)


def code_named(property_id: UUID, code: str) -> TaxonomyCode | None:
    """The taxonomy code as the hotel has it, else as the house ships it; None for one put out of use. Queries: 1."""
    rows = TaxonomyCode.objects.filter(Q(property_id=property_id) | Q(property_id=None), code=code)
    found = rows.order_by(F("property_id").asc(nulls_last=True)).first()
    return found if found is not None and found.is_active else None


def codes(property_id: UUID, *, is_retired_too: bool = False) -> list[TaxonomyCode]:
    """Every code that the hotel uses, in order; those put out of use only when asked for. Queries: 1."""
    rows = TaxonomyCode.objects.filter(Q(property_id=property_id) | Q(property_id=None))
    by_code: dict[str, TaxonomyCode] = {}
    for row in rows.order_by(F("property_id").asc(nulls_first=True), "order"):
        by_code[row.code] = row
    kept = [row for row in by_code.values() if row.is_active or is_retired_too]
    return sorted(kept, key=lambda row: row.order)


def word_rules(property_id: UUID) -> list[WordRule]:
    """The rules of first classification in their order, the hotel's own first. Queries: 1."""
    return [
        WordRule(tuple(row.words), row.code, row.category, row.priority or 0) for row in rules_of(property_id)
    ]


def wording_version(property_id: UUID) -> int:
    """Which edition of codes and rules the hotel is at: it rises with every edit, in every process. Queries: 1."""
    return WordingEdit.objects.filter(Q(property_id=property_id) | Q(property_id=None)).count()


def rules_of(property_id: UUID, *, is_retired_too: bool = False) -> list[ClassificationRule]:
    """The rules of first classification: the hotel's own first, one of the same name standing for the shipped. Queries: 1."""
    rows = ClassificationRule.objects.filter(Q(property_id=property_id) | Q(property_id=None))
    found: dict[str, ClassificationRule] = {}
    for row in rows.order_by(F("property_id").asc(nulls_last=True), "order"):
        found.setdefault(row.name or str(row.pk), row)
    ordered = sorted(found.values(), key=lambda row: (row.property_id is None, row.order))
    return [row for row in ordered if row.is_active or is_retired_too]


def code_words(property_id: UUID) -> list[CodeWords]:
    """The words of every code that the hotel uses. Queries: 1."""
    return [
        CodeWords(row.code, row.category, row.priority, (*row.words_zh, *row.words_en), row.weight)
        for row in codes(property_id)
    ]


def department_names(property_id: UUID) -> dict[str, str]:
    """The names of the hotel's departments in the reader's language, by code. Queries: 1."""
    is_chinese = (get_language() or "zh-hans").startswith("zh")
    rows = DEPARTMENTS.rows(house=property_id)
    return {code: name_zh if is_chinese else name_en for code, name_zh, name_en in rows}


def _departments(*, house: Hole) -> QuerySet[Any, Any]:
    rows = Department.objects.filter(property_id=house).order_by("position", "code")
    return rows.values_list("code", "name_zh", "name_en")


DEPARTMENTS = Statement(_departments, house=UUIDField())


def code_to_edit(property_id: UUID, code: str) -> TaxonomyCode | None:
    """The code in force, also one put out of use. Queries: 1."""
    rows = TaxonomyCode.objects.filter(Q(property_id=property_id) | Q(property_id=None), code=code)
    return rows.order_by(F("property_id").asc(nulls_last=True)).first()


def rule_to_edit(property_id: UUID, name: str) -> ClassificationRule | None:
    """The rule of that name as the hotel has it, also one put out of use. Queries: 1."""
    rows = ClassificationRule.objects.filter(Q(property_id=property_id) | Q(property_id=None), name=name)
    return rows.order_by(F("property_id").asc(nulls_last=True)).first()


def edition_of_row(row: TaxonomyCode | ClassificationRule | None) -> str:
    """The mark of a code or rule as it stands; of none, as nothing stands yet. Queries: 0."""
    if row is None:
        return edition_of(None)
    return edition_of({one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields})


def edits_of(property_id: UUID, subject: str, key: str = "") -> list[WordingEdit]:
    """What the hotel changed, the newest first, at most 30. Queries: 1."""
    rows = WordingEdit.objects.filter(property_id=property_id, subject=subject)
    rows = rows.filter(key=key) if key else rows
    return list(rows.order_by("-made_at", "-pk")[:30])
