"""The wheel holds all that an installed house needs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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
def names(tmp_path_factory):
    """The names in a wheel built from this tree."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    (wheel,) = out.glob("innkeeper-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


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
