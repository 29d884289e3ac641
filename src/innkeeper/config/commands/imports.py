"""`innkeeper import`: take in files, with a progress bar and a report of bad rows."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from innkeeper.config.start import start

if TYPE_CHECKING:
    from innkeeper.stays.models import ImportRun

    Taking = Callable[..., ImportRun]

app = typer.Typer(no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="The file.", dir_okay=False)]
House = Annotated[str, typer.Option("--property", help="The hotel's code; needed where there are several.")]
BadRows = Annotated[Path | None, typer.Option("--bad-rows", help="Write the bad rows to this CSV file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]


@app.callback()
def imports() -> None:
    """Take in files."""


@app.command()
def stays(file: File, *, house: House = "", bad_rows: BadRows = None, as_json: AsJson = False) -> None:
    """Take in a stays file (CSV or XLSX); again, and nothing is doubled."""
    start()
    from innkeeper.stays.actions import import_stays  # noqa: PLC0415  needs Django started

    _report(_taken(file, house, import_stays, as_json=as_json), bad_rows, as_json=as_json)


@app.command()
def rooms(file: File, *, house: House = "", bad_rows: BadRows = None, as_json: AsJson = False) -> None:
    """Take in room states (CSV or XLSX: room, state, reason, back on); again, and nothing that stands changes."""
    start()
    from innkeeper.stays.actions import import_rooms  # noqa: PLC0415  needs Django started

    _report(_taken(file, house, import_rooms, as_json=as_json), bad_rows, as_json=as_json)


@app.command()
def cases(file: File, *, house: House = "", bad_rows: BadRows = None, as_json: AsJson = False) -> None:
    """Take in guests' words (CSV, XLSX or JSON lines): each row is read and opened as a case; again, and none is doubled."""
    start()
    from innkeeper.desk.actions import import_cases  # noqa: PLC0415  needs Django started

    _report(_taken(file, house, import_cases, as_json=as_json), bad_rows, as_json=as_json)


def _taken(file: Path, house: str, take: "Taking", *, as_json: bool) -> "ImportRun":
    """Take the file in behind a progress bar; ends the command with what would be right when it cannot be taken."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    from innkeeper.kernel import clock  # noqa: PLC0415
    from innkeeper.kernel.actors import system  # noqa: PLC0415
    from innkeeper.kernel.errors import InnkeeperError  # noqa: PLC0415
    from innkeeper.stays import queries  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        place = queries.house_named(house)
        with file.open("rb") as stream, Progress(*columns, console=console, disable=as_json) as progress:
            bar = progress.add_task(file.name)
            return take(
                actor=system("import"),
                property_id=place.pk,
                stream=stream,
                file_name=file.name,
                at=clock.now(),
                on_progress=lambda run: progress.update(
                    bar,
                    total=max(run.rows_total or 0, run.good + run.bad),
                    completed=run.good + run.bad,
                ),
            )
    except FileNotFoundError as missing:
        console.print(f"There is no file {file}.", markup=False)
        raise typer.Exit(2) from missing
    except OSError as unreadable:
        console.print(f"{file} cannot be read: {unreadable.strerror}.", markup=False)
        raise typer.Exit(2) from unreadable
    except InnkeeperError as wrong:
        console.print(queries.refusal_words(wrong), markup=False)
        raise typer.Exit(2) from wrong


def _report(run: "ImportRun", bad_rows: Path | None, *, as_json: bool) -> None:
    """Say what became of the rows; the first bad ones by name, all of them in the file asked for."""
    from rich.console import Console  # noqa: PLC0415

    from innkeeper.stays import queries  # noqa: PLC0415

    if bad_rows:
        with bad_rows.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows(queries.bad_row_table(run.id))
    outcome = {
        "rows": run.good + run.bad,
        "new": run.new,
        "changed": run.changed,
        "same": run.same,
        "bad": run.bad,
    }
    if as_json:
        typer.echo(json.dumps(outcome | {"run": str(run.id)}))
        return
    console = Console(stderr=True)
    for line in queries.bad_rows(run.id, limit=10):
        console.print(f"  row {line.row_number}, {line.column}: {line.remedy}", markup=False)
    console.print(", ".join(f"{name} {count:,}" for name, count in outcome.items()))
