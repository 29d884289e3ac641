"""How well the reader understands a day of the desk. The lines are invented; floors guard against getting worse."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from innkeeper.desk.reading import HouseFacts, Reading, house_facts, read

AT = datetime(2026, 3, 14, 4, 22, tzinfo=UTC)
KINDS = {"c": "complaint", "r": "service_request"}
PRIORITIES = {"e": "emergency", "i": "important", "g": "general", "n": "non_urgent"}


class Expected(NamedTuple):
    """One line of the file with what a good order taker would enter."""

    line: str
    where: str
    code: str
    kind: str
    priority: str


def the_house() -> HouseFacts:
    """300 rooms on floors 5 to 22."""
    return house_facts(rooms=[f"{floor}{number:02d}" for floor in range(5, 23) for number in range(1, 21)])


def one_liners() -> list[Expected]:
    body = yaml.safe_load(Path(__file__).with_name("one_liners.yaml").read_text(encoding="utf-8"))
    rows = [[part.strip() for part in str(row).rsplit("|", 4)] for row in body["lines"]]
    return [Expected(line, where, code, KINDS[kind], PRIORITIES[p]) for line, where, code, kind, p in rows]


@pytest.fixture(scope="module")
def readings() -> list[tuple[Expected, Reading]]:
    house = the_house()
    return [(expected, read(expected.line, facts=house, at=AT)) for expected in one_liners()]


def share(readings: list[tuple[Expected, Reading]], part: str) -> float:
    right = sum(1 for expected, reading in readings if is_right(expected, reading, part))
    return right / len(readings)


def is_right(expected: Expected, reading: Reading, part: str) -> bool:
    if part == "where":
        floor = f"{reading.floor}F" if reading.floor else ""
        return expected.where in (reading.room or "", reading.place or "", floor)
    return (getattr(reading, part) or "") == getattr(expected, part)


def test_there_are_three_hundred_lines_in_two_languages() -> None:
    lines = one_liners()
    chinese = [line for line in lines if any("一" <= character <= "鿿" for character in line.line)]
    assert len(lines) >= 290 and len(chinese) >= 200 and len(lines) - len(chinese) >= 70


@pytest.mark.req("CASE-06", "CASE-08")
@pytest.mark.parametrize(
    ("part", "floor"), [("where", 0.98), ("code", 0.95), ("kind", 0.96), ("priority", 0.96)]
)
def test_the_reader_stays_above_its_floor(
    readings: list[tuple[Expected, Reading]], part: str, floor: float
) -> None:
    wrong = [
        f"{e.line}: {getattr(r, part, r.room or r.place)}" for e, r in readings if not is_right(e, r, part)
    ]
    assert share(readings, part) >= floor, "\n".join(wrong)


def test_no_danger_of_life_is_missed(readings: list[tuple[Expected, Reading]]) -> None:
    missed = [e.line for e, r in readings if e.priority == "emergency" and r.priority != "emergency"]
    assert missed == []
