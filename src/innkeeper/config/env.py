"""Typed readers of the environment: each fails loudly and names the variable. Secrets may come from files (`NAME_FILE`)."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's text. Raises ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """Yes or no. Raises ImproperlyConfigured for anything but 1, 0, true, false, yes, no."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in {"1", "true", "yes"}:
        return True
    if raw.lower() in {"0", "false", "no", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}: write 1 or 0.")


def number(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured otherwise."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    try:
        return int(raw)
    except ValueError as wrong:
        raise ImproperlyConfigured(f"{name} is {raw!r}: write a whole number.") from wrong


def listed(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without blanks."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def folder(name: str, default: str) -> Path:
    """A folder's absolute path; it need not exist yet."""
    return Path(os.environ.get(name, default)).expanduser().resolve()


def secret(name: str, kept_in: Path) -> str:
    """A secret from `NAME`, from the file `NAME_FILE`, or from `kept_in`. Raises ImproperlyConfigured when none has it."""
    direct = os.environ.get(name)
    if direct:
        return direct
    source = Path(os.environ.get(f"{name}_FILE", str(kept_in)))
    try:
        return source.read_text(encoding="utf-8").strip()
    except OSError as missing:
        raise ImproperlyConfigured(
            f"{name} is not set and {source} cannot be read. Run 'innkeeper init' to make the secrets."
        ) from missing
