"""Taking in a file of guests' words: each row read like a line at the desk and opened as a case."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.desk.actions.taking_in import Heard, take_in
from innkeeper.desk.adapters import case_files
from innkeeper.desk.adapters.case_files import Row
from innkeeper.desk.queries.intake import PRIORITIES, facts_of
from innkeeper.desk.reading import HouseFacts, Reading, read
from innkeeper.desk.rules.case_rows import CaseRow, read_row
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotPermitted
from innkeeper.properties.queries import property_of
from innkeeper.stays.actions import import_runs
from innkeeper.stays.actions.import_runs import Progress, Tally
from innkeeper.stays.models import ImportRun
from innkeeper.stays.rules.import_rows import Problem, Wrong
from innkeeper.vault.tokens import lookup_token

CHUNK_ROWS = 50


@dataclass(slots=True, repr=False)
class _Taking:
    """One run on its way through a file."""

    actor: Actor
    run: ImportRun
    facts: HouseFacts
    at: datetime
    seen: set[str] = field(default_factory=set)


def import_cases(
    *,
    actor: Actor,
    property_id: UUID,
    stream: BinaryIO,
    file_name: str,
    at: datetime,
    on_progress: Progress = import_runs.unheard,
) -> ImportRun:
    """Open a case for every good row, report the bad ones; a killed run goes on where it stopped.

    A row is known by its id, or by all that it says: again, and nothing is doubled. Without room and contact the
    case is anonymous. Raises NotPermitted; FileRefused (InvalidInput) with the run marked refused.
    """
    if not actor.may("cases.import") or actor.property_id not in (None, property_id):
        raise NotPermitted(_("Your post does not take in cases here."))
    house = property_of(property_id)
    run = import_runs.begin_run(
        actor=actor, property_id=property_id, stream=stream, file_name=file_name, at=at, kind="cases"
    )
    taking = _Taking(actor, run, facts_of(property_id, house.timezone), at)
    with import_runs.refusals_noted(run, at=at):
        rows = _after(case_files.rows(stream), taking)
        while chunk := list(islice(rows, CHUNK_ROWS)):
            _note(taking, chunk[-1][0], _take_chunk(taking, chunk))
            on_progress(run)
    with transaction.atomic():
        import_runs.finish_run(actor=actor, run=run, at=at, verb="cases.import_finished")
    return run


def _after(rows: Iterator[Row], taking: _Taking) -> Iterator[Row]:
    """The rows behind the cursor; of those before it only what makes them themselves is remembered."""
    cursor = taking.run.cursor
    for number, given in rows:
        if number > cursor:
            yield number, given
        elif isinstance(row := _read(taking, number, given), CaseRow):
            taking.seen.add(row.key)


def _read(taking: _Taking, number: int, given: dict[str, str] | list[Wrong]) -> CaseRow | list[Wrong]:
    if isinstance(given, list):
        return given
    facts = taking.facts
    return read_row(number, given, timezone=facts.timezone, rooms=facts.rooms, at=taking.at)


def _take_chunk(taking: _Taking, rows: list[Row]) -> Tally:
    """Open the chunk's cases, each in a transaction of its own: what was acknowledged is there."""
    chunk = Tally(rows=len(rows))
    for number, given in rows:
        row = _read(taking, number, given)
        if isinstance(row, list):
            chunk.refuse(number, row)
        elif row.key in taking.seen:
            chunk.refuse(number, [Wrong("id", Problem.SAID_TWICE)])
        else:
            taking.seen.add(row.key)
            _open(taking, row, chunk)
    return chunk


def _open(taking: _Taking, row: CaseRow, chunk: Tally) -> None:
    property_id = taking.run.property_id
    try:
        opened = take_in(actor=taking.actor, property_id=property_id, heard=_heard(taking, row), at=taking.at)
    except InvalidInput as wrong:
        fields = wrong.fields or {"text": ""}
        chunk.bad += [(row.number, Wrong(name[:30], Problem.REFUSED)) for name in fields]
        return
    if opened.is_new:
        chunk.new += 1
    else:
        chunk.same += 1


def _heard(taking: _Taking, row: CaseRow) -> Heard:
    """The row as the desk would have confirmed it: what the reading says, and no more."""
    reading = read(row.text, facts=taking.facts, at=taking.at)
    room = row.room or _room_at_the_start(reading)
    token = lookup_token(row.key, column="desk.import_cases", scope_id=taking.run.property_id)
    return Heard(
        line=row.text,
        room=room,
        kind=reading.kind,
        code=reading.code or "",
        is_code_by_rule=True,
        priority=PRIORITIES[reading.priority],
        channel=row.channel,
        contact=row.contact,
        is_anonymous=not (room or row.contact),
        heard_at=row.received_at or taking.at,
        key=f"import:{token.hex()}",
    )


def _room_at_the_start(reading: Reading) -> str:
    """A line that begins with a room of the house is about that room; a number inside a story is not."""
    first = reading.marks[0] if reading.marks else None
    is_room = first is not None and first.what == "room" and first.start == 0 and reading.is_room_known
    return (reading.room or "") if is_room else ""


def _note(taking: _Taking, cursor: int, tally: Tally) -> None:
    with transaction.atomic():
        import_runs.hold_run(taking.run)
        import_runs.note_chunk(
            actor=taking.actor,
            run=taking.run,
            tally=tally,
            cursor=cursor,
            at=taking.at,
            verb="cases.imported",
        )
