"""Times the import of 1,000 real guest texts, 500 zh and 500 en, into an empty house of its own.

INNKEEPER_DATA=... python bench/import_cases.py [--each N] [--profile]
"""

import argparse
import cProfile
import json
import os
import pstats
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from import_stays import fsync_ms, house

SETS = ("zh_sentiment", "en_sentiment")


def words_file(folder: Path, each: int) -> Path:
    """The first texts of both sets as one file of JSON lines, in a folder that is thrown away."""
    source, target = Path(os.environ["INNKEEPER_DATA"]), folder / "words.jsonl"
    with target.open("w", encoding="utf-8") as out:
        for name in SETS:
            with (source / name / "dev.jsonl").open(encoding="utf-8") as lines:
                for _, line in zip(range(each), lines, strict=False):
                    out.write(line)
    return target


def inn():
    """A hotel with chart, calendar, taxonomy and playbooks."""
    from innkeeper.accounts.actions.chart import establish_house
    from innkeeper.cases.actions import publish_shipped, seed_taxonomy
    from innkeeper.kernel.actors import system
    from innkeeper.properties.actions import publish_calendar
    from innkeeper.properties.models import Group, Property

    at = datetime.now(UTC)
    group = Group.objects.create(code="bench", name_zh="组", name_en="Group")
    place = Property.objects.create(code="BEN", group=group, name_zh="店", name_en="Inn")
    publish_shipped(actor=system("bench"), at=at)
    seed_taxonomy()
    establish_house(actor=system("bench"), property_id=place.pk, at=at)
    publish_calendar(
        actor=system("bench"), property_id=place.pk, at=at, years=(at.year - 1, at.year, at.year + 1)
    )
    return place


def take_in(file: Path, place):
    from innkeeper.desk.actions import import_cases
    from innkeeper.kernel.actors import system

    with file.open("rb") as stream:
        began, worked = time.perf_counter(), time.process_time()
        run = import_cases(
            actor=system("import"),
            property_id=place.pk,
            stream=stream,
            file_name=file.name,
            at=datetime.now(UTC),
        )
        return run, time.perf_counter() - began, time.process_time() - worked


def classified(each: int) -> None:
    """How many texts the rules gave a code, a kind, a priority; by set and by what the guests felt."""
    from innkeeper.desk.reading import house_facts, read

    facts = house_facts()
    for name in SETS:
        source = Path(os.environ["INNKEEPER_DATA"]) / name / "dev.jsonl"
        with source.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for _, line in zip(range(each), lines, strict=False)]
        found = Counter()
        for row in rows:
            said = f"{row.get('title', '')}\n{row['text']}".strip()
            reading = read(said, facts=facts, at=datetime.now(UTC))
            mood = "negative" if row["label"] == 0 else "positive"
            found.update([mood, (mood, reading.kind)] + ([(mood, "code")] if reading.code else []))
        for mood in ("negative", "positive"):
            print(
                f"{name} {mood}: {found[mood]} texts, {found[mood, 'code']} with a code by the reading, "
                f"{found[mood, 'complaint']} read as complaints"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=500)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        house(folder)
        place, file = inn(), words_file(folder, options.each)
        for what in ("first", "again"):
            watch = cProfile.Profile()
            if options.profile and what == "first":
                watch.enable()
            run, seconds, worked = take_in(file, place)
            watch.disable()
            print(
                f"{what}: {run.good + run.bad:,} texts in {seconds:.1f} s, {worked:.1f} s of it on the processor "
                f"(new {run.new:,}, same {run.same:,}, bad {run.bad:,}); fsync {fsync_ms(folder):.2f} ms"
            )
            if options.profile and what == "first":
                pstats.Stats(watch).sort_stats("cumtime").print_stats("innkeeper/", 45)
        outcome()
        classified(options.each)


def outcome() -> None:
    from innkeeper.cases.models import Case
    from innkeeper.stays.models import ImportRun
    from innkeeper.stays.queries import bad_rows

    cases = Case.objects.all()
    coded = cases.exclude(taxonomy_code__in=["", "other"]).count()
    print(
        f"{cases.count():,} cases, {coded:,} classified; kinds {dict(Counter(cases.values_list('kind', flat=True)))}, "
        f"priorities {dict(sorted(Counter(cases.values_list('priority', flat=True)).items()))}"
    )
    problems = Counter(
        (row.column, row.remedy) for run in ImportRun.objects.all() for row in bad_rows(run.pk, limit=None)
    )
    for (column, remedy), count in problems.items():
        print(f"  {count} bad rows, {column}: {remedy}", file=sys.stderr)


if __name__ == "__main__":
    main()
