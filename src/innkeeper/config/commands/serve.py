"""`innkeeper serve` and `innkeeper web`: the web server, with the worker beside it."""

import errno
import os
import signal
import socket
import subprocess
import sys
from threading import Event
from types import FrameType
from typing import Annotated

import typer

from innkeeper.config.start import start

app = typer.Typer()

Bind = Annotated[str, typer.Option(help="Address and port to listen on.")]
GRACE_SECONDS = 20
LOOK_SECONDS = 0.3
LINE_SECONDS = 30


def gunicorn(bind: str) -> list[str]:
    """The command line of the web server: 2 workers of 4 threads, sync views.

    A screen asks every ten seconds; its line stays open in between, or each poll would first have to call again.
    """
    return [
        sys.executable, "-m", "gunicorn", "innkeeper.config.wsgi:application",
        "--bind", bind, "--worker-class", "gthread", "--threads", "4",
        "--workers", os.environ.get("INNKEEPER_WEB_WORKERS", "2"),
        "--keep-alive", str(LINE_SECONDS), "--graceful-timeout", "10", "--timeout", "60",
        "--log-level", "warning", "--preload",
    ]  # fmt: skip


def insist_free(bind: str) -> None:
    """Look at the port before anything is begun. Raises RuntimeError, with the way out, where another program has it."""
    host, _, port = bind.rpartition(":")
    if not port.isdigit() or host.startswith(("unix", "[")):
        return
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, int(port)))
        except OSError as taken:
            if taken.errno != errno.EADDRINUSE:
                raise
            raise RuntimeError(
                f"{bind} is taken by another program. Choose another port: "
                f"--bind {host}:{int(port) + 1} (make run PORT={int(port) + 1})"
            ) from taken


@app.command()
def web(bind: Bind = "127.0.0.1:8000") -> None:
    """Run the web server alone."""
    start()
    command = gunicorn(bind)
    os.execv(command[0], command)  # noqa: S606  our own interpreter


@app.command()
def serve(bind: Bind = "127.0.0.1:8000") -> None:
    """Run web and worker together: the whole house in one command. Ctrl-C ends both cleanly."""
    try:
        insist_free(bind)
    except RuntimeError as taken:
        typer.secho(str(taken), fg="red", err=True)
        raise typer.Exit(2) from taken
    start()
    raise typer.Exit(run_house(bind))


def run_house(bind: str) -> int:
    """Run both until one of them ends or the house is told to stop; answers the exit code."""
    asked = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        asked.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    parts = [
        subprocess.Popen(gunicorn(bind), start_new_session=True),
        subprocess.Popen([sys.executable, "-m", "innkeeper.config.cli", "worker"], start_new_session=True),
    ]
    while not asked.wait(LOOK_SECONDS) and all(part.poll() is None for part in parts):
        pass
    return ended(parts, was_asked=asked.is_set())


def ended(parts: list[subprocess.Popen[bytes]], *, was_asked: bool) -> int:
    """Ask each part to end, wait, and only then insist; answers 0 when the end was asked for."""
    for part in parts:
        if part.poll() is None:
            part.send_signal(signal.SIGTERM)
    for part in parts:
        try:
            part.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()
    return 0 if was_asked else 1
