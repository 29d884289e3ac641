"""Which kinds of case the house knows: each domain app registers its playbook, checks and page sections."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from innkeeper.cases.playbooks.schema import Playbook, PlaybookError, read
from innkeeper.cases.rules import CHECKS, CaseFacts, Verdict
from innkeeper.kernel.shipped import shipped_path

FactsFor = Callable[[UUID, CaseFacts], Any]
Check = Callable[[Any], Verdict]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the case page that is fetched by itself: its template, and what fills it as `section`.

    `fill(actor=, case=, at=)` gets the case's row; the whole answer may ask 15 queries, four of them are the door's.
    `title` is a text of the catalogue. `gates` are the checks that its work makes pass: they say in which stages it
    stands open on the page and where a missing gate points to; without gates it is shown when it comes into sight. A lead stands
    above all else, filled with the page itself.
    """

    name: str
    template: str
    fill: Callable[..., Mapping[str, Any]]
    title: str = ""
    gates: tuple[str, ...] = ()
    is_aside: bool = False
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One registered kind: its playbook file, its own checks over its own facts, its sections."""

    name: str
    file: Path
    checks: Mapping[str, Check] = field(default_factory=dict)
    facts_for: FactsFor | None = None
    sections: tuple[Section, ...] = ()
    met: Mapping[str, str] = field(default_factory=dict)


_kinds: dict[str, Kind] = {}
_added: dict[str, tuple[Section, ...]] = {}


def register(
    *,
    kind: str,
    folder: Path,
    checks: Mapping[str, Check] | None = None,
    facts_for: FactsFor | None = None,
    sections: Sequence[Section] = (),
    met: Mapping[str, str] | None = None,
) -> None:
    """Make a kind known; called once in ready() of the app that owns `folder/<kind>.yaml`.

    `checks` get what `facts_for(case_id, case_facts)` returns; checks of the spine (cases.rules.CHECKS) may be
    named in the YAML without being registered. `met` says of each own check what holds when it passes, as texts of
    the catalogue. Raises: PlaybookError when a check of the spine is shadowed.
    """
    shadowed = sorted(set(checks or {}) & set(CHECKS))
    if shadowed:
        raise PlaybookError(f"{kind}: {', '.join(shadowed)} is a check of the spine")
    _kinds[kind] = Kind(
        kind, folder / f"{kind}.yaml", dict(checks or {}), facts_for, tuple(sections), dict(met or {})
    )
    shipped.cache_clear()


def add_sections(kind: str, sections: Sequence[Section]) -> None:
    """Let an app add sections to the pages of a kind that another app owns; the owner's own stand first."""
    known = {one.name for one in _added.get(kind, ())}
    _added[kind] = (*_added.get(kind, ()), *(one for one in sections if one.name not in known))


def kinds() -> tuple[Kind, ...]:
    """Every registered kind, in order of registration."""
    return tuple(_kinds.values())


def kind_of(name: str) -> Kind:
    """The registered kind. Raises KeyError."""
    return _kinds[name]


def quiet_kinds() -> tuple[str, ...]:
    """The kinds whose open cases do not stand on the board of the shift."""
    return tuple(one.name for one in kinds() if not shipped(one.name).is_shift_work)


def met_words(name: str) -> Mapping[str, str]:
    """What the kind's own checks say when they pass; nothing for an unknown kind."""
    return _kinds[name].met if name in _kinds else {}


def sections_of(name: str) -> tuple[Section, ...]:
    """The sections that the kind adds to the case page, then those that others added; none for an unknown kind."""
    return (*(_kinds[name].sections if name in _kinds else ()), *_added.get(name, ()))


def known_checks(name: str) -> frozenset[str]:
    """Every check that a playbook of the kind may name."""
    own = _kinds[name].checks if name in _kinds else {}
    return frozenset(CHECKS) | frozenset(own)


@cache
def shipped(name: str) -> Playbook:
    """The playbook as the app ships it. Raises: PlaybookError, KeyError."""
    body = shipped_path(_kinds[name].file)
    playbook = read(body)
    if playbook.kind != name:
        raise PlaybookError(f"{_kinds[name].file.name}: the kind is {playbook.kind}, expected {name}")
    return playbook


def verdict(name: str, check: str, facts: CaseFacts, own_facts: Any) -> Verdict:
    """What one check says of a case. Raises KeyError for a check that nobody knows."""
    if check in CHECKS:
        return CHECKS[check](facts)
    return _kinds[name].checks[check](own_facts)
