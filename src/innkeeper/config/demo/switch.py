"""Turns the demo on before the settings are read: plain HTTP, a clock that can be moved, sign-in by password alone."""

import os

from innkeeper.config import env


def switch_on() -> None:
    """Set what makes a demo. Raises RuntimeError where a real house stands in the data folder."""
    home = env.folder("INNKEEPER_HOME", "data")
    if (home / "innkeeper.sqlite3").exists() and not (home / "demo").exists():
        raise RuntimeError(f"{home} holds a real house. Use another INNKEEPER_HOME for the demo.")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    (home / "demo").touch()
    os.environ["INNKEEPER_DEMO"] = "1"
    os.environ.setdefault("INNKEEPER_TLS", "0")
