"""Workers that are killed at random: nothing is lost, and who honours the id sees each message once."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

PROGRAM = "import django; django.setup(); from tests.outbox.kennel import main; main(1000, 7)"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def own_place(tmp_path):
    """The environment of a house of its own: a folder, or a database beside the tests'."""
    place = {**os.environ, "INNKEEPER_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    place["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    if connection.vendor != "postgresql":
        yield place
        return
    url = os.environ["DATABASE_URL"]
    name = f"kennel_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")
        yield {**place, "DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        link.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
def test_a_thousand_jobs_survive_workers_killed_at_random(own_place):
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT, env=own_place, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["kills"] >= 5
    assert told["ticks"] >= told["owed"] >= 2, "a worker looked at the schedule, and no tick stood"
    assert told["shortest"] >= 1, "two ticks in one period"
    assert (told["jobs"], told["jobs_done"], told["sent"], told["rung"]) == (1000, 1000, 1000, 1000)
