"""Functions, files, templates and behaviours stay small (docs/style in one place: sizes)."""

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "innkeeper"


def modules() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def functions(paths: list[Path]) -> dict[str, int]:
    found: dict[str, int] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[f"{path.relative_to(ROOT)}:{node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    return found


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def above(limit: int, sizes: dict[str, int]) -> list[str]:
    return sorted(f"{name} has {size} lines" for name, size in sizes.items() if size > limit)


def test_no_function_is_above_50_lines() -> None:
    assert above(50, functions(modules())) == []


def test_most_functions_are_small() -> None:
    sizes = sorted(functions(modules()).values())
    assert statistics.median(sizes) <= 10
    assert sizes[int(len(sizes) * 0.95)] <= 30


@pytest.mark.parametrize(
    ("pattern", "limit"),
    [
        ("src/innkeeper/**/*.py", 400),
        ("src/innkeeper/**/*.html", 150),
        ("src/innkeeper/**/static/**/*.js", 120),
        ("tests/**/*.py", 400),
        ("bench/**/*.py", 400),
    ],
)
def test_no_file_is_above_its_size(pattern: str, limit: int) -> None:
    files = [path for path in ROOT.glob(pattern) if "migrations" not in path.parts]
    assert above(limit, {str(path.relative_to(ROOT)): lines(path) for path in files}) == []


def test_test_functions_stay_readable() -> None:
    sizes = {
        name: size
        for name, size in functions(list((ROOT / "tests").rglob("*.py"))).items()
        if name.split(":")[1].startswith("test_")
    }
    assert above(45, sizes) == []
