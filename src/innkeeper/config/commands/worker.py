"""`innkeeper worker`: works the outbox off until it is told to stop."""

import os
import signal
import threading
from contextlib import suppress
from types import FrameType

import typer

from innkeeper.config.start import start

app = typer.Typer()

BEHIND = 5  # how far the worker stands back where the processor is short: a colleague who waits goes first


@app.command()
def worker() -> None:
    """Run schedules, clocks and jobs, behind the web server. Any number may run; Ctrl-C or SIGTERM finishes the job in hand first."""
    start()
    from django.db import OperationalError  # noqa: PLC0415  needs Django started

    from innkeeper.config import schedules  # noqa: PLC0415  needs Django started
    from innkeeper.config.backup.marker import is_restoring  # noqa: PLC0415
    from innkeeper.config.preparation import take_statistics  # noqa: PLC0415
    from innkeeper.outbox.worker import Worker  # noqa: PLC0415  needs Django started

    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    os.nice(BEHIND)
    with suppress(OperationalError):  # a full disk keeps nobody from working
        take_statistics()
    Worker(
        schedules=schedules.SCHEDULES,
        sweeps=schedules.SWEEPS,
        wake_at=schedules.wake_at,
        may_work=lambda: not is_restoring(),
    ).run(stop)
