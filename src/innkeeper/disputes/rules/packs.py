"""An evidence pack (DISP-05): what stands in it, and how anybody checks it without the house. Pure.

manifest.json names every file with its SHA-256; manifest.note is the house's signature over the manifest's digest;
log/ holds the audit entries about the cases, each with its path to the root of a signed checkpoint. Each original is
named by a log entry that noted its digest when it was kept.
"""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from innkeeper.audit.rules import merkle
from innkeeper.audit.rules.entries import LEAF_PREFIX
from innkeeper.audit.rules.notes import Checkpoint, NoteBroken, Verifier

FORMAT = "innkeeper-evidence-pack/1"
MANIFEST, NOTE, SUMS = "manifest.json", "manifest.note", "SHA256SUMS"
ENTRIES, CHECKPOINT, VKEY = "log/entries.jsonl", "log/checkpoint.txt", "log/vkey.txt"
KEPT = "cases.evidence_added"
UNLISTED = frozenset({MANIFEST, NOTE, SUMS})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a pack: which file or entry, and what."""

    path: str
    what: str


@dataclass(slots=True)
class PackReport:
    """What a check of a pack found. `key` says whose signature it was held against."""

    digest: str = ""
    files: int = 0
    entries: int = 0
    key: str = ""
    is_key_trusted: bool = False
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def lines(self) -> Iterator[str]:
        """The report as the command prints it, what is wrong first."""
        for one in self.faults:
            yield f"BAD {one.path}: {one.what}"
        if self.is_whole:
            yield f"The pack is whole: {self.files} files and {self.entries} log entries checked."
        yield f"Check value of the pack: {self.digest}"
        yield f"Signed by: {self.key or '-'}"
        if not self.is_key_trusted:
            yield "The key was read from the pack itself. Give the house's own key by --key to hold it to that."


def digest_of(content: bytes) -> str:
    """The SHA-256 of a content, in hex."""
    return hashlib.sha256(content).hexdigest()


def manifest_bytes(manifest: Mapping[str, Any]) -> bytes:
    """The manifest as it stands in the pack: the same for the same content."""
    return json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1).encode()


def sums_of(files: Iterable[Mapping[str, Any]]) -> str:
    """The list that `sha256sum -c` reads, of the files as the manifest names them."""
    return "".join(f"{one['sha256']}  {one['path']}\n" for one in files)


def entry_line(*, body: bytes, salt: bytes, index: int, steps: tuple[bytes, ...]) -> str:
    """One log entry as a line of the pack."""
    told = {
        "index": index,
        "body": body.decode(),
        "salt": salt.hex(),
        "steps": [base64.b64encode(step).decode() for step in steps],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def check(path: Path, *, vkey: str = "", digest: str = "") -> PackReport:
    """Check a pack: every file, every entry, every signature. Needs no house and no network.

    `vkey` is the house's own public key, `digest` the check value that the house noted; without them the pack is only
    held against itself. What cannot be read at all is one fault.
    """
    report = PackReport(is_key_trusted=bool(vkey))
    try:
        with zipfile.ZipFile(path) as pack:
            _check(pack, report, vkey=vkey, digest=digest)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as broken:
        report.faults.append(Fault(path.name, f"cannot be read as an evidence pack: {broken}"))
    return report


def _check(pack: zipfile.ZipFile, report: PackReport, *, vkey: str, digest: str) -> None:
    names = pack.namelist()
    content = {name: _read(pack, name, report) for name in names}
    _names(names, report)
    manifest = json.loads(content[MANIFEST])
    report.digest = digest_of(content[MANIFEST])
    if digest and digest.strip().lower() != report.digest:
        report.faults.append(Fault(MANIFEST, "is not the one that the house noted"))
    if manifest["format"] != FORMAT:
        report.faults.append(Fault(MANIFEST, "is of an unknown format"))
    _files(manifest, content, report)
    if content[SUMS].decode() != sums_of(manifest["files"]):
        report.faults.append(Fault(SUMS, "was altered: it is not the list of the manifest"))
    verifier = _verifier(vkey or content[VKEY].decode(), report)
    if verifier is not None:
        _statement(content[NOTE].decode(), verifier, report)
        bodies = _entries(content, verifier, report)
        _anchors(manifest, bodies, report)


def _read(pack: zipfile.ZipFile, name: str, report: PackReport) -> bytes:
    """A file of the pack; one whose own checksum fails is named and counts as empty."""
    try:
        return pack.read(name)
    except (zipfile.BadZipFile, ValueError, OSError):
        report.faults.append(Fault(name, "was altered: the archive's own checksum fails"))
        return b""


def _names(names: list[str], report: PackReport) -> None:
    for name in sorted({name for name in names if names.count(name) > 1}):
        report.faults.append(Fault(name, "stands in the pack twice"))


def _files(manifest: Mapping[str, Any], content: Mapping[str, bytes], report: PackReport) -> None:
    """Every file has the check value that the manifest names, none is missing, none was put in."""
    listed = {one["path"]: one for one in manifest["files"]}
    report.files = len(listed)
    for path, one in listed.items():
        if path not in content:
            report.faults.append(Fault(path, "is missing"))
        elif digest_of(content[path]) != one["sha256"]:
            report.faults.append(Fault(path, "was altered: its check value fails"))
    for path in sorted(set(content) - set(listed) - UNLISTED):
        report.faults.append(Fault(path, "is not in the manifest: it was put in later"))


def _verifier(vkey: str, report: PackReport) -> Verifier | None:
    try:
        found = Verifier.read(vkey)
    except NoteBroken as broken:
        report.faults.append(Fault(VKEY, str(broken)))
        return None
    report.key = found.vkey()
    return found


def _statement(note: str, verifier: Verifier, report: PackReport) -> None:
    """The house signed this very manifest."""
    try:
        lines = verifier.text_of(note).splitlines()
    except NoteBroken as broken:
        report.faults.append(Fault(NOTE, str(broken)))
        return
    if f"sha256 {report.digest}" not in lines:
        report.faults.append(Fault(MANIFEST, "was altered: the house signed another one"))


def _entries(content: Mapping[str, bytes], verifier: Verifier, report: PackReport) -> list[Mapping[str, Any]]:
    """The bodies of the entries that lead to the root of the signed checkpoint."""
    try:
        checkpoint = Checkpoint.parse(verifier.text_of(content[CHECKPOINT].decode()))
    except NoteBroken as broken:
        report.faults.append(Fault(CHECKPOINT, str(broken)))
        return []
    bodies = []
    for number, line in enumerate(content[ENTRIES].decode().splitlines(), 1):
        report.entries += 1
        body = _proven(json.loads(line), checkpoint)
        if body is None:
            report.faults.append(Fault(f"{ENTRIES}:{number}", "does not lead to the signed checkpoint"))
        else:
            bodies.append(body)
    return bodies


def _proven(told: Mapping[str, Any], checkpoint: Checkpoint) -> Mapping[str, Any] | None:
    raw = told["body"].encode()
    leaf = hashlib.sha256(LEAF_PREFIX + bytes.fromhex(told["salt"]) + raw).digest()
    steps = [base64.b64decode(step) for step in told["steps"]]
    root = merkle.root_by_path(leaf, index=told["index"], size=checkpoint.size, steps=steps)
    body: Mapping[str, Any] = json.loads(raw)
    return body if root == checkpoint.root else None


def _anchors(manifest: Mapping[str, Any], bodies: list[Mapping[str, Any]], report: PackReport) -> None:
    """Each original has the digest that the log noted when it was kept, and none that was kept is left out."""
    kept = {body["facts"].get("digest") for body in bodies if body["verb"] == KEPT}
    originals = {one["sha256"]: one["path"] for one in manifest["files"] if one["kind"] == "original"}
    for digest, path in originals.items():
        if digest not in kept:
            report.faults.append(Fault(path, "no log entry noted this file when it was kept"))
    for digest in sorted(str(one) for one in kept - set(originals)):
        report.faults.append(
            Fault(ENTRIES, f"a file with the check value {digest} was kept, but is not here")
        )
