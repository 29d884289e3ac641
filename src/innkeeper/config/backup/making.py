"""Making a backup of a house that goes on working."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from innkeeper.audit.actions import record
from innkeeper.config.backup import manifest, marker, postgres, sqlite
from innkeeper.config.backup.manifest import BackupBroken, DatabasePart, FilePart, LogMark, Manifest
from innkeeper.kernel.actors import system
from innkeeper.kernel.ids import uuid7
from innkeeper.vault import custody
from innkeeper.vault.models import ScopeKey

ALIASES = ("default", "keys")
FILES = "files"
LEFT_OUT = ("static", "tmp")


def database() -> ModuleType:
    """The way of the database in use: dump, verify, load, counts."""
    return postgres if connection.vendor == "postgresql" else sqlite


def make_backup(folder: Path, *, at: datetime) -> Manifest:
    """Copy the house into an empty folder: main database, then keys, then files. The log notes it.

    In this order every sealed value in the copy finds its key: keys are made before the rows that need them.
    The KEK and the other secrets are not in it. Raises BackupBroken for a folder in use or a restore in progress.
    """
    if marker.is_restoring():
        raise BackupBroken("A restore is in progress here: there is no house to back up.")
    _claim(folder)
    note_backup(at=at)
    parts = tuple(database().dump(alias, folder) for alias in ALIASES)
    made = Manifest(
        made_at=at.isoformat(),
        version=_version(),
        vendor=connection.vendor,
        migrations=schema(),
        kek_ids=tuple(sorted(set(ScopeKey.objects.values_list("kek_id", flat=True)))),
        log=log_mark(parts[0]),
        databases=parts,
        files=tuple(_copied_files(folder)),
        other_keys=other_keys(),
    )
    manifest.write(made, folder)
    return made


def note_backup(*, at: datetime) -> None:
    """The log's entry, so that it stands in the copy too."""
    with transaction.atomic():
        record(
            actor=system("backup"),
            verb="house.backed_up",
            kind="backup",
            object_id=uuid7(),
            property_id=None,
            at=at,
        )


def schema() -> tuple[str, ...]:
    """The migrations that made the tables, of both databases."""
    found = MigrationRecorder(connection).applied_migrations()
    return tuple(sorted(f"{app}.{name}" for app, name in found))


def known_schema() -> tuple[str, ...]:
    """The migrations that this version makes tables by, whether they were applied or not. Queries: none."""
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations))


def other_keys() -> dict[str, str]:
    """The names of the look-up key and of the log's signing key. Raises SecretMissing."""
    return custody.ids_of(settings.SECRETS, (custody.TOKENS, custody.AUDIT))


def log_mark(part: DatabasePart) -> LogMark:
    """How far the log had come."""
    return LogMark(entries=part.counts.get("audit_entry", 0), leaves=part.counts.get("audit_leaf", 0))


def house_files() -> Iterator[Path]:
    """The files of the house that are no database: evidence and whatever else stands in its folder."""
    home = Path(settings.HOME)
    for path in sorted(home.rglob("*")):
        inside = path.relative_to(home)
        is_ours = inside.parts[0] not in LEFT_OUT and ".sqlite3" not in inside.parts[0]
        if is_ours and path.is_file() and not path.is_symlink() and inside.name != marker.FILE:
            yield path


def _claim(folder: Path) -> None:
    """Take an empty folder outside the data folder. Raises BackupBroken."""
    if folder.resolve().is_relative_to(Path(settings.HOME).resolve()):
        raise BackupBroken("A backup inside the data folder dies with it. Give a folder elsewhere.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise BackupBroken(f"{folder} is not empty. Give a new folder for each backup.")


def _copied_files(folder: Path) -> Iterator[FilePart]:
    home = Path(settings.HOME)
    for path in house_files():
        target = folder / FILES / path.relative_to(home)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(path, target)
        manifest.to_disk([target])
        yield manifest.described(target, inside=folder)


def _version() -> str:
    try:
        return version("innkeeper")
    except PackageNotFoundError:
        return "source"
