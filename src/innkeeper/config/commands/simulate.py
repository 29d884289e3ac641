"""`innkeeper simulate`: plays a day of the demo hotel against the real actions, and says what did not hold."""

import json
import signal
import threading
from dataclasses import asdict
from datetime import datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from innkeeper.config.start import start

if TYPE_CHECKING:
    from innkeeper.config.simulation.play import Outcome

app = typer.Typer()
console = Console()


@app.command()
def simulate(
    seed: Annotated[int, typer.Option(help="The same seed plays the same day.")] = 1208,
    hours: Annotated[int, typer.Option(min=1, max=48, help="How many hours to play.")] = 24,
    speed: Annotated[
        float, typer.Option(min=0, help="House seconds per second; 0 goes as fast as it can.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,  # noqa: FBT002  typer's way to write a flag
) -> None:
    """Play a day of the demo hotel: arrivals, requests, planted incidents, colleagues who walk and rest.

    The demo's clock moves along, so that a house that serves beside it shows the day. Ends with 1 when something
    does not hold: a lost clock, a case without owner, a figure that disagrees with its list, a broken log.
    """
    from innkeeper.config.demo import switch  # noqa: PLC0415  settings are read after it

    if not (switch.home() / "demo").exists():
        console.print("There is no demo here. Make one first: innkeeper demo --no-serve", style="red")
        raise typer.Exit(2)
    switch.switch_on()
    start()
    from innkeeper.config.simulation.play import play_day  # noqa: PLC0415  needs Django started

    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    with Progress(console=console, transient=True, disable=as_json) as bar:
        task = bar.add_task("A day of the hotel", total=hours * 3600)

        def told(at: datetime, spent: timedelta) -> None:
            bar.update(task, completed=spent.total_seconds(), description=f"{at:%H:%M}")

        outcome = play_day(seed=seed, hours=hours, speed=speed, stop=stop, on_time=told)
    if as_json:
        typer.echo(json.dumps(asdict(outcome), default=str, ensure_ascii=False, indent=2))
    else:
        show(outcome)
    raise typer.Exit(1 if outcome.troubles else 0)


def show(outcome: "Outcome") -> None:
    """The report for people."""
    console.print(
        f"{outcome.taken_in} lines taken in (median wait {outcome.median_wait:.0f} s, worst {outcome.worst_wait:.0f} s), "
        f"{outcome.tasks_done} tasks done, {outcome.left} guests left, {outcome.came} came."
    )
    posts = Table("post", "done", "late", "to accept, min", "to finish, min", "worst, min")
    for post in outcome.posts:
        posts.add_row(
            post.post, str(post.done), str(post.late), f"{post.to_accept:.1f}", f"{post.to_finish:.1f}", f"{post.worst:.0f}"
        )  # fmt: skip
    clocks = Table("clock", "of", "begun", "late", "worst, min over")
    for line in outcome.clocks:
        clocks.add_row(line.name, line.owner_kind, str(line.begun), str(line.late), f"{line.worst:.0f}")
    console.print(posts, clocks)
    for refusal, number in outcome.refused.items():
        console.print(f"refused {number} x: {refusal}", markup=False)
    for trouble in outcome.troubles:
        console.print(f"DOES NOT HOLD: {trouble}", style="red", markup=False)
    if not outcome.troubles:
        console.print(
            "All holds: no clock lost, no case without owner, figures and lists agree, the log is whole."
        )
