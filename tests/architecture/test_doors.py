"""Rules that the import contracts cannot see."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "innkeeper"
TIERS = [
    "kernel", "web", "guard", "vault", "outbox", "audit", "search", "properties", "accounts", "notices",
    "guests", "stays", "clocks", "cases", "complaints", "improvements", "service_requests", "desk",
]  # fmt: skip
FORBIDDEN_FILES = {"utils.py", "helpers.py", "managers.py", "signals.py", "common.py"}


def sources() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
    }


def holding(pattern: str, *, but: frozenset[str] = frozenset()) -> list[str]:
    wanted = re.compile(pattern)
    return sorted(name for name, text in sources().items() if wanted.search(text) and name not in but)


def test_no_catch_all_files() -> None:
    assert [str(path) for path in SOURCE.rglob("*.py") if path.name in FORBIDDEN_FILES] == []


def test_nothing_runs_on_commit_or_by_signal() -> None:
    assert holding(r"\bon_commit\(|django\.db\.models\.signals|django\.dispatch") == []


def test_only_the_clock_reads_the_wall_clock() -> None:
    allowed = frozenset({"src/innkeeper/kernel/clock.py"})
    assert holding(r"datetime\.now\(|datetime\.utcnow\(|timezone\.now\(|date\.today\(", but=allowed) == []


def test_nobody_moves_in_by_hand_unasked() -> None:
    allowed = frozenset({"src/innkeeper/service_requests/actions/needs.py"})
    assert holding(r"\bcheck_in\(\s*actor=", but=allowed) == []


def test_foreign_keys_point_down_the_tiers() -> None:
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in TIERS
        for field in model._meta.local_fields
        if field.is_relation
        and field.related_model._meta.app_label in TIERS  # type: ignore[union-attr]
        and TIERS.index(field.related_model._meta.app_label) > TIERS.index(model._meta.app_label)  # type: ignore[union-attr]
    ]
    assert wrong == []


def test_locks_name_no_address() -> None:
    assert [lock.name for lock in (ROOT / "requirements").glob("*.lock") if "://" in lock.read_text()] == []
