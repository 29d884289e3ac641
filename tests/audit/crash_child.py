"""A house of its own on real files, for the crash test: `prepare`, `work` until killed, `verify`."""

import os
import sys
from pathlib import Path


def prepare() -> None:
    for database in ("default", "keys"):
        for app in ("vault", "audit"):
            call_command("migrate", app, database=database, verbosity=0)


def work() -> None:
    while True:
        for _ in range(5):
            print(make_entry(at=now(), subject_ids=[uuid7()]), flush=True)
        seal_pending(at=now())


def check(told: Path) -> None:
    lines = told.read_text().splitlines(keepends=True)
    acknowledged = {UUID(line.strip()) for line in lines if line.endswith("\n")}
    stored = set(AuditEntry.objects.values_list("id", flat=True))
    queued = queue_unsealed()
    while seal_pending(at=now()).sealed:
        pass
    report = verify(now=now())
    print("\n".join(report.lines()), f"{len(stored)} stored")
    assert acknowledged <= stored, "an acknowledged entry is lost"
    assert queued == 0, "an entry fell out of the queue"
    assert report.is_whole, "the log is not whole"
    assert not report.missing_guards, "a trigger is missing"


if __name__ == "__main__":
    home = Path(sys.argv[2])
    os.environ["INNKEEPER_HOME"], os.environ["INNKEEPER_SECRETS"] = str(home / "data"), str(home / "secrets")
    os.environ["INNKEEPER_SECRET_KEY"], os.environ["DATABASE_URL"] = "x" * 50, ""
    os.environ["DJANGO_SETTINGS_MODULE"] = "innkeeper.config.settings"
    (home / "data").mkdir(exist_ok=True)

    import django

    from innkeeper.vault.custody import create_secrets

    create_secrets(home / "secrets")
    django.setup()

    from uuid import UUID

    from django.core.management import call_command

    from innkeeper.audit.actions import queue_unsealed, seal_pending
    from innkeeper.audit.models import AuditEntry
    from innkeeper.audit.verification import verify
    from innkeeper.kernel.clock import now
    from innkeeper.kernel.ids import uuid7
    from tests.makers.audit import make_entry

    {"prepare": prepare, "work": work, "verify": lambda: check(home / "told")}[sys.argv[1]]()
