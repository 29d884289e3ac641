"""A real server on real files runs the main job with planted values; no file of the house holds one of them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.secrets.scan import scan

ROOT = Path(__file__).resolve().parents[2]
SEALED = {
    "name": "欧阳若彤", "name_en": "Philippa Hargreaves", "phone": "13800574471", "email": "ruotong@guest.example",
    "id_number": "110105199003078814", "card": "4111111111111111",
}  # fmt: skip
THIRD = ("慕容听雨", "诸葛明澈", "Beatrix Lindqvist", "Osgood Fenwick")
TEXTS = (
    f"1208 {SEALED['name']} 说空调滴水，电话 {SEALED['phone']}，卡号 {SEALED['card']}",
    f"陪同的同事{THIRD[0]}也在房间，{SEALED['name_en']} mails from {SEALED['email']}",
    f"同行的{THIRD[1]}在大堂等，证件 {SEALED['id_number']}",
    f"my colleague {THIRD[2]} and my wife {THIRD[3]} were with me",
)
MOST_LEAKED = 1
"""How many of the four third persons, whom no file names, may stand in redacted text: what was measured, not a wish."""


@pytest.fixture
def place(tmp_path):
    """A folder for one house, and the surroundings in which its processes run."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("INNKEEPER_")}
    env |= {
        "DJANGO_SETTINGS_MODULE": "innkeeper.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "INNKEEPER_HOME": str(tmp_path / "home"),
        "INNKEEPER_SECRETS": str(tmp_path / "secrets"),
        "INNKEEPER_AUDIT_SINKS": f"{tmp_path}/sinks/a,{tmp_path}/sinks/b",
        "INNKEEPER_TLS": "0",
        "TMPDIR": str(tmp_path / "temp"),
        "DATABASE_URL": "",
    }
    (tmp_path / "temp").mkdir()
    return tmp_path, env


def run(env, step, *given, log):
    """One step of tests.secrets.job in a process of its own."""
    command = [sys.executable, "-m", "tests.secrets.job", step, *given]
    with log.open("ab") as out:
        done = subprocess.run(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=out, timeout=120, check=False
        )
    assert done.returncode == 0, log.read_text()[-1500:]
    with log.open("ab") as out:
        out.write(done.stdout)
    return done.stdout.decode().split()


def served(env, log):
    """The web server on a free port, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.secrets.job", "serve", str(port)]
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5):
                return process, port
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text()[-2000:])


@pytest.mark.slow
@pytest.mark.sqlite_only
@pytest.mark.req("PRIV-03", "SEC-01")
def test_the_main_job_leaves_no_planted_value_in_any_file(place):
    folder, env = place
    log = folder / "log.txt"
    run(env, "prepare", log=log)
    server, port = served(env, log)
    try:
        run(env, "over_http", str(port), log=log)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    run(env, "by_actions", log=log)
    run(env, "back_up", str(folder / "backup"), log=log)
    places = [one for one in folder.iterdir() if one.name != "secrets"]
    assert {"home", "sinks", "backup", "log.txt"} <= {one.name for one in places}
    assert scan(places, SEALED.values()) == {}
    leaked = scan(places, THIRD)
    print(f"third persons in redacted text: {len(leaked)} of {len(THIRD)}: {leaked}")
    assert len(leaked) <= MOST_LEAKED
    run(env, "plant", log=log)
    assert SEALED["name"] in scan([folder / "home"], SEALED.values()), "the scan does not look at these files"
