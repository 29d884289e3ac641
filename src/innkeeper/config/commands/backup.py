"""`innkeeper backup`, `innkeeper verify-backup`, `innkeeper restore`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from innkeeper.config.start import start

app = typer.Typer()
console = Console()

Folder = Annotated[Path, typer.Argument(help="The backup's folder.", file_okay=False)]

Lost = Annotated[
    list[str] | None,
    typer.Option(help="A key file that is gone for good, tokens.key or audit.key: go on with another one."),
]


@app.command()
def backup(folder: Folder) -> None:
    """Copy the whole house into a new folder while it goes on working. The secrets are not in it."""
    start()
    from innkeeper.config.backup.making import make_backup  # noqa: PLC0415  needs Django started
    from innkeeper.config.backup.manifest import BackupBroken  # noqa: PLC0415
    from innkeeper.kernel import clock  # noqa: PLC0415

    try:
        made = make_backup(folder, at=clock.now())
    except BackupBroken as wrong:
        raise _ended(wrong) from wrong
    rows = sum(sum(part.counts.values()) for part in made.databases)
    console.print(f"Backed up {rows:,} rows and {len(made.files):,} files to {folder}.")
    console.print("Without the secrets' folder it opens nothing: keep a sealed copy of that elsewhere.")


@app.command("verify-backup")
def verify_backup(folder: Folder) -> None:
    """Check a backup's files, digests and counts; touches no house."""
    start()
    from innkeeper.config.backup.manifest import BackupBroken  # noqa: PLC0415  needs Django started
    from innkeeper.config.backup.verifying import verify_backup as verify  # noqa: PLC0415

    try:
        told = verify(folder)
    except BackupBroken as wrong:
        raise _ended(wrong) from wrong
    console.print(f"The backup of {told.made_at} is whole.")


@app.command()
def restore(folder: Folder, lost: Lost = None) -> None:
    """Bring a house back from a backup into this empty one. Broken off, it is begun again; until then nobody is served."""
    start()
    from innkeeper.config.backup.manifest import BackupBroken  # noqa: PLC0415  needs Django started
    from innkeeper.config.backup.restoring import restore_backup  # noqa: PLC0415
    from innkeeper.kernel import clock  # noqa: PLC0415
    from innkeeper.kernel.errors import InnkeeperError  # noqa: PLC0415

    try:
        report = restore_backup(
            folder, at=clock.now(), told=lambda step: console.print(f"… {step}"), lost=lost or ()
        )
    except (BackupBroken, InnkeeperError) as wrong:
        raise _ended(wrong) from wrong
    console.print(
        f"Restored {report.rows:,} rows and {report.files:,} files; the log is in epoch {report.epoch}."
    )
    console.print(
        f"{report.keys_destroyed:,} keys of erased persons were destroyed again, {report.guests_emptied:,} guest files emptied."
    )
    for line in report.log.lines():
        console.print(line, markup=False)
    if not report.log.is_whole:
        raise typer.Exit(1)


def _ended(wrong: Exception) -> typer.Exit:
    """Say what is wrong and end with code 1."""
    console.print(str(wrong), style="red", markup=False)
    return typer.Exit(1)
