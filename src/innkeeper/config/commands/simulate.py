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
    language: Annotated[str, typer.Option("--language", help="Of the report: en or zh-hans.")] = "en",
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
        show(outcome, language=language)
    raise typer.Exit(1 if outcome.troubles else 0)


def show(outcome: "Outcome", *, language: str = "en") -> None:
    """The report for people, in one of the house's two languages; a refusal stands as the colleague read it."""
    from django.utils.translation import gettext as _  # noqa: PLC0415  needs Django started
    from django.utils.translation import override  # noqa: PLC0415

    with override(language):
        console.print(
            _("%(lines)d lines taken in (median wait %(median)d s, worst %(worst)d s), %(tasks)d tasks done, %(left)d guests left, %(came)d came; %(moments)d moments of the day played to their end.")
            % {
                "lines": outcome.taken_in, "median": outcome.median_wait, "worst": outcome.worst_wait,
                "tasks": outcome.tasks_done, "left": outcome.left, "came": outcome.came, "moments": outcome.moments,
            }
        )  # fmt: skip
        posts = Table(
            _("post"), _("done"), _("late"), _("to accept, min"), _("to finish, min"), _("worst, min")
        )
        for post in outcome.posts:
            name = post.name_zh if language.startswith("zh") else post.name_en
            minutes = (f"{post.to_accept:.1f}", f"{post.to_finish:.1f}", f"{post.worst:.0f}")
            posts.add_row(name, str(post.done), str(post.late), *minutes)
        clocks = Table(_("clock"), _("of"), _("begun"), _("late"), _("worst, min over"))
        for line in outcome.clocks:
            clocks.add_row(line.name, line.owner_kind, str(line.begun), str(line.late), f"{line.worst:.0f}")
        console.print(posts, clocks)
        for what, number in outcome.refused.items():
            console.print(_("refused %(n)d x: %(what)s") % {"n": number, "what": what}, markup=False)
        for trouble in outcome.troubles:
            console.print(_("DOES NOT HOLD: %(what)s") % {"what": trouble}, style="red", markup=False)
        if not outcome.troubles:
            console.print(
                _(
                    "All holds: no clock lost, no case without owner, figures and lists agree, the log is whole."
                )
            )
