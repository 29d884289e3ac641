"""The command line as the person at the terminal sees it, each command a process of its own."""

import json
import os
import re
import signal
import time
from pathlib import Path

import pytest

from innkeeper.config.cli import assembled
from innkeeper.config.commands.worker import BEHIND
from tests.config.house import ROOT, House, ended, fetched, free_port

pytestmark = pytest.mark.sqlite_only
LOWEST = 19  # the last rank that a process can take
VERBS = (
    "init",
    "demo",
    "serve",
    "web",
    "worker",
    "backup",
    "verify-backup",
    "restore",
    "audit",
    "import",
    "playbooks",
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A house after `innkeeper init`; tests that change it take a copy."""
    house = House(tmp_path_factory.mktemp("ready"))
    done = house.run("init")
    assert done.returncode == 0, done.stderr
    return house


def test_help_names_every_verb():
    names = {command.name or command.callback.__name__ for command in assembled().registered_commands}
    names |= {group.name for group in assembled().registered_groups}
    assert names >= set(VERBS)


def test_help_does_not_wait_for_the_house(tmp_path):
    told = House(tmp_path).run("--help")
    assert told.returncode == 0
    assert all(verb in told.stdout for verb in VERBS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("audit", "verify"), ("serve",), ("worker",), ("import", "cases", "x.csv")]
)
def test_without_init_a_command_says_what_to_do(tmp_path, words):
    told = House(tmp_path).run(*words)
    assert told.returncode == 2
    assert "innkeeper init" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.req("SEC-01")
def test_init_makes_secrets_for_the_owner_alone_and_may_be_repeated(ready, tmp_path):
    house = ready.copy(tmp_path)
    before = {file.name: file.read_bytes() for file in (tmp_path / "secrets").iterdir()}
    assert set(before) == {"kek.key", "tokens.key", "audit.key", "vapid.key", "django.key"}
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "secrets").iterdir())
    told = house.run("init")
    assert (told.returncode, told.stdout.strip()) == (0, "The house is ready: innkeeper serve")
    assert before == {file.name: file.read_bytes() for file in (tmp_path / "secrets").iterdir()}


def test_the_log_of_a_new_house_is_sealed_and_whole(ready, tmp_path):
    house = ready.copy(tmp_path)
    assert house.run("audit", "seal").returncode == 0
    told = house.run("audit", "verify", "--json")
    assert (told.returncode, json.loads(told.stdout)["is_whole"]) == (0, True)
    note = house.run("audit", "checkpoint")
    assert (note.returncode, len(note.stdout.splitlines()) >= 4) == (0, True)


@pytest.mark.req("JRN-03")
def test_playbooks_check_proves_what_is_shipped(ready):
    told = ready.run("playbooks", "check", "--json")
    assert told.returncode == 0, told.stdout
    shipped = sorted(path.stem for path in (ROOT / "src" / "innkeeper").glob("*/playbooks/*.yaml"))
    assert len(shipped) >= 10
    found = json.loads(told.stdout)
    assert (sorted(found["kinds"]), found["faults"]) == (shipped, [])


@pytest.mark.parametrize("what", ["stays", "rooms", "cases"])
def test_an_import_that_cannot_be_says_why(ready, tmp_path, what):
    (tmp_path / "words.csv").write_text("text\nThe tap drips\n", encoding="utf-8")
    told = ready.run("import", what, str(tmp_path / "words.csv"))
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert "code" in told.stderr or "代码" in told.stderr


def test_serve_answers_and_ctrl_c_ends_web_and_worker(ready, tmp_path):
    house, port = ready.copy(tmp_path), free_port()
    served = house.start("serve", "--bind", f"127.0.0.1:{port}")
    try:
        status, page = fetched(f"http://127.0.0.1:{port}/sign-in/")
        sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
        assert (status, bool(sheets)) == (200, True)
        assert all(fetched(f"http://127.0.0.1:{port}{sheet}")[0] == 200 for sheet in sheets)
    finally:
        code, seconds, said = ended(served)
    assert (code, seconds < 10) == (0, True), said
    assert children_of(house) == []


def stands_back(pid, patience=60.0):
    """Whether the process gives way to those of ordinary rank, once it has begun to work."""
    until = time.monotonic() + patience
    behind = min(os.getpriority(os.PRIO_PROCESS, 0) + BEHIND, LOWEST)
    while os.getpriority(os.PRIO_PROCESS, pid) < behind and time.monotonic() < until:
        time.sleep(0.1)
    return os.getpriority(os.PRIO_PROCESS, pid) >= behind


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_worker_ends_when_asked(ready, tmp_path, number):
    house = ready.copy(tmp_path)
    worker = house.start("worker")
    try:
        assert stands_back(worker.pid)
        with pytest.raises(Exception, match="timed out"):
            worker.wait(timeout=1)
    finally:
        code, seconds, said = ended(worker, number)
    assert (code, seconds < 10) == (0, True), said


def test_a_taken_port_ends_the_house(ready, tmp_path):
    house, port = ready.copy(tmp_path), free_port()
    first = house.start("web", "--bind", f"127.0.0.1:{port}")
    try:
        fetched(f"http://127.0.0.1:{port}/sign-in/")
        told = house.run("serve", "--bind", f"127.0.0.1:{port}")
        assert told.returncode == 2
        assert str(port) in told.stdout + told.stderr
    finally:
        ended(first, signal.SIGTERM)


@pytest.mark.req("OPS-03")
def test_backup_verify_and_restore(ready, tmp_path):
    house = ready.copy(tmp_path / "house")
    for words in (
        ("audit", "seal"),
        ("backup", str(tmp_path / "copy")),
        ("verify-backup", str(tmp_path / "copy")),
    ):
        told = house.run(*words)
        assert told.returncode == 0, told.stdout + told.stderr
    other = House(tmp_path / "other")
    other.folder.mkdir()
    (house.folder / "secrets").rename(other.folder / "secrets")
    for sink in ("a", "b"):  # the log of an empty house has reached no sink yet
        (other.folder / "sinks" / sink).mkdir(parents=True)
    assert other.run("init").returncode == 0
    told = other.run("restore", str(tmp_path / "copy"))
    assert told.returncode == 0, told.stdout + told.stderr
    assert "The log is whole" in other.run("audit", "verify").stdout


def test_a_broken_backup_is_refused(ready, tmp_path):
    told = ready.run("verify-backup", str(tmp_path))
    assert told.returncode == 1
    assert "Traceback" not in told.stderr


def children_of(house):
    """Processes that still work in the house's folder."""
    here = os.fsencode(str(house.folder / "data"))
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            found += [process.name] if here in (process / "environ").read_bytes() else []
        except OSError:
            continue
    return found
