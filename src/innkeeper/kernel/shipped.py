"""The YAML that a release carries: parsed once in a process, and handed out as a copy of the caller's own."""

from copy import deepcopy
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def shipped_file(package: str, *path: str) -> Any:
    """The body of a YAML file inside one of the packages, such as ("innkeeper.cases", "data", "taxonomy.yaml").

    Raises: FileNotFoundError.
    """
    return deepcopy(_in_package(package, *path))


def shipped_path(path: Path) -> Any:
    """The body of a YAML file that an app names by its path. Raises: FileNotFoundError."""
    return deepcopy(_at(path))


@cache
def _in_package(package: str, *path: str) -> Any:
    return _parsed(resources.files(package).joinpath(*path).read_text(encoding="utf-8"))


@cache
def _at(path: Path) -> Any:
    return _parsed(path.read_text(encoding="utf-8"))


def _parsed(text: str) -> Any:
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - the safe loader, in C where it stands
