"""Two places for a house: its own, and another where it is restored. Each with a folder and, on PostgreSQL, databases."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Place:
    """Where a house stands."""

    home: Path
    env: dict[str, str]

    def run(self, step: str, *given: str) -> subprocess.CompletedProcess[str]:
        """One step of tests.config_backup.steps in a process of its own."""
        program = "import django, sys; django.setup(); from tests.config_backup import steps; steps.main(sys.argv[1:])"
        return subprocess.run(
            [sys.executable, "-c", program, step, *given],
            cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    def told(self, step: str, *given: str) -> dict[str, Any]:
        """What the step told at its end."""
        done = self.run(step, *given)
        assert done.returncode == 0, done.stderr[-3000:]
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer


def _place(folder: Path, name: str, url: str) -> Place:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    env["INNKEEPER_HOME"] = str(folder / name)
    env["INNKEEPER_SECRETS"] = str(folder / "secrets")
    env["INNKEEPER_AUDIT_SINKS"] = f"{folder}/sinks/a,{folder}/sinks/b"
    return Place(home=folder / name, env=env)


@pytest.fixture(scope="module")
def make_place(tmp_path_factory):
    """Makes places that share secrets and sinks; their databases go at the end."""
    folder, server = tmp_path_factory.mktemp("houses"), os.environ.get("DATABASE_URL", "")
    names: list[str] = []

    def make(name: str) -> Place:
        if not server:
            return _place(folder, name, "")
        database = f"house_{os.getpid()}_{name}"
        names.extend([database, f"{database}_keys", f"{database}_cache"])
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(f"CREATE DATABASE {database}")
        return _place(folder, name, urlsplit(server)._replace(path=f"/{database}").geturl())

    yield make
    if names:
        with psycopg.connect(server, autocommit=True) as link:
            for database in names:
                link.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
