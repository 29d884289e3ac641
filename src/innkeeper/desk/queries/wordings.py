"""What the settings of codes and rules show: the list, a line read before and after an edit, the clocks that would move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from innkeeper.cases.models import Category, ClassificationRule, Priority, TaxonomyCode
from innkeeper.cases.queries.playbooks import codes, rules_of
from innkeeper.desk.queries.intake import NAMES, PRIORITIES, code_row, facts_of, rule_row
from innkeeper.desk.reading import Reading, house_facts, read
from innkeeper.web.templatetags.parts import two

SHIPPED_RULES = {
    "fire": pgettext_lazy("rule", "Fire"),
    "illness": pgettext_lazy("rule", "Illness"),
    "danger": pgettext_lazy("rule", "Danger"),
    "room unusable": pgettext_lazy("rule", "Room unusable"),
    "system down": pgettext_lazy("rule", "System down"),
    "several rooms": pgettext_lazy("rule", "Several rooms"),
    "rude clerk": pgettext_lazy("rule", "Rude clerk"),
    "accessibility": pgettext_lazy("rule", "Accessibility"),
    "allergy and diet": pgettext_lazy("rule", "Allergy and diet"),
    "complaint word": pgettext_lazy("rule", "A word of complaint"),
    "question": pgettext_lazy("rule", "Question"),
    "suggestion": pgettext_lazy("rule", "Suggestion"),
}


@dataclass(frozen=True, slots=True)
class TriedLine:
    """How one line reads now, and how it would read."""

    line: str
    before: str
    after: str

    @property
    def is_same(self) -> bool:
        """Whether the edit changes nothing of it."""
        return self.before == self.after


def tried(
    property_id: UUID,
    line: str,
    *,
    timezone: str,
    code: str = "",
    rule: str = "",
    change: Mapping[str, Any],
    at: datetime,
) -> TriedLine | None:
    """The line read under the words in force and under the draft. Queries: 3; none without a line."""
    if not line.strip():
        return None
    facts, own = facts_of(property_id, timezone), codes(property_id)
    now = read(line, facts=facts, at=at)
    code_rows = [
        code_row(one) | (_drafted(change) if one.code == code else {})
        for one in own
        if one.code != code or change.get("is_active", True)
    ]
    facts = house_facts(
        rooms=facts.rooms,
        timezone=timezone,
        codes=code_rows,
        rules=_rules(property_id, rule, change),
    )
    after = read(line, facts=facts, at=at)
    named = {one.code: one for one in own}
    return TriedLine(line, _told(named, now), _told(named, after))


def _drafted(change: Mapping[str, Any]) -> dict[str, Any]:
    return {name: change[name] for name in ("words_zh", "words_en") if name in change}


def _rules(property_id: UUID, rule: str, change: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The rules in force with the draft in its place, a new one by its order before the shipped ones."""
    kept = [one for one in rules_of(property_id) if one.name != rule]
    rows = [(one.property_id is None, one.order, rule_row(one)) for one in kept]
    if rule and change.get("is_active", True):
        priority = change.get("priority")
        draft = {
            "words": change["words"],
            "code": change.get("code", ""),
            "category": change.get("category", ""),
            "priority": NAMES.get(priority or 0, ""),
        }
        rows.append((False, int(change.get("order") or 0), draft))
    return [row for _is_shipped, _order, row in sorted(rows, key=lambda each: each[:2])]


def _told(named: Mapping[str, TaxonomyCode], reading: Reading) -> str:
    """The reading in one line: kind, code, priority."""
    code = named.get(reading.code or "")
    words = two(code) if code else "—"
    kind = _("Complaint") if reading.kind == "complaint" else _("Service request")
    return f"{kind} · {words} · {Priority(PRIORITIES[reading.priority]).label}"


def norms_words(one: TaxonomyCode) -> str:
    """The norms of a code as the list shows them: contact / arrive / deliver, in minutes."""
    norms = one.norms or {}
    return " / ".join(str(norms.get(name, "—")) for name in ("contact", "arrive", "deliver"))


def rule_title(name: str) -> str:
    """What a rule is called: the shipped ones in the reader's language, the hotel's own as it named them."""
    return str(SHIPPED_RULES.get(name, name))


def rule_words(one: ClassificationRule, names: Mapping[str, str]) -> str:
    """What a rule speaks for: code, category, priority, in words."""
    said = (
        names.get(one.code, ""),
        str(Category(one.category).label) if one.category else "",
        str(Priority(one.priority).label) if one.priority else "",
    )
    return " · ".join(part for part in said if part)
