"""Measures the index: N docs, words that 0.1 % and 10 % of them hold, in Chinese and English, on the database in use.

Run: python -m bench.search [docs], beside bin/postgres for PostgreSQL; INNKEEPER_HOME names a folder for SQLite.
"""

import random
import statistics
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from innkeeper.kernel import clock  # noqa: E402
from innkeeper.kernel.ids import uuid7  # noqa: E402
from innkeeper.search import actions, queries  # noqa: E402

ZH = "房间空调不冷客人要求换房前台已安排工程师傅上门检查浴室热水毛巾早餐电梯噪音隔壁施工影响休息行李送到大堂"
EN = [
    "the",
    "guest",
    "asked",
    "for",
    "more",
    "towels",
    "and",
    "said",
    "that",
    "lamp",
    "door",
    "window",
    "shower",
    "bed",
    "floor",
    "noise",
    "was",
    "not",
    "fine",
    "again",
]
RARE, COMMON, OLD = ("蓝孔雀", "peacock"), ("漏水", "leak"), ("古钟", "bell")
HOUSES = [uuid7() for _ in range(3)]
BATCH = 2000


def text(dice: random.Random, share: float) -> str:
    """About 60 characters and 12 words; marked words by chance, old ones only in the first half."""
    words = ["".join(dice.choices(ZH, k=12)) for _ in range(5)] + dice.choices(EN, k=12)
    words += RARE if dice.random() < 0.001 else ()
    words += COMMON if dice.random() < 0.1 else ()
    words += OLD if share < 0.5 and dice.random() < 0.2 else ()
    dice.shuffle(words)
    return " ".join(words)


def fill(docs: int) -> float:
    """Index the docs, oldest first; seconds taken."""
    dice, began, now = random.Random(1), time.perf_counter(), clock.now()
    for first in range(0, docs, BATCH):
        actions.index_many(
            [
                actions.Text(
                    kind="case",
                    object_id=uuid7(),
                    property_id=HOUSES[0] if dice.random() < 0.8 else dice.choice(HOUSES[1:]),
                    text=text(dice, number / docs),
                    at=now - timedelta(minutes=docs - number),
                )
                for number in range(first, min(first + BATCH, docs))
            ]
        )
    return time.perf_counter() - began


def measured(house, phrase: str, **given) -> str:
    times = []
    for _ in range(15):
        began = time.perf_counter()
        hits = queries.find(property_id=house, phrase=phrase, **given)
        times.append((time.perf_counter() - began) * 1000)
    return f"{statistics.median(times):7.1f} ms median {max(times):7.1f} max {len(hits):3} hits"


def main(docs: int) -> None:
    call_command("migrate", "search", verbosity=0)
    spent = fill(docs)
    print(f"{connection.vendor}: {docs:,} docs indexed in {spent:.1f} s, {docs / spent:,.0f}/s")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_searchdoc")
    month = {"since": clock.now() - timedelta(days=30)}
    for name, house in (("large house", HOUSES[0]), ("small house", HOUSES[1])):
        for rate, pair in (("0.1 %", RARE), ("10 %", COMMON), ("10 %, old only", OLD)):
            for phrase in pair:
                print(f"{name} {rate:>15} {phrase:10} {measured(house, phrase)}")
        print(f"{name} {'both':>15} {'漏水 peacock':10} {measured(house, '漏水 peacock')}")
        print(f"{name} {'none':>15} {'不存在的词':10} {measured(house, '不存在的词')}")
        print(f"{name} {'long phrase':>15} {'more towels':10} {measured(house, 'asked for')}")
        print(f"{name} {'10 %, month':>15} {'leak':10} {measured(house, 'leak', **month)}")
    began = time.perf_counter()
    actions.index(
        kind="case", object_id=uuid7(), property_id=HOUSES[0], text=text(random.Random(2), 1), at=clock.now()
    )
    print(f"one more doc {(time.perf_counter() - began) * 1000:.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
