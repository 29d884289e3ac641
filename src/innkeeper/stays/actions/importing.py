"""Taking in a stays file: chunk by chunk, resumable, repeatable, bad rows set aside."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError, transaction

from innkeeper.kernel.actors import Actor
from innkeeper.outbox import actions as outbox
from innkeeper.properties.models import Property
from innkeeper.properties.queries import property_of
from innkeeper.stays import events, policy
from innkeeper.stays.actions import import_runs
from innkeeper.stays.actions.import_chunk import Chunk
from innkeeper.stays.actions.import_runs import Progress, Tally
from innkeeper.stays.actions.rooms import open_rooms
from innkeeper.stays.adapters import files
from innkeeper.stays.adapters.files import FileRefused, Row
from innkeeper.stays.models import ImportRun
from innkeeper.stays.rules import import_rows
from innkeeper.stays.rules.import_rows import Problem, StayRow, Wrong

CHUNK_ROWS = 500


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
    on_progress: Progress = import_runs.unheard,
) -> ImportRun:
    """Take in a stays file; good rows go in, bad ones are reported, a killed run goes on where it stopped.

    The same file again changes nothing: a stay is known by its booking number, a guest by the other system's
    key or by phone and name. Raises NotPermitted; FileRefused (InvalidInput) with the run marked refused.
    """
    policy.ensure(actor, "stays.import")
    policy.ensure_house(actor, property_id)
    house = property_of(property_id)
    run = run or import_runs.begin_run(
        actor=actor, property_id=property_id, stream=stream, file_name=file_name, at=at
    )
    open_rooms(property_id=property_id, at=at)
    with import_runs.refusals_noted(run, at=at):
        _take_all(actor, house, run, stream, at=at, on_progress=on_progress)
    return run


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
        import_runs.finish_run(actor=actor, run=run, at=at, verb="stays.import_finished")
        done = events.StaysImported(
            property_id=run.property_id, run_id=run.id, rows=run.good + run.bad, bad=run.bad
        )
        outbox.record(done, at=at)


def _columns(rows: Iterator[Row]) -> dict[str, int]:
    """The columns of the header. Raises FileRefused when there is none or a required one is missing."""
    header = next(rows, None)
    columns = import_rows.columns_of(header[1]) if header else {}
    if header and (twice := import_rows.repeated_column(header[1], import_rows.HEADERS)):
        raise FileRefused(f"column_twice:{twice}")
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
        import_runs.hold_run(run)
        outcome = chunk.write()
        tally = Tally(len(rows), outcome.new, outcome.changed, outcome.same, bad + outcome.refused)
        import_runs.note_chunk(
            actor=actor, run=run, tally=tally, cursor=rows[-1][0], at=at, verb="stays.imported"
        )
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
