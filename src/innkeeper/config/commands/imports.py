"""`innkeeper import`: take in files, with a progress bar and a report of bad rows."""

import csv
import json
from pathlib import Path

import typer

from innkeeper.config.start import start

app = typer.Typer(no_args_is_help=True)


@app.callback()
def imports() -> None:
    """Take in files."""


@app.command()
def stays(
    file: Path,
    house: str = typer.Option("", "--property", help="The hotel's code; needed where there are several."),
    bad_rows: Path | None = typer.Option(None, "--bad-rows", help="Write the bad rows to this CSV file."),  # noqa: B008
    as_json: bool = typer.Option(False, "--json", help="Print the outcome as JSON."),  # noqa: FBT001, FBT003
) -> None:
    """Take in a stays file (CSV or XLSX); again, and nothing is doubled."""
    start()
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    from innkeeper.kernel import clock  # noqa: PLC0415
    from innkeeper.kernel.actors import system  # noqa: PLC0415
    from innkeeper.kernel.errors import InnkeeperError  # noqa: PLC0415
    from innkeeper.stays import queries  # noqa: PLC0415
    from innkeeper.stays.actions import import_stays  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        place = queries.house_named(house)
        with file.open("rb") as stream, Progress(*columns, console=console, disable=as_json) as progress:
            bar = progress.add_task(file.name)
            run = import_stays(
                actor=system("import"),
                property_id=place.pk,
                stream=stream,
                file_name=file.name,
                at=clock.now(),
                on_progress=lambda run: progress.update(
                    bar, total=run.rows_total, completed=run.good + run.bad
                ),
            )
    except FileNotFoundError as missing:
        console.print(f"There is no file {file}.")
        raise typer.Exit(2) from missing
    except InnkeeperError as wrong:
        console.print(queries.refusal_words(wrong), markup=False)
        raise typer.Exit(2) from wrong
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
    else:
        console.print(", ".join(f"{name} {count:,}" for name, count in outcome.items()))
