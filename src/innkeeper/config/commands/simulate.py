"""`innkeeper simulate`: plays a day of the demo hotel against the real actions, and says what did not hold."""

import json
import signal
import threading
from dataclasses import asdict
from datetime import datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from innkeeper.config.start import start

if TYPE_CHECKING:
    from innkeeper.config.simulation.play import Outcome

ENGLISH: dict[str, Any] = {
    "summary": "{one.taken_in} lines taken in (median wait {one.median_wait:.0f} s, worst {one.worst_wait:.0f} s), "
    "{one.tasks_done} tasks done, {one.left} guests left, {one.came} came.",
    "posts": ("post", "done", "late", "to accept, min", "to finish, min", "worst, min"),
    "clocks": ("clock", "of", "begun", "late", "worst, min over"),
    "refused": "refused {n} x: {what}",
    "broken": "DOES NOT HOLD: ",
    "holds": "All holds: no clock lost, no case without owner, figures and lists agree, the log is whole.",
}
CHINESE: dict[str, Any] = {
    "summary": "受理 {one.taken_in} 条（等待中位 {one.median_wait:.0f} 秒，最长 {one.worst_wait:.0f} 秒），"
    "完成任务 {one.tasks_done} 个，离店 {one.left} 位，入住 {one.came} 位。",
    "posts": ("岗位", "完成", "超时", "接单 分钟", "完成 分钟", "最长 分钟"),
    "clocks": ("时钟", "对象", "启动", "超时", "最多超 分钟"),
    "refused": "被拒 {n} 次：{what}",
    "broken": "不成立：",
    "holds": "全部成立：时钟无丢失，工单都有负责人，数字与清单一致，日志完整。",
}

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
        show(outcome, is_chinese=language.startswith("zh"))
    raise typer.Exit(1 if outcome.troubles else 0)


def show(outcome: "Outcome", *, is_chinese: bool = False) -> None:
    """The report for people, in one of the house's two languages; a refusal stands as the colleague read it."""
    words = CHINESE if is_chinese else ENGLISH
    console.print(words["summary"].format(one=outcome))
    posts = Table(*words["posts"])
    for post in outcome.posts:
        name = post.name_zh if is_chinese else post.name_en
        posts.add_row(
            name, str(post.done), str(post.late), f"{post.to_accept:.1f}", f"{post.to_finish:.1f}", f"{post.worst:.0f}"
        )  # fmt: skip
    clocks = Table(*words["clocks"])
    for line in outcome.clocks:
        clocks.add_row(line.name, line.owner_kind, str(line.begun), str(line.late), f"{line.worst:.0f}")
    console.print(posts, clocks)
    for refusal, number in outcome.refused.items():
        console.print(words["refused"].format(n=number, what=refusal), markup=False)
    for trouble in outcome.troubles:
        console.print(f"{words['broken']}{trouble}", style="red", markup=False)
    if not outcome.troubles:
        console.print(words["holds"])
