"""`innkeeper demo`: made once, made anew when cut off, never over a real house. The fortnight itself is played small."""

import json
import signal
import socket
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.config.house import House, ended, fetched, free_port

pytestmark = pytest.mark.sqlite_only
SMALL = """
import sys, time
from innkeeper.config.start import start
from innkeeper.config.demo import switch
switch.switch_on()
from innkeeper.config.preparation import prepare
def small(console):
    from innkeeper.config.demo.house import make_house
    from innkeeper.kernel import clock
    make_house(at=clock.now())
    print("half made", flush=True)
    time.sleep({pause})
original = None
import innkeeper.config.commands.house as command
def prepared():
    made = prepare()
    import innkeeper.config.demo.load as load
    load.make_demo = small
    return made
command.prepare = prepared
from innkeeper.config.cli import main
main()
"""


def small(pause=0):
    """The command with a fortnight that takes `pause` seconds."""
    return (sys.executable, "-c", SMALL.format(pause=pause))


def test_a_second_start_finds_the_hotel_and_serves_it(tmp_path):
    house, port = House(tmp_path), free_port()
    made = house.run("demo", "--no-serve", program=small())
    assert (made.returncode, "half made" in made.stdout) == (0, True), made.stderr
    assert (tmp_path / "data" / "demo").read_text() == "whole\n"
    served = house.start("demo", "--bind", f"127.0.0.1:{port}")
    try:
        status, page = fetched(f"http://127.0.0.1:{port}/sign-in/")
        assert (status, "staff_number" in page or "login" in page) == (200, True)
    finally:
        code, seconds, said = ended(served)
    assert (code, seconds < 10, f"http://localhost:{port}/" in said) == (0, True, True), said


def test_a_killed_first_load_starts_anew(tmp_path):
    house = House(tmp_path)
    loading = house.start("demo", "--no-serve", program=small(pause=60))
    while "half made" not in loading.stdout.readline():
        assert loading.poll() is None
    again = house.run("demo", "--no-serve", program=small())
    assert (again.returncode, "Another process" in again.stdout) == (2, True)
    ended(loading, signal.SIGKILL)
    made = house.run("demo", "--no-serve", program=small())
    assert (made.returncode, "made anew" in made.stdout) == (0, True), made.stdout + made.stderr


def test_ctrl_c_while_loading_ends_at_once(tmp_path):
    loading = House(tmp_path).start("demo", "--no-serve", program=small(pause=60))
    while "half made" not in loading.stdout.readline():
        assert loading.poll() is None
    time.sleep(0.2)
    code, seconds, said = ended(loading)
    assert (code != 0, seconds < 5, "Traceback" in said) == (True, True, False)


def test_a_taken_port_is_said_before_anything_is_made(tmp_path):
    house = House(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = house.run("demo", "--bind", f"127.0.0.1:{port}")
        served = house.run("serve", "--bind", f"127.0.0.1:{port}")
    said = told.stdout.replace("\n", " ")
    assert (told.returncode, f"make run PORT={port + 1}" in said) == (2, True), said
    assert (served.returncode, "is taken" in served.stderr) == (2, True), served.stderr
    assert not (tmp_path / "data").exists()


def test_a_real_house_is_never_made_a_demo(tmp_path):
    house = House(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "innkeeper.sqlite3").write_bytes(b"")
    told = house.run("demo", "--no-serve")
    assert (told.returncode, "real house" in told.stdout.replace("\n", " ")) == (2, True)
    assert not (tmp_path / "data" / "demo").exists()


def test_a_command_beside_a_warped_demo_keeps_the_demos_time(tmp_path):
    house = House(tmp_path)
    assert house.run("init").returncode == 0
    (tmp_path / "data" / "demo-clock").write_text("172800.0")
    assert days_ahead(house, tmp_path / "real") == 0
    (tmp_path / "data" / "demo").write_text("whole\n")
    assert days_ahead(house, tmp_path / "moved") == 2


def test_a_real_house_begun_where_a_demo_stood_keeps_real_time(tmp_path):
    (tmp_path / "data").mkdir()
    for name, text in (("demo", "whole\n"), ("demo-clock", "172800.0")):
        (tmp_path / "data" / name).write_text(text)
    house = House(tmp_path)
    assert house.run("init").returncode == 0
    assert not (tmp_path / "data" / "demo").exists()
    assert days_ahead(house, tmp_path / "real") == 0


def days_ahead(house, folder):
    """How many days the house's time stood off the wall clock when it made a backup."""
    made = house.run("backup", str(folder))
    assert made.returncode == 0, made.stdout + made.stderr
    made_at = datetime.fromisoformat(json.loads((folder / "manifest.json").read_text())["made_at"])
    return round((made_at - datetime.now(UTC)) / timedelta(days=1))
