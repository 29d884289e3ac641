"""The wheel holds all that an installed house needs."""

import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.config.house import House, ended, fetched, free_port
from tests.config.test_demo import small

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "innkeeper"
CARRIED = (
    "*.py",
    "*.html",
    "*.po",
    "*.yaml",
    "*.yml",
    "*.css",
    "*.js",
    "*.svg",
    "*.woff2",
    "*.txt",
    "*.json",
    "*.sql",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel built from this tree."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    (made,) = out.glob("innkeeper-*.whl")
    return made


@pytest.fixture(scope="module")
def names(wheel):
    """The names in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


class Installed(House):
    """A house of the installed wheel: the tree that it was built from is not to be found there."""

    @property
    def env(self):
        return {name: value for name, value in super().env.items() if name != "PYTHONPATH"}


@pytest.fixture
def installed(wheel, tmp_path):
    """The Python of an empty environment that got the wheel; its dependencies are lent, the tree's own install is not."""
    home = tmp_path / "env"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"))
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    got = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert got.returncode == 0, got.stderr[-2000:]
    return python


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_every_file_of_the_package_is_in_the_wheel(names):
    wanted = {str(file.relative_to(ROOT / "src")) for glob in CARRIED for file in PACKAGE.rglob(glob)}
    assert sorted(wanted - names) == []


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_every_catalogue_is_compiled_and_nothing_else_is_carried(names):
    catalogues = {name for name in names if name.endswith(".po")}
    assert {name.removesuffix(".po") + ".mo" for name in catalogues} <= names
    assert not [
        name for name in names if name.endswith((".pyc", ".sqlite3", ".key")) or name.startswith("tests/")
    ]
    assert any(name.endswith("entry_points.txt") for name in names)


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_the_wheel_in_an_empty_environment_serves_the_demo(installed, tmp_path):
    house, port = Installed(tmp_path / "house"), free_port()
    house.folder.mkdir()
    where = house.run("-c", "import innkeeper; print(innkeeper.__file__)", program=(str(installed),))
    assert Path(where.stdout.strip()).is_relative_to(tmp_path), where.stderr
    made = house.run("demo", "--no-serve", program=(str(installed), *small()[1:]))
    assert (made.returncode, "half made" in made.stdout) == (0, True), made.stderr
    served = house.start(
        "demo", "--bind", f"127.0.0.1:{port}", program=(str(installed.with_name("innkeeper")),)
    )
    try:
        status, page = fetched(f"http://127.0.0.1:{port}/sign-in/")
        sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
        assert (status, "工号" in page, bool(sheets)) == (200, True, True)
        assert all(fetched(f"http://127.0.0.1:{port}{sheet}")[0] == 200 for sheet in sheets)
    finally:
        code, seconds, said = ended(served)
    assert (code, seconds < 10) == (0, True), said
