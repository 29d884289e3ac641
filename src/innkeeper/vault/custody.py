"""The files that hold the house's secrets: made once, read by name, never inside the folder that is backed up."""

import base64
import hashlib
import os
import secrets
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

KEK = "kek.key"
TOKENS = "tokens.key"
AUDIT = "audit.key"
VAPID = "vapid.key"
DJANGO = "django.key"
KEY_BYTES = 32


class SecretMissing(RuntimeError):
    """A secret's file is not there or holds no key; the text names the file."""


def create_secrets(folder: Path) -> list[Path]:
    """Make the secrets that `folder` lacks and answer the files written; one that stands is never touched.

    Files are readable by their owner only. Whoever loses `kek.key` loses every sealed value of the house.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = [_written(folder / name, _fresh_key()) for name in (KEK, TOKENS, AUDIT, VAPID)]
    written.append(_written(folder / DJANGO, secrets.token_urlsafe(50)))
    return [path for path in written if path is not None]


def ids_of(folder: Path, names: Collection[str]) -> dict[str, str]:
    """A name for each of these keys that tells nothing about it, so that another one is known as such. Raises SecretMissing."""
    return {
        name: hashlib.sha256(f"innkeeper {name}".encode() + read_key(folder / name)).hexdigest()[:16]
        for name in names
    }


def _fresh_key() -> str:
    return base64.b64encode(os.urandom(KEY_BYTES)).decode("ascii")


def _written(path: Path, text: str) -> Path | None:
    """Put the text at `path` whole or not at all; None when something stands there already."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as writing:
        writing.write(text + "\n")
        writing.flush()
        os.fsync(writing.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return None
    finally:
        draft.unlink()
    return path


@lru_cache(maxsize=32)
def read_key(path: Path) -> bytes:
    """The 32 bytes kept in `path`. Raises SecretMissing when the file is not there or is not such a key."""
    try:
        key = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except (OSError, ValueError) as wrong:
        raise SecretMissing(f"{path} cannot be read. Run 'innkeeper init' to make the secrets.") from wrong
    if len(key) != KEY_BYTES:
        raise SecretMissing(f"{path} does not hold a key of {KEY_BYTES} bytes.")
    return key
