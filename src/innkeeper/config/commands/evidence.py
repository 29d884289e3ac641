"""`innkeeper evidence`: check an evidence pack, without the house and without a network."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from innkeeper.disputes.rules.packs import check

app = typer.Typer(name="evidence", no_args_is_help=True, help="Evidence packs of disputes: verify.")


@app.callback()
def group() -> None:
    """Evidence packs of disputes."""


@app.command()
def verify(
    pack: Annotated[Path, typer.Argument(help="The pack, a zip.", exists=True, dir_okay=False)],
    key: Annotated[str, typer.Option("--key", help="The house's public key, or a file that holds it.")] = "",
    digest: Annotated[str, typer.Option("--digest", help="The check value that the house noted.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,  # noqa: FBT002
) -> None:
    """Check every file, every log entry and the signatures of a pack, and name what was altered. Exit code 1 then."""
    trusted = Path(key).read_text(encoding="utf-8").strip() if key and Path(key).is_file() else key
    report = check(pack, vkey=trusted, digest=digest)
    if as_json:
        typer.echo(json.dumps(asdict(report) | {"is_whole": report.is_whole}, ensure_ascii=False, indent=2))
    else:
        for line in report.lines():
            typer.echo(line)
    raise typer.Exit(0 if report.is_whole else 1)
