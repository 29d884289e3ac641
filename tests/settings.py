"""The settings under test: a throw-away home, secrets of its own, SQLite or the PostgreSQL of DATABASE_URL."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="innkeeper-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ.setdefault("INNKEEPER_HOME", str(_folder / "data"))
os.environ.setdefault("INNKEEPER_SECRETS", str(_folder / "secrets"))
os.environ.setdefault("INNKEEPER_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("INNKEEPER_TLS", "0")
Path(os.environ["INNKEEPER_HOME"], "static").mkdir(parents=True, exist_ok=True)

from innkeeper.config.settings import *  # noqa: E402, F403
from innkeeper.vault.custody import create_secrets  # noqa: E402

create_secrets(Path(os.environ["INNKEEPER_SECRETS"]))

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A migration costs its models' rendering also in the databases it does not touch. The keys' tables are made from the
# models, the cache's by its own command; the keys' migrations run wherever a test makes a house (`innkeeper init`).
for _alias in ("keys", "cache"):
    DATABASES[_alias]["TEST"] = {"MIGRATE": False}  # noqa: F405
