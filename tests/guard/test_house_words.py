"""The house's own words name nobody: what is hidden in them would be hidden from the staff that must act on them."""

import re
from pathlib import Path

from innkeeper.guard.rules import Kind, find

ROOT = Path(__file__).parents[2] / "src/innkeeper"
SAID = re.compile(r'msgstr(?:\[0\])? "(.*)"')
HAN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff，。、；：（）0-9A-Za-z %{}]*")
NO_WORDS_OF_THE_HOUSE = ("guard", "demo", "samples.py")
SHOWN_AS_EXAMPLES = {"王晓明", "张小明", "欧阳"}


def house_words():
    for catalogue in ROOT.rglob("*.po"):
        yield from SAID.findall(catalogue.read_text(encoding="utf-8"))
    for file in (*ROOT.rglob("*.yaml"), *ROOT.rglob("*.py")):
        if not set(NO_WORDS_OF_THE_HOUSE) & set(file.relative_to(ROOT).parts):
            yield from HAN.findall(file.read_text(encoding="utf-8"))


def test_no_word_of_the_house_is_taken_for_a_person():
    said = {text for text in house_words() if HAN.search(text)}
    taken = {
        (text[span.start : span.end], text)
        for text in said
        for span in find(text)
        if span.kind is Kind.PERSON and text[span.start : span.end] not in SHOWN_AS_EXAMPLES
    }
    assert len(said) > 4000
    assert taken == set()
