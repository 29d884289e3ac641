"""A day is written for people by one filter, in the words of their language; figures with dashes are for machines."""

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "innkeeper"
FOR_MACHINES = re.compile(r"""(datetime|value|href|action)="[^"<>]*\|date:$""")
WRITTEN = re.compile(r"\|date:(?=.[cYm])")
DASHED = re.compile(r":%(Y-%m|m-%d)")
NOT_FOR_SCREENS = {"models.py", "verification.py"}


def test_no_template_writes_a_day_in_figures():
    found = [
        f"{file.name}: {text[max(0, hit.start() - 40) : hit.end() + 10]}"
        for file in SOURCE.rglob("*.html")
        for text in [file.read_text(encoding="utf-8")]
        for hit in WRITTEN.finditer(text)
        if not FOR_MACHINES.search(text[max(0, hit.start() - 80) : hit.end()])
    ]
    assert found == []


def test_no_query_view_or_paper_writes_a_day_in_figures():
    found = [
        f"{file.relative_to(SOURCE)}: {line.strip()}"
        for file in SOURCE.rglob("*.py")
        if file.name not in NOT_FOR_SCREENS and file.parent.name != "commands"
        for line in file.read_text(encoding="utf-8").splitlines()
        if DASHED.search(line)
    ]
    assert found == []
