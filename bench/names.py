"""How many names of people whom no file knows stay readable, and how many words of nobody are hidden. One half of lines and names is for
tuning (`python -m bench.names tuning` shows what it misses), the other is only counted. Nothing here is read by the guard."""

import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

import yaml

from innkeeper.guard.rules import Kind, find

Half = Literal["tuning", "report"]
HERE = Path(__file__).parents[1] / "tests/guard"
LINES: dict[str, list[str]] = yaml.safe_load((HERE / "new_names.yaml").read_text(encoding="utf-8"))
PEOPLE: dict[str, str] = yaml.safe_load((HERE / "new_people.yaml").read_text(encoding="utf-8"))
BRACE = re.compile(r"\{([ntfgl])\}")
EACH = 8
"""How often each line is filled with other names."""
SEED = 20261122


@dataclass(frozen=True, slots=True)
class Example:
    """A line, and where in it names stand (start, end)."""

    text: str
    names: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Names and how many were hidden whole; lines of nobody and how many lost a word; what else was hidden beside names."""

    names: int
    hidden: int
    plain: int
    touched: int
    beside: int

    @property
    def recall(self) -> float:
        """Part of the names that was hidden whole."""
        return self.hidden / self.names

    @property
    def spoilt(self) -> float:
        """Part of the lines of nobody in which something was hidden."""
        return self.touched / self.plain


def half_of(text: str) -> Half:
    """The half to which a line or a part of a name belongs, for ever."""
    return "tuning" if sha256(f"{SEED} {text}".encode()).digest()[0] % 2 else "report"


class Parents:
    """Gives people names, out of one half of what names are made of. The same seed gives the same names."""

    def __init__(self, half: Half) -> None:
        self.chance = random.Random(f"{SEED} {half}")
        self.half = half
        self.ranks = [1 / (place + 4) for place in range(len(PEOPLE["surnames"]))]

    def one_of(self, pool: str) -> str:
        """A word of a pool, or a character where the pool is written without spaces."""
        whole = PEOPLE[pool]
        parts = whole.split() if " " in whole else whole
        return self.chance.choice([part for part in parts if half_of(part) == self.half])

    def surname(self) -> str:
        """A Chinese surname, by how many people bear it; one in 25 has two characters."""
        if self.chance.random() < 0.04:
            return self.chance.choice(PEOPLE["compound"].split())
        return self.chance.choices(PEOPLE["surnames"], self.ranks)[0]

    def given(self) -> str:
        """A Chinese given name: 15 % of one character, 5 % a word of every day, a sixth of the characters rare."""
        draw = self.chance.random()
        if draw < 0.05:
            return self.one_of("wordlike")
        return "".join(
            self.one_of("rare" if self.chance.random() < 0.16 else "given")
            for _ in range(1 if draw < 0.2 else 2)
        )

    def foreign(self) -> tuple[str, str]:
        """A first name and a last name in Latin letters, in the order in which they are written."""
        kind = self.chance.choices(("", "pinyin", "korean", "japanese"), (60, 20, 8, 12))[0]
        if not kind:
            return self.one_of("first"), self.one_of("last").replace("van-der-", "van der ")
        names = self.one_of(kind), self.one_of(f"{kind}_last")
        is_family_first = kind != "japanese" and self.chance.random() < 0.7
        return names[::-1] if is_family_first else names

    def named(self, brace: str) -> str:
        """What is put in a brace: see the head of the file of lines."""
        if brace == "n":
            return self.surname() + self.given()
        if brace == "t":
            return self.surname() + self.one_of("titles")
        if brace == "f":
            return " ".join(self.foreign())
        return self.one_of("first") if brace == "g" else self.one_of("last").replace("van-der-", "van der ")


def filled(line: str, parents: Parents, typed: str) -> Example:
    """A line with names in its braces."""
    text, names, done = "", [], 0
    for brace in BRACE.finditer(line):
        text += line[done : brace.start()]
        name = parents.named(brace[1])
        names.append((len(text), len(text) + len(name)))
        text += name
        done = brace.end()
    text += line[done:]
    return Example({"lower": str.lower, "capitals": str.upper}.get(typed, str)(text), tuple(names))


def examples(language: str, half: Half) -> Iterator[Example]:
    """The lines of a language and a half: each with people several times, each without once."""
    parents = Parents(half)
    for group, lines in LINES.items():
        if group.split("_")[0] != language:
            continue
        for line in (line for line in lines if half_of(line) == half):
            count = 1 if "nobody" in group else EACH
            yield from (filled(line, parents, group.split("_")[-1]) for _ in range(count))


def missed(example: Example) -> list[str]:
    """The names of which a letter stays readable."""
    covered = {
        place
        for span in find(example.text)
        if span.kind is Kind.PERSON
        for place in range(span.start, span.end)
    }
    return [
        example.text[start:end]
        for start, end in example.names
        if any(example.text[place].isalnum() and place not in covered for place in range(start, end))
    ]


def beside(example: Example) -> list[str]:
    """What was taken for a person and touches no name."""
    return [
        example.text[span.start : span.end]
        for span in find(example.text)
        if span.kind is Kind.PERSON
        and not any(span.start < end and start < span.end for start, end in example.names)
    ]


def scored(read: Sequence[Example]) -> Score:
    """The score of examples."""
    named, plain = [one for one in read if one.names], [one for one in read if not one.names]
    names = sum(len(one.names) for one in named)
    return Score(
        names=names,
        hidden=names - sum(len(missed(one)) for one in named),
        plain=len(plain),
        touched=sum(bool(beside(one)) for one in plain),
        beside=sum(len(beside(one)) for one in named),
    )


def main() -> None:
    half: Half = "tuning" if sys.argv[1:] == ["tuning"] else "report"
    for language in ("zh", "en"):
        read = list(examples(language, half))
        begun = time.process_time()
        for one in read:
            find(one.text)
        speed = len(read) / (time.process_time() - begun)
        score = scored(read)
        print(
            f"{language} {half}: {score.recall:.3f} of {score.names} names hidden whole; {score.touched} of {score.plain} lines of nobody "
            f"lose a word; {score.beside} other words hidden beside names; {speed:,.0f} texts/s of one core"
        )
        for one in read if half == "tuning" else ():
            if left := missed(one) if one.names else beside(one):
                print(f"  {'left' if one.names else 'TAKEN'} {left}: {one.text}")


if __name__ == "__main__":
    main()
