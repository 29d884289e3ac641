"""How much the guard finds in marked texts, and how fast. Reads the data folder named by INNKEEPER_DATA."""

import importlib.util
import json
import os
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from innkeeper.guard.rules import OUTDOORS, Kind, find


def scorer(data: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_spans", data / "score_spans.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(data: Path, language: str, split: str) -> list[dict[str, Any]]:
    lines = (data / f"{language}_pii" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def predicted(text: str) -> list[dict[str, Any]]:
    return [{"start": s.start, "end": s.end, "label": s.kind.name} for s in find(text, kinds=OUTDOORS)]


ORDINARY = ("zh_sentiment/dev", "en_sentiment/dev", "zh_aspects/train", "en_aspects/train")
EACH = 500


def ordinary(data: Path, name: str) -> tuple[int, int]:
    """Of the first texts of a set that is not marked: in how many something is taken for a person, and of how many."""
    lines = (data / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[:EACH]
    found = [find(json.loads(line)["text"]) for line in lines]
    return sum(any(span.kind is Kind.PERSON for span in spans) for spans in found), len(found)


def main() -> None:
    data = Path(os.environ["INNKEEPER_DATA"])
    split = sys.argv[1] if len(sys.argv) > 1 else "dev"
    score = scorer(data).score
    for language in ("zh", "en"):
        read = rows(data, language, split)
        groups = {"all": read} | {
            source: [row for row in read if row["source"] == source]
            for source in {row["source"] for row in read}
        }
        for group, texts in sorted(groups.items()):
            begun = time.process_time()
            guessed = [predicted(row["text"]) for row in texts]
            speed = len(texts) / (time.process_time() - begun)
            result = score([row["spans"] for row in texts], guessed)
            print(
                f"{language} {split} {group} ({len(texts)} texts, {speed:,.0f} texts/s of one core): {json.dumps(result)}"
            )
    for name in ORDINARY:
        touched, count = ordinary(data, name)
        print(f"{name}: something taken for a person in {touched} of {count} texts")


if __name__ == "__main__":
    main()
