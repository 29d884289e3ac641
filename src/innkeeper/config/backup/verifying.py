"""Checking a backup without touching any house."""

from pathlib import Path

from innkeeper.config.backup import manifest, postgres, sqlite
from innkeeper.config.backup.manifest import BackupBroken, Manifest

WAYS = {"sqlite": sqlite, "postgresql": postgres}


def verify_backup(folder: Path) -> Manifest:
    """Compare every file with the manifest, and the rows in the copies with its counts.

    Raises BackupBroken naming the first thing that is wrong.
    """
    told = manifest.read(folder)
    if told.vendor not in WAYS:
        raise BackupBroken(f"The backup is of {told.vendor}, which this version does not know.")
    manifest.check_files(told, folder)
    for part in told.databases:
        WAYS[told.vendor].verify(part, folder)
    return told
