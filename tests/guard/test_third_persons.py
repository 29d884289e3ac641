"""Third persons in what a desk types: their names are hidden, and ordinary lines stay as they are."""

import re
from pathlib import Path

import pytest
import yaml

from innkeeper.guard.rules import Kind, find, redact

HERE = Path(__file__).parent
PEOPLE = [
    line.rsplit(" | ", 1)
    for line in yaml.safe_load((HERE / "third_persons.yaml").read_text(encoding="utf-8"))["lines"]
]
ORDINARY = [
    line.split(" | ")[0]
    for line in yaml.safe_load((HERE.parent / "reading/one_liners.yaml").read_text(encoding="utf-8"))["lines"]
]
MOST_TOUCHED = 2
"""How many ordinary lines of a day at the desk may lose a word that is nobody's name: what was measured."""


@pytest.mark.req("PRIV-01", "PRIV-03")
def test_no_third_person_stays_readable():
    left = []
    for text, names in PEOPLE:
        shown = redact(text, find(text))
        words = "|".join(
            rf"\b{word}\b" if word.isascii() else word for word in names.replace("/", " ").split()
        )
        left += [shown] if re.search(words, shown) else []
    assert left == []


def test_ordinary_lines_of_the_desk_stay_as_they_are():
    touched = [text for text in ORDINARY if any(span.kind is Kind.PERSON for span in find(text))]
    assert len(ORDINARY) > 300
    assert len(touched) <= MOST_TOUCHED, touched


@pytest.mark.parametrize(
    "text",
    ["taxi to Hawthorne Apartments at 6", "near Crater Lake", "旅游旺季请千万小心", "高尔夫球场", "豪华行政房", "San Francisco flight", "GREAT PRICE",
     "Housekeeping Manager says no", "my son said no", "卫生一般", "江景房", "St Thomas Church", "she is a miss", "Diet Coke 两瓶", "送 Earl Grey 一包"],
)  # fmt: skip
def test_places_goods_and_plain_words_are_nobody(text):
    assert [text[span.start : span.end] for span in find(text) if span.kind is Kind.PERSON] == []
