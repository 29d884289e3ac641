"""Killed while it writes and seals, the log keeps what it acknowledged and stays whole."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = 5


def child(verb: str, home: Path, **options) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.Popen(
        [sys.executable, "-m", "tests.audit.crash_child", verb, str(home)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, text=True, **options,
    )  # fmt: skip


def finished(verb: str, home: Path) -> None:
    process = child(verb, home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0, told


@pytest.mark.slow
@pytest.mark.req("PRIV-06")
def test_a_killed_sealer_loses_nothing_and_leaves_a_whole_log(tmp_path: Path) -> None:
    finished("prepare", tmp_path)
    chance = random.Random(7)
    for _ in range(ROUNDS):
        before = (tmp_path / "told").stat().st_size if (tmp_path / "told").exists() else 0
        with (tmp_path / "told").open("a") as told:
            process = child("work", tmp_path, stdout=told, stderr=subprocess.DEVNULL)
            while (tmp_path / "told").stat().st_size == before and process.poll() is None:
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 0.7))
            process.kill()
            process.wait()
        finished("verify", tmp_path)
    assert (tmp_path / "told").stat().st_size > 0
