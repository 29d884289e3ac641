"""`innkeeper downtime`: make the pack now, open one when the screens are dark."""

import getpass
import re
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from innkeeper.config.start import start

app = typer.Typer(name="downtime", no_args_is_help=True)

House = Annotated[str, typer.Option("--property", help="The hotel's code; all hotels when left out.")]
Language = Annotated[str, typer.Option("--language", help="zh-hans or en.")]
File = Annotated[Path, typer.Argument(help="The sealed file.", dir_okay=False, exists=True)]
To = Annotated[
    Path | None, typer.Option("--to", help="Where to put the PDF; beside the program when left out.")
]
Why = Annotated[str, typer.Option("--why", help="What for; it stands in the log.")]
NAME = re.compile(r"-([0-9a-f]{32})\.sealed$")


@app.command()
def make(*, house: House = "", language: Language = "") -> None:
    """Make the pack of a hotel, or of each, now."""
    start()
    from innkeeper.handovers.actions.downtime import folder_of, make_pack  # noqa: PLC0415  needs a started Django
    from innkeeper.kernel import clock  # noqa: PLC0415
    from innkeeper.kernel.actors import system  # noqa: PLC0415
    from innkeeper.properties.models import Property  # noqa: PLC0415

    houses = Property.objects.order_by("code")
    for one in houses.filter(code=house.upper()) if house else houses:
        row = make_pack(actor=system("downtime"), house=one, at=clock.now(), language=language)
        typer.echo(str(folder_of(one) / row.file_name))


@app.command(name="open")
def open_pack(file: File, *, to: To = None, why: Why = "downtime") -> None:
    """Open a pack into a PDF. The file and the key are enough; the opening is noted first, in the log or beside it."""
    start()
    from innkeeper.audit.actions import Opening, open_sealed_file  # noqa: PLC0415  needs a started Django
    from innkeeper.handovers.actions.downtime import KIND, journal  # noqa: PLC0415
    from innkeeper.kernel import clock  # noqa: PLC0415
    from innkeeper.kernel.actors import system  # noqa: PLC0415
    from innkeeper.kernel.errors import InnkeeperError  # noqa: PLC0415
    from innkeeper.vault.custody import SecretMissing  # noqa: PLC0415

    named = NAME.search(file.name)
    opening = Opening(
        actor=system(f"downtime open by {getpass.getuser()}"),
        kind=KIND,
        object_id=UUID(named.group(1)) if named else UUID(int=0),
        property_id=None,
        purpose=why[:60],
        at=clock.now(),
    )
    try:
        plain = open_sealed_file(file.read_bytes(), opening, journal=journal())
    except (InnkeeperError, SecretMissing) as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(1) from wrong
    target = to or Path.cwd() / file.with_suffix(".pdf").name
    target.touch(mode=0o600)
    target.write_bytes(plain)
    typer.echo(str(target))
