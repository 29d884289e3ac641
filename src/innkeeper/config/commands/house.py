"""`innkeeper init` and `innkeeper demo`: make a house ready, or a whole demo hotel."""

from typing import Annotated

import typer
from rich.console import Console

from innkeeper.config.preparation import prepare, secrets_folder
from innkeeper.config.start import start

app = typer.Typer()
console = Console()

Bind = Annotated[str, typer.Option(help="Address and port to listen on.")]


@app.command()
def init() -> None:
    """Make the secrets and the tables. May be run again at every update; nothing that stands is touched."""
    from innkeeper.config.demo import switch  # noqa: PLC0415  settings are read after it

    switch.forget()
    made = prepare()
    for path in made:
        console.print(f"Made {path.name} in {secrets_folder()}. Keep a sealed copy of that folder elsewhere.")
    console.print("The house is ready: innkeeper serve")


@app.command()
def demo(bind: Bind = "127.0.0.1:8000", *, serve: bool = True) -> None:
    """Make the demo hotel where there is none yet, print address and sign-ins, and run the house."""
    from innkeeper.config.commands.serve import insist_free, run_house  # noqa: PLC0415
    from innkeeper.config.demo import switch  # noqa: PLC0415  settings are read after it

    try:
        if serve:
            insist_free(bind)
        switch.switch_on()
        with switch.making():
            if switch.clear_half():
                console.print("The last start was cut off: the demo hotel is made anew.")
            prepare()
            start()
            from innkeeper.config.demo.load import load_demo  # noqa: PLC0415  needs Django started

            sign_ins = load_demo(console)
    except RuntimeError as wrong:
        console.print(str(wrong), style="red", markup=False)
        raise typer.Exit(2) from wrong
    console.print(f"\n[bold]http://localhost:{bind.rpartition(':')[2]}/[/bold]\n")
    for line in sign_ins:
        console.print(
            f"  {line.staff_number}  {line.password}  {line.work_name} {line.work_name_en}"
            f"  {line.post.replace('_', ' ')}{', on duty now' if line.is_on_duty else ''}",
            highlight=False,
        )
    console.print("\nCtrl-C ends it.\n")
    if serve:
        raise typer.Exit(run_house(bind))
