"""Taking in a file of room states: chunk by chunk, resumable, repeatable, bad rows set aside."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.properties.queries import property_of
from innkeeper.stays import policy
from innkeeper.stays.actions import import_runs
from innkeeper.stays.actions.import_runs import Progress, Tally
from innkeeper.stays.actions.rooms import open_rooms, press_room
from innkeeper.stays.adapters import files
from innkeeper.stays.adapters.files import FileRefused, Row
from innkeeper.stays.models import ImportRun, RoomStatus
from innkeeper.stays.rules import room_rows
from innkeeper.stays.rules.import_rows import Problem, Wrong, repeated_column
from innkeeper.stays.rules.room_rows import RoomRow
from innkeeper.stays.rules.rooms import RoomState, keys_to

CHUNK_ROWS = 100


@dataclass(slots=True)
class _Taking:
    """One run on its way through a file: its columns, the rooms seen so far, the hotel's day."""

    actor: Actor
    run: ImportRun
    at: datetime
    today: date
    columns: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)


def import_rooms(
    *,
    actor: Actor,
    property_id: UUID,
    stream: BinaryIO,
    file_name: str,
    at: datetime,
    run: ImportRun | None = None,
    on_progress: Progress = import_runs.unheard,
) -> ImportRun:
    """Set the rooms to the states of a file, by the keys that a hand would press; bad rows are reported.

    Occupied and vacant come from stays: a row that says otherwise is set aside. The same file again changes nothing
    that stands. Raises NotPermitted; FileRefused (InvalidInput) with the run marked refused.
    """
    policy.ensure(actor, "stays.import")
    policy.ensure_house(actor, property_id)
    today = local_date(at, property_of(property_id).timezone)
    run = run or import_runs.begin_run(
        actor=actor, property_id=property_id, stream=stream, file_name=file_name, at=at, kind="rooms"
    )
    open_rooms(property_id=property_id, at=at)
    taking = _Taking(actor, run, at, today)
    with import_runs.refusals_noted(run, at=at):
        rows = _after(files.rows(stream), taking)
        while chunk := list(islice(rows, CHUNK_ROWS)):
            _take_chunk(taking, chunk)
            on_progress(run)
    with transaction.atomic():
        import_runs.finish_run(actor=actor, run=run, at=at, verb="rooms.import_finished")
    return run


def _after(rows: Iterator[Row], taking: _Taking) -> Iterator[Row]:
    """The rows behind the header and the cursor; of those before it only the rooms are remembered."""
    header = next(rows, None)
    taking.columns = room_rows.columns_of(header[1]) if header else {}
    if header and (twice := repeated_column(header[1], room_rows.HEADERS)):
        raise FileRefused(f"column_twice:{twice}")
    missing = [column for column in room_rows.REQUIRED if column not in taking.columns]
    if missing:
        raise FileRefused(f"no_column:{missing[0]}")
    for number, cells in rows:
        if number > taking.run.cursor:
            yield number, cells
        elif isinstance(row := _read(taking, number, cells), RoomRow):
            taking.seen.add(row.room)


def _read(taking: _Taking, number: int, cells: list[str]) -> RoomRow | list[Wrong]:
    return room_rows.read_row(number, cells, taking.columns, today=taking.today)


def _take_chunk(taking: _Taking, lines: list[Row]) -> None:
    """One chunk in one transaction with cursor, bad rows and entry. Queries: some for each room that changes."""
    tally = Tally(rows=len(lines))
    read = [(number, _read(taking, number, cells)) for number, cells in lines]
    numbers = {row.room for _number, row in read if isinstance(row, RoomRow)}
    seen = set(taking.seen)
    with transaction.atomic():
        import_runs.hold_run(taking.run)
        held = RoomStatus.objects.select_for_update().filter(
            property_id=taking.run.property_id, room_number__in=numbers
        )
        rooms = {one.room_number: one for one in held.order_by("room_number")}
        for number, row in read:
            wrong = row if isinstance(row, list) else _take(taking, row, rooms, seen, tally)
            tally.refuse(number, wrong)
        import_runs.note_chunk(
            actor=taking.actor,
            run=taking.run,
            tally=tally,
            cursor=lines[-1][0],
            at=taking.at,
            verb="rooms.imported",
        )
    taking.seen = seen


def _take(
    taking: _Taking, row: RoomRow, rooms: dict[str, RoomStatus], seen: set[str], tally: Tally
) -> list[Wrong]:
    """Set the row's room, if it is not as the row says; what is wrong with it otherwise."""
    room = rooms.get(row.room)
    if room is None:
        return [Wrong("room", Problem.NO_SUCH_ROOM)]
    if row.room in seen:
        return [Wrong("room", Problem.ROOM_TWICE)]
    was = RoomState(room.state)
    if wrong := room_rows.problem_with(was, row.state):
        return [wrong]
    seen.add(row.room)
    keys = keys_to(was, row.state)
    if keys:
        press_room(
            actor=taking.actor, room=room, keys=keys, reason=row.reason, back_on=row.back_on, at=taking.at
        )
    tally.changed, tally.same = tally.changed + bool(keys), tally.same + (not keys)
    return []
