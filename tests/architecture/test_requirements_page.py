"""docs/requirements.md names the tests that are really there."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_current() -> None:
    answer = subprocess.run([sys.executable, str(ROOT / "bin" / "requirements"), "--check"], check=False)
    assert answer.returncode == 0, "run bin/requirements"
