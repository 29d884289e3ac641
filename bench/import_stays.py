"""Times the import of a stays file into an empty house of its own, with sealing and audit.

INNKEEPER_DATA=... python bench/import_stays.py [--rows N] [--profile]
"""

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET_SECONDS = 120


def house(folder: Path) -> None:
    """Settings, secrets and tables in `folder`."""
    os.environ["INNKEEPER_HOME"], os.environ["INNKEEPER_SECRETS"] = (
        str(folder / "data"),
        str(folder / "secrets"),
    )
    os.environ["INNKEEPER_SECRET_KEY"] = "bench-" + "x" * 40
    os.environ["DJANGO_SETTINGS_MODULE"] = "innkeeper.config.settings"
    (folder / "data").mkdir()
    sys.path.insert(0, str(ROOT / "src"))
    import django

    from innkeeper.vault.custody import create_secrets

    create_secrets(folder / "secrets")
    django.setup()
    from django.core.management import call_command

    for database in ("default", "keys", "cache"):
        call_command("migrate", database=database, verbosity=0)


def fsync_ms(folder: Path) -> float:
    with (folder / "probe").open("wb") as probe:
        began = time.perf_counter()
        for _ in range(50):
            probe.write(b"x" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
    return (time.perf_counter() - began) * 20


def take_in(file: Path, *, profile: bool):
    from innkeeper.kernel.actors import system
    from innkeeper.properties.models import Group, Property
    from innkeeper.stays.actions import import_stays

    group = Group.objects.get_or_create(code="bench", defaults={"name_zh": "组", "name_en": "Group"})[0]
    place = Property.objects.get_or_create(
        code="BEN", group=group, defaults={"name_zh": "店", "name_en": "Inn"}
    )[0]
    watch = cProfile.Profile()
    with file.open("rb") as stream:
        began, worked = time.perf_counter(), time.process_time()
        if profile:
            watch.enable()
        run = import_stays(
            actor=system("import"),
            property_id=place.pk,
            stream=stream,
            file_name=file.name,
            at=datetime.now(UTC),
        )
        watch.disable()
        seconds, worked = time.perf_counter() - began, time.process_time() - worked
    if profile:
        pstats.Stats(watch).sort_stats("tottime").print_stats(35)
    return run, seconds, worked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=None)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        house(folder)
        file = folder / "stays.csv"
        rows = ["--rows", str(options.rows)] if options.rows else []
        subprocess.run([sys.executable, str(ROOT / "bench" / "stays_file.py"), str(file), *rows], check=True)
        for what in ("first", "again"):
            run, seconds, worked = take_in(file, profile=options.profile and what == "first")
            print(
                f"{what}: {run.good + run.bad:,} rows in {seconds:.1f} s, {worked:.1f} s of it on the processor (new {run.new:,}, changed {run.changed:,}, "
                f"same {run.same:,}, bad {run.bad:,}); fsync {fsync_ms(folder):.2f} ms; target {TARGET_SECONDS} s"
            )
        size = sum(one.stat().st_size for one in (folder / "data").iterdir()) / 1e6
        print(f"on disk {size:.0f} MB")


if __name__ == "__main__":
    main()
