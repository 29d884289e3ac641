"""The word lists as shipped, turned into facts of a house. A hotel's own rows replace them at the caller."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from innkeeper.kernel.shipped import shipped_file

from .facts import Code, HouseFacts, Lexicon, Place, Rule
from .phrases import phrases_of


def house_facts(
    *,
    rooms: Iterable[str] = (),
    timezone: str = "Asia/Shanghai",
    codes: Iterable[Mapping[str, Any]] | None = None,
    rules: Iterable[Mapping[str, Any]] | None = None,
) -> HouseFacts:
    """The facts of a house: its rooms, and the shipped words where it has none of its own.

    `codes` and `rules` are rows in the shape of cases/data/*.yaml.
    """
    return HouseFacts(
        codes=_codes() if codes is None else tuple(_code(row) for row in codes),
        rules=_rules() if rules is None else tuple(_rule(row) for row in rules),
        lexicon=_lexicon(),
        rooms=frozenset(rooms),
        timezone=timezone,
    )


def shipped_rows(name: str) -> Any:
    """The body of cases/data/<name>.yaml."""
    return shipped_file("innkeeper.cases", "data", f"{name}.yaml")


@cache
def _codes() -> tuple[Code, ...]:
    return tuple(_code(row) for row in shipped_rows("taxonomy")["codes"])


@cache
def _rules() -> tuple[Rule, ...]:
    rows = shipped_rows("classification")["rules"]
    return tuple(_rule(row) for row in sorted(rows, key=lambda row: int(row["order"])))


def _code(row: Mapping[str, Any]) -> Code:
    return Code(
        code=row["code"],
        department=row["department"],
        kind=row["kind"],
        category=row["category"],
        priority=row["priority"],
        phrases=phrases_of([*row["words_zh"], *row["words_en"]]),
        weight=float(row.get("weight", 1.0)),
        is_counted=bool(row.get("is_counted")),
        is_life_safety=bool(row.get("is_life_safety")),
    )


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        phrases=phrases_of(row["words"]),
        code=row.get("code", ""),
        category=row.get("category", ""),
        priority=row.get("priority", ""),
    )


@cache
def _lexicon() -> Lexicon:
    body = shipped_file("innkeeper.desk.reading", "lexicon.yaml")
    return Lexicon(
        silent=phrases_of(body["silent"]),
        places=tuple(Place(row["code"], phrases_of(row["words"])) for row in body["places"]),
        demands=tuple((row["code"], phrases_of(row["words"])) for row in body["demands"]),
        property_damage=phrases_of(body["property_words"]),
        grievances=phrases_of(body["grievances"]),
        not_grievances=phrases_of(body["not_grievances"]),
        negations_zh=tuple(body["negations_zh"]),
        negations_en=tuple(body["negations_en"]),
        refusals_zh=tuple(body["refusals_zh"]),
        refusals_en=tuple(body["refusals_en"]),
        sources=(*body["sources_zh"], *body["sources_en"]),
        numbers_zh=body["numbers_zh"],
        numbers_en=body["numbers_en"],
        measures_zh="".join(body["measures_zh"]),
    )
