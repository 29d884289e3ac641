"""What a backup says of itself: which files with which digests, how many rows, which schema. Pure but for the files."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMAT = 1
NAME = "manifest.json"
CHUNK = 1 << 20


class BackupBroken(Exception):
    """A backup that cannot be taken, read or restored; the text says why and holds no personal data."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of the backup: its path inside it, its length and digest."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DatabasePart:
    """One database of the backup: its files, and the rows of each table in the same snapshot."""

    alias: str
    files: tuple[FilePart, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LogMark:
    """How far the audit log had come in the snapshot: entries, and leaves of its tree."""

    entries: int
    leaves: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The backup's contents. `kek_ids` name the keys, kept elsewhere, without which it opens nothing.

    `other_keys` name those without which the archive's search finds nobody, and the log goes on under another name.
    """

    made_at: str
    version: str
    vendor: str
    migrations: tuple[str, ...]
    kek_ids: tuple[str, ...]
    log: LogMark
    databases: tuple[DatabasePart, ...]
    files: tuple[FilePart, ...]
    other_keys: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def part(self, alias: str) -> DatabasePart:
        """The part of one database. Raises BackupBroken when it is not there."""
        for part in self.databases:
            if part.alias == alias:
                return part
        raise BackupBroken(f"The backup holds no database '{alias}'.")

    def every_file(self) -> Iterator[FilePart]:
        """All files of the backup."""
        for part in self.databases:
            yield from part.files
        yield from self.files


def write(manifest: Manifest, folder: Path) -> None:
    """Put the manifest down last and whole: a folder without one is no backup."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True)
    draft = folder / f".{NAME}"
    draft.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (folder / f"{NAME}.sha256").write_text(f"{digest}  {NAME}\n", encoding="ascii")
    to_disk([draft, folder / f"{NAME}.sha256"])
    draft.replace(folder / NAME)
    to_disk([folder])


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Raises BackupBroken when it is missing, changed or of another format."""
    try:
        raw = (folder / NAME).read_bytes()
        said = (folder / f"{NAME}.sha256").read_text(encoding="ascii").split()[0]
    except (OSError, IndexError) as missing:
        raise BackupBroken(f"{folder} is no finished backup: it has no manifest.") from missing
    if hashlib.sha256(raw).hexdigest() != said:
        raise BackupBroken("The manifest was changed after the backup was made.")
    told = json.loads(raw)
    if told.get("format") != FORMAT:
        raise BackupBroken(f"The backup has format {told.get('format')}; this version reads format {FORMAT}.")
    return _from_json(told)


def described(path: Path, *, inside: Path) -> FilePart:
    """A file as the manifest tells of it."""
    return FilePart(
        path=path.relative_to(inside).as_posix(), size=path.stat().st_size, sha256=digest_of(path)
    )


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    found = hashlib.sha256()
    with path.open("rb") as reading:
        while piece := reading.read(CHUNK):
            found.update(piece)
    return found.hexdigest()


def check_files(manifest: Manifest, folder: Path) -> None:
    """Compare every file with the manifest. Raises BackupBroken naming the first that is missing or differs."""
    for part in manifest.every_file():
        path = folder / part.path
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            raise BackupBroken(f"The backup lacks {part.path}.")
        if path.stat().st_size != part.size or digest_of(path) != part.sha256:
            raise BackupBroken(f"{part.path} differs from what the manifest says of it.")


def compare(part: DatabasePart, counts: Mapping[str, int]) -> None:
    """Hold counted rows against the manifest's. Raises BackupBroken naming the first table that differs."""
    for table in sorted({*part.counts, *counts}):
        if part.counts.get(table) != counts.get(table):
            raise BackupBroken(
                f"Table {table}: the backup counts {part.counts.get(table)} rows, here are {counts.get(table)}."
            )


def to_disk(paths: Iterable[Path]) -> None:
    """Wait until files and folders are on disk."""
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _from_json(told: dict[str, object]) -> Manifest:
    """The manifest as JSON holds it. Raises BackupBroken for anything else."""
    try:
        given: dict[str, object] = dict(told)
        given["log"] = LogMark(**given["log"])  # type: ignore[arg-type]
        given["files"] = tuple(FilePart(**one) for one in given["files"])  # type: ignore[attr-defined]
        given["databases"] = tuple(
            DatabasePart(
                alias=one["alias"],
                counts=one["counts"],
                files=tuple(FilePart(**part) for part in one["files"]),
            )
            for one in given["databases"]  # type: ignore[attr-defined]
        )
        given["migrations"] = tuple(given["migrations"])  # type: ignore[arg-type]
        given["kek_ids"] = tuple(given["kek_ids"])  # type: ignore[arg-type]
        return Manifest(**given)  # type: ignore[arg-type]
    except (TypeError, KeyError) as odd:
        raise BackupBroken("The manifest cannot be read by this version.") from odd
