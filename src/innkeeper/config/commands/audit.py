"""`innkeeper audit`: verify the log, seal what waits, print the last checkpoint."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from innkeeper.config.start import start

app = typer.Typer(name="audit", no_args_is_help=True, help="The audit log: verify it, seal it.")

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@app.command()
def verify(as_json: AsJson = False) -> None:  # noqa: FBT002  typer's way to write a flag
    """Recompute the whole log, hold it against the sinks, and name the first bad entry. Exit code 1 when one is."""
    start()
    from innkeeper.audit.verification import verify as check  # noqa: PLC0415  needs a started Django
    from innkeeper.kernel.clock import now  # noqa: PLC0415

    report = check(now=now())
    if as_json:
        typer.echo(json.dumps(asdict(report) | {"is_whole": report.is_whole}, default=_plain, indent=2))
    else:
        for line in report.lines():
            typer.echo(line)
    raise typer.Exit(0 if report.is_whole else 1)


@app.command()
def seal() -> None:
    """Seal every entry that waits and bring the sinks level."""
    start()
    from innkeeper.audit.actions import queue_unsealed, seal_pending  # noqa: PLC0415  needs a started Django
    from innkeeper.kernel.clock import now  # noqa: PLC0415

    queue_unsealed()
    while (report := seal_pending(at=now())).sealed:
        typer.echo(f"{report.sealed} entries sealed, {report.size} in the tree")
    for sink in report.sinks:
        typer.echo(f"{sink.place}: {sink.standing.value}, lag {sink.lag}")
    raise typer.Exit(0 if all(not sink.lag for sink in report.sinks) else 1)


@app.command()
def checkpoint() -> None:
    """Print a signed checkpoint of the tree as it is, and the public key that checks it."""
    start()
    from innkeeper.audit.actions import signed_checkpoint  # noqa: PLC0415  needs a started Django
    from innkeeper.kernel.clock import now  # noqa: PLC0415

    signed = signed_checkpoint(at=now())
    typer.echo(signed.note)
    typer.echo(signed.vkey)


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
