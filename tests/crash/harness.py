"""Runs one step of work in a forked child and makes a system call of it fail at the Nth time, with strace's help.

The child works on a copy of a prepared data folder, so each run begins alike. What the step acknowledges travels
through a pipe before anything else can happen; what is on disk afterwards is judged by a second, unharmed child.
"""

import os
import pickle
import shutil
import signal
import subprocess
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

FILES = {"default": "innkeeper.sqlite3", "keys": "keys.sqlite3", "cache": "cache.sqlite3"}


@dataclass(frozen=True)
class Fault:
    """What goes wrong: `call` is the system call, `how` strace's injection (signal=SIGKILL or error=EIO)."""

    call: str
    how: str

    def at(self, count: int) -> str:
        return f"inject={self.call}:{self.how}:when={count}"


KILLED_AT_WRITE = Fault("pwrite64", "signal=SIGKILL")
EIO_AT_SYNC = Fault("fdatasync", "error=EIO")


@dataclass(frozen=True)
class Outcome:
    """What became of the step: what it acknowledged, whether the fault was met, what it raised."""

    acknowledged: Any
    was_killed: bool
    error: str


def use_folder(folder: Path) -> None:
    """Point this process at the databases and sinks in `folder`, whatever it was connected to before."""
    connections.close_all()
    for alias, name in FILES.items():
        connections[alias].settings_dict["NAME"] = str(folder / name)
        del connections[alias]
    settings.HOME = folder
    settings.AUDIT_SINKS = [folder / "sinks" / name for name in ("a", "b")]


def in_child(work: Callable[[], Any], *, strace: str = "", notes: Path = Path(os.devnull)) -> Outcome:
    """Run `work` in a child; with `strace` set, traced by it from the first instruction on, its calls in `notes`."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work_and_leave(work, writing, is_traced=bool(strace))
    os.close(writing)
    tracer = _attached(child, strace, notes) if strace else None
    with os.fdopen(reading, "rb") as pipe:
        raw = pipe.read()
    _, status = os.waitpid(child, 0)
    if tracer:
        tracer.wait(20)
    answer, error = pickle.loads(raw) if raw else (None, "")
    return Outcome(answer, os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, error)


def _work_and_leave(work: Callable[[], Any], writing: int, *, is_traced: bool) -> None:
    code = 0
    try:
        if is_traced:
            os.kill(os.getpid(), signal.SIGSTOP)
        answer, error = work(), ""
    except BaseException:
        answer, error, code = None, traceback.format_exc(), 1
    os.write(writing, pickle.dumps((answer, error)))
    os._exit(code)


def _attached(child: int, injection: str, notes: Path) -> subprocess.Popen[bytes]:
    """strace on the stopped child, let go once it is attached."""
    os.waitpid(child, os.WUNTRACED)
    call = injection.split("=")[1].split(":")[0]
    tracer = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", str(notes), "-e", f"trace={call}", "-e", injection, "-p", str(child)],
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 10
    while "TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_text():
        assert time.monotonic() < deadline and tracer.poll() is None, "strace could not attach"
        time.sleep(0.002)
    os.kill(child, signal.SIGCONT)
    return tracer


def struck(prepared: Path, scratch: Path, work: Callable[[], Any], *, fault: Fault, count: int) -> Outcome:
    """Run `work` on a fresh copy of `prepared` in `scratch`, with the fault at its `count`-th call."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(prepared, scratch)

    def on_copy() -> Any:
        use_folder(scratch)
        return work()

    return in_child(on_copy, strace=fault.at(count))


def judged(folder: Path, judge: Callable[[], Any]) -> Any:
    """What `judge` says of the databases in `folder`, read by an unharmed child."""

    def on_folder() -> Any:
        use_folder(folder)
        return judge()

    outcome = in_child(on_folder)
    assert not outcome.error, outcome.error
    return outcome.acknowledged


def calls_of(prepared: Path, scratch: Path, work: Callable[[], Any], *, call: str) -> int:
    """How often `work` makes the system call when nothing goes wrong."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(prepared, scratch)
    notes = scratch.with_suffix(".calls")

    def on_copy() -> Any:
        use_folder(scratch)
        return work()

    outcome = in_child(on_copy, strace=f"inject={call}:error=EIO:when=65535", notes=notes)
    assert not outcome.error, outcome.error
    return sum(f"{call}(" in line for line in notes.read_text().splitlines())


def spread(total: int, strikes: int) -> list[int]:
    """`strikes` numbers from 1 to `total`, both ends among them, evenly apart."""
    steps = min(total, strikes)
    return sorted({1 + round(place * (total - 1) / max(1, steps - 1)) for place in range(steps)})
