"""Restoring a backup into an empty house, repeatable after any crash; the house serves nobody before it is done."""

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections

from innkeeper.accounts.actions.sessions import end_every_session
from innkeeper.audit.actions import begin_epoch, replay_tombstones
from innkeeper.audit.verification import VerifyReport, verify
from innkeeper.config.backup import making, manifest, marker
from innkeeper.config.backup.manifest import BackupBroken, Manifest
from innkeeper.config.backup.verifying import verify_backup
from innkeeper.config.preparation import make_databases, make_tables
from innkeeper.guests.actions import finish_erasures
from innkeeper.kernel.actors import system
from innkeeper.vault import kek
from innkeeper.vault.actions import finish_shreds

HOLDS_WORK = ("audit_entry", "accounts_staff")

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restore brought back: rows, files, the log's new epoch, keys destroyed and guest files emptied again, and how the log verifies."""

    rows: int
    files: int
    epoch: int
    keys_destroyed: int
    guests_emptied: int
    log: VerifyReport


def restore_backup(
    folder: Path, *, at: datetime, told: Told = lambda step: None, lost: Collection[str] = ()
) -> RestoreReport:
    """Bring a house back from a backup, here.

    The backup is checked first; then a mark stands until all is done, so a restore that was broken off
    serves nobody and is simply begun again. After the rows are counted, the log begins a signed epoch in the
    sinks and the tombstones kept there destroy again what was erased since, and empty those guests' files. Everyone
    must sign in anew.
    `lost` names the key files, look-up or signing, that are gone for good; without it another key in their place is refused.
    A log that does not verify is told in the report; the house opens all the same, for guests are waiting.
    Raises BackupBroken for a bad backup, another database or schema, other keys, or a house that holds work;
    Unavailable when no sink answers.
    """
    told("check the backup")
    source = verify_backup(folder)
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    make_databases(home)
    _refuse_unless_fit(source, lost=lost)
    marker.set_mark(f"backup of {source.made_at}")
    told("load the databases")
    for alias in reversed(making.ALIASES):
        making.database().load(source.part(alias), folder)
    files = _load_files(source, folder)
    make_tables()
    told("compare")
    for part in source.databases:
        manifest.compare(part, making.database().counts(part.alias))
    told("begin a new epoch, replay tombstones")
    epoch = begin_epoch(actor=system("restore"), reason="restore", at=at)
    robot = system("restore")
    destroyed = replay_tombstones() + finish_shreds().keys_destroyed
    emptied = finish_erasures(actor=robot, at=at)
    end_every_session(actor=robot, at=at)
    told("verify the log")
    log = verify(now=at)
    marker.clear_mark()
    rows = sum(sum(part.counts.values()) for part in source.databases)
    return RestoreReport(rows, files, epoch, keys_destroyed=destroyed, guests_emptied=emptied, log=log)


def _refuse_unless_fit(source: Manifest, *, lost: Collection[str]) -> None:
    """Raise BackupBroken unless this place can take the backup."""
    if source.vendor != connection.vendor:
        raise BackupBroken(f"The backup is of {source.vendor}, this house stands on {connection.vendor}.")
    if source.kek_ids and kek.current().id not in source.kek_ids:
        raise BackupBroken(
            "The KEK here is not the one of the backup. Put the house's own secrets in place first."
        )
    _refuse_other_keys(source, lost=lost)
    if not marker.is_restoring() and _holds_work():
        raise BackupBroken("This house holds work already. Restore into an empty one.")
    _refuse_other_tables(source, making.known_schema())
    make_tables()
    _refuse_other_tables(source, making.schema())


def _refuse_other_keys(source: Manifest, *, lost: Collection[str]) -> None:
    """Another look-up key finds nobody in the archive, and says nothing of it. Raise BackupBroken naming the file."""
    here = making.other_keys() if source.other_keys else {}
    for name, known in source.other_keys.items():
        if name not in lost and here.get(name) != known:
            raise BackupBroken(
                f"{name} here is not the one of the backup. Put it in place, or say --lost {name} where it is gone for good."
            )


def _refuse_other_tables(source: Manifest, here: tuple[str, ...]) -> None:
    """Raise BackupBroken where the tables are not those of the backup."""
    if here != source.migrations:
        raise BackupBroken(
            f"The backup was made by version {source.version} with other tables. Restore it with that version, then update."
        )


def _holds_work() -> bool:
    """Whether anybody has worked here."""
    try:
        present = set(connection.introspection.table_names())
        with connection.cursor() as cursor:
            for table in HOLDS_WORK:
                if table in present:
                    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608  our own names
                    if cursor.fetchone()[0]:
                        return True
    except DatabaseError as damage:
        raise BackupBroken("The database here cannot be read. Give an empty one.") from damage
    return False


def _load_files(source: Manifest, folder: Path) -> int:
    """Put the files back under their paths."""
    home = Path(settings.HOME)
    for part in source.files:
        target = home / Path(part.path).relative_to(making.FILES)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = target.with_name(f".{target.name}.restoring")
        shutil.copyfile(folder / part.path, draft)
        manifest.to_disk([draft])
        draft.replace(target)
    connections.close_all()
    return len(source.files)
