"""A house of its own for the command line: a folder, an environment, and the command as a process."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "innkeeper.config.cli")
PATIENCE = 60


@dataclass(frozen=True)
class House:
    """Where a house stands, and its commands."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("INNKEEPER_")}
        for gone in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            kept.pop(gone, None)
        return kept | {
            "PYTHONPATH": str(ROOT / "src"),
            "INNKEEPER_HOME": str(self.folder / "data"),
            "INNKEEPER_SECRETS": str(self.folder / "secrets"),
            "INNKEEPER_TLS": "0",
            "INNKEEPER_WEB_WORKERS": "1",
            "COLUMNS": "160",
        }

    def copy(self, folder: Path) -> "House":
        """The same house in another folder."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return House(folder)

    def run(self, *words: str, program: tuple[str, ...] = COMMAND) -> subprocess.CompletedProcess[str]:
        """The command run to its end."""
        return subprocess.run(
            [*program, *words], cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=PATIENCE, check=False
        )  # fmt: skip

    def start(self, *words: str, program: tuple[str, ...] = COMMAND) -> subprocess.Popen[str]:
        """The command begun."""
        return subprocess.Popen(
            [*program, *words], cwd=self.folder, env=self.env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            preexec_fn=heed_ctrl_c,
        )  # fmt: skip


def heed_ctrl_c() -> None:
    """A suite begun in the background ignores Ctrl-C, and so would its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def fetched(url: str) -> tuple[int, str]:
    """Status and text of a page, once the server answers."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as wrong:
            return wrong.code, ""
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < ends, f"{url} does not answer"
            time.sleep(0.1)


def ended(process: subprocess.Popen[str], number: signal.Signals = signal.SIGINT) -> tuple[int, float, str]:
    """Exit code, seconds and words of a process that is asked to end."""
    began = time.monotonic()
    process.send_signal(number)
    said, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, time.monotonic() - began, said
