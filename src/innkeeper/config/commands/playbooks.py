"""`innkeeper playbooks check`: proves every playbook that the house ships, and names the path that breaks the loop."""

from typing import Annotated

import typer
from rich.console import Console

from innkeeper.config.start import start

app = typer.Typer()
console = Console()

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.callback()
def playbooks() -> None:
    """The playbooks 服务规程."""


@app.command()
def check(*, as_json: AsJson = False) -> None:
    """Prove each playbook: stages reachable, no dead end, clocks can stop, and the six stages where the loop is closed."""
    start()
    from innkeeper.cases.playbooks import PlaybookError, kinds, proof, registry  # noqa: PLC0415  needs Django started

    found = []
    for kind in kinds():
        try:
            playbook = registry.shipped(kind.name)
        except PlaybookError as refused:
            found.append((kind.name, "refused", str(refused)))
            continue
        known = registry.known_checks(kind.name)
        found += [
            (fault.kind, fault.rule, fault.text) for fault in proof.faults(playbook, known_checks=known)
        ]
    if as_json:
        console.print_json(data={"kinds": [kind.name for kind in kinds()], "faults": found})
    else:
        for kind_name, rule, text in found:
            console.print(f"[red]{kind_name}[/red] {rule}: {text}")
        console.print(f"{len(kinds())} playbooks, {len(found)} faults.")
    if found:
        raise typer.Exit(1)
