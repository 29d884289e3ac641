"""The books of an import, whatever is taken in: one run for one file, how far it came, what became of its rows."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.stays.adapters.files import FileRefused
from innkeeper.stays.models import BadRow, ImportRun
from innkeeper.stays.rules.import_rows import Wrong

Progress = Callable[[ImportRun], None]


@dataclass(slots=True)
class Tally:
    """What became of the rows of one chunk."""

    rows: int
    new: int = 0
    changed: int = 0
    same: int = 0
    bad: list[tuple[int, Wrong]] = field(default_factory=list)

    @property
    def bad_rows(self) -> int:
        """How many rows were not taken."""
        return len({number for number, _wrong in self.bad})

    def refuse(self, number: int, wrong: list[Wrong]) -> None:
        """Set a row aside, one line for each field."""
        self.bad += [(number, one) for one in {one.field: one for one in wrong}.values()]


def begin_run(
    *,
    actor: Actor,
    property_id: UUID,
    stream: BinaryIO,
    file_name: str,
    at: datetime,
    kind: str = "stays",
) -> ImportRun:
    """The unfinished run of this very file, else a new one. Reads the file once for its digest."""
    digest, lines = hashlib.sha256(), 0
    stream.seek(0)
    while block := stream.read(1 << 20):
        digest.update(block)
        lines += block.count(b"\n")
    stream.seek(0)
    open_runs = ImportRun.objects.filter(property_id=property_id, kind=kind, state="running")
    found = open_runs.filter(file_digest=digest.hexdigest()).order_by("-started_at").first()
    return found or ImportRun.objects.create(
        property_id=property_id,
        kind=kind,
        file_name=file_name[-120:],
        file_digest=digest.hexdigest(),
        state="running",
        rows_total=max(0, lines - 1),
        started_by=actor.id,
        started_at=at,
    )


@contextmanager
def refusals_noted(run: ImportRun, *, at: datetime) -> Iterator[None]:
    """A file that cannot be taken marks its run refused, then the refusal goes on. Raises FileRefused."""
    try:
        yield
    except FileRefused as refused:
        ImportRun.objects.filter(pk=run.pk).update(state="refused", refusal=refused.reason, finished_at=at)
        raise


def hold_run(run: ImportRun) -> None:
    """Lock the run inside the caller's transaction. Raises InvalidInput when another process works on the file."""
    held = ImportRun.objects.select_for_update().get(pk=run.pk)
    if held.cursor != run.cursor:
        raise InvalidInput(_("This file is being imported by another process."))


def note_chunk(*, actor: Actor, run: ImportRun, tally: Tally, cursor: int, at: datetime, verb: str) -> None:
    """Write down inside the caller's transaction how far the run has come, its bad rows and its entry."""
    BadRow.objects.bulk_create(
        BadRow(run_id=run.id, row_number=number, field=one.field, problem=one.problem, hint=one.hint)
        for number, one in tally.bad
    )
    run.cursor = cursor
    run.good += tally.rows - tally.bad_rows
    run.bad, run.new = run.bad + tally.bad_rows, run.new + tally.new
    run.changed, run.same = run.changed + tally.changed, run.same + tally.same
    run.save()
    facts = {"rows": tally.rows, "new": tally.new, "changed": tally.changed, "bad": tally.bad_rows}
    log_run(actor, run, verb, facts | {"last_row": cursor}, at=at)


def finish_run(*, actor: Actor, run: ImportRun, at: datetime, verb: str) -> None:
    """The file is read to its end; inside the caller's transaction."""
    run.state, run.finished_at, run.rows_total = "done", at, run.good + run.bad
    run.save()
    facts = {"rows": run.rows_total, "new": run.new, "changed": run.changed, "bad": run.bad}
    log_run(actor, run, verb, facts, at=at)


def log_run(actor: Actor, run: ImportRun, verb: str, facts: Mapping[str, object], *, at: datetime) -> None:
    """One entry of the log about an import."""
    audit.record(
        actor=actor,
        verb=verb,
        kind="import",
        object_id=run.id,
        property_id=run.property_id,
        at=at,
        facts=facts,
    )


def unheard(run: ImportRun) -> None:
    """Nobody listens to the progress."""
