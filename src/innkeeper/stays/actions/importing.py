"""Taking in a stays file: chunk by chunk, resumable, repeatable, bad rows set aside."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput
from innkeeper.outbox import actions as outbox
from innkeeper.properties.models import Property
from innkeeper.properties.queries import property_of
from innkeeper.stays import events, policy
from innkeeper.stays.actions.import_chunk import Chunk
from innkeeper.stays.actions.rooms import open_rooms
from innkeeper.stays.adapters import files
from innkeeper.stays.adapters.files import FileRefused, Row
from innkeeper.stays.models import BadRow, ImportRun
from innkeeper.stays.rules import import_rows
from innkeeper.stays.rules.import_rows import Problem, StayRow, Wrong

CHUNK_ROWS = 500
Progress = Callable[[ImportRun], None]


@dataclass(slots=True)
class Reading:
    """Where the reading of a file stands: its columns and the booking numbers seen so far."""

    columns: dict[str, int]
    seen: set[str]


def import_stays(
    *,
    actor: Actor,
    property_id: UUID,
    stream: BinaryIO,
    file_name: str,
    at: datetime,
    run: ImportRun | None = None,
    on_progress: Progress | None = None,
) -> ImportRun:
    """Take in a stays file; good rows go in, bad ones are reported, a killed run goes on where it stopped.

    The same file again changes nothing: a stay is known by its booking number, a guest by the other system's
    key or by phone and name. Raises NotPermitted; FileRefused (InvalidInput) with the run marked refused.
    """
    policy.ensure(actor, "stays.import")
    policy.ensure_house(actor, property_id)
    house = property_of(property_id)
    run = run or begin_run(actor=actor, property_id=property_id, stream=stream, file_name=file_name, at=at)
    open_rooms(property_id=property_id, at=at)
    try:
        _take_all(actor, house, run, stream, at=at, on_progress=on_progress or _unheard)
    except FileRefused as refused:
        ImportRun.objects.filter(pk=run.pk).update(state="refused", refusal=refused.reason, finished_at=at)
        raise
    return run


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


def _take_all(
    actor: Actor, house: Property, run: ImportRun, stream: BinaryIO, *, at: datetime, on_progress: Progress
) -> None:
    rows = files.rows(stream)
    reading = Reading(_columns(rows), set())
    rows = _from_cursor(rows, run.cursor, reading)
    while chunk := list(islice(rows, CHUNK_ROWS)):
        try:
            _take_chunk(actor, house, run, chunk, reading, at=at)
        except IntegrityError:  # another import wrote the same stays at this moment: read again, once
            run.refresh_from_db()
            _take_chunk(actor, house, run, chunk, reading, at=at)
        on_progress(run)
    with transaction.atomic():
        run.state, run.finished_at, run.rows_total = "done", at, run.good + run.bad
        run.save()
        facts = {"rows": run.good + run.bad, "new": run.new, "changed": run.changed, "bad": run.bad}
        _log(actor, run, "stays.import_finished", facts, at=at)
        done = events.StaysImported(
            property_id=run.property_id, run_id=run.id, rows=run.good + run.bad, bad=run.bad
        )
        outbox.record(done, at=at)


def _columns(rows: Iterator[Row]) -> dict[str, int]:
    """The columns of the header. Raises FileRefused when there is none or a required one is missing."""
    header = next(rows, None)
    columns = import_rows.columns_of(header[1]) if header else {}
    if missing := import_rows.missing_columns(columns):
        raise FileRefused(f"no_column:{missing[0]}")
    return columns


def _from_cursor(rows: Iterator[Row], cursor: int, reading: Reading) -> Iterator[Row]:
    """The rows behind the cursor; of those before it only the booking numbers are remembered."""
    place = reading.columns["booking_number"]
    for number, cells in rows:
        if number > cursor:
            yield number, cells
        elif place < len(cells):
            reading.seen.add(cells[place].strip())


def _take_chunk(
    actor: Actor, house: Property, run: ImportRun, rows: list[Row], reading: Reading, *, at: datetime
) -> None:
    """One chunk: matched and sealed first, then written in one transaction with cursor, bad rows and entry."""
    fresh_refs: set[str] = set()
    good, bad = _sorted_out(rows, reading, fresh_refs)
    chunk = Chunk(actor=actor, house=house, run_id=run.id, rows=good, at=at)
    chunk.prepare()
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        if held.cursor != run.cursor:
            raise InvalidInput(_("This file is being imported by another process."))
        outcome = chunk.write()
        bad += outcome.refused
        BadRow.objects.bulk_create(
            BadRow(run_id=run.id, row_number=number, field=one.field, problem=one.problem, hint=one.hint)
            for number, one in bad
        )
        run.cursor = rows[-1][0]
        bad_rows = len({number for number, _wrong in bad})
        run.good += len(rows) - bad_rows
        run.bad += bad_rows
        run.new, run.changed, run.same = (
            run.new + outcome.new,
            run.changed + outcome.changed,
            run.same + outcome.same,
        )
        run.save()
        facts = {"run": str(run.id), "rows": len(rows), "new": outcome.new, "changed": outcome.changed}
        _log(actor, run, "stays.imported", facts | {"bad": bad_rows, "last_row": run.cursor}, at=at)
    reading.seen |= fresh_refs


def _sorted_out(
    rows: list[Row], reading: Reading, fresh_refs: set[str]
) -> tuple[list[StayRow], list[tuple[int, Wrong]]]:
    good: list[StayRow] = []
    bad: list[tuple[int, Wrong]] = []
    for number, cells in rows:
        row = import_rows.read_row(number, cells, reading.columns)
        if isinstance(row, list):
            bad += [(number, one) for one in {one.field: one for one in row}.values()]
        elif row.booking_number in reading.seen or row.booking_number in fresh_refs:
            bad.append((number, Wrong("booking_number", Problem.REPEATED)))
        else:
            fresh_refs.add(row.booking_number)
            good.append(row)
    return good, bad


def _log(actor: Actor, run: ImportRun, verb: str, facts: Mapping[str, object], *, at: datetime) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        kind="import",
        object_id=run.id,
        property_id=run.property_id,
        at=at,
        facts=facts,
    )


def _unheard(run: ImportRun) -> None:
    """Nobody listens to the progress."""
