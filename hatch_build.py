"""Compiles the Chinese and English message catalogues into the wheel, so that an installed Innkeeper speaks both."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Write one .mo beside each .po below `root` and answer the files written."""
    written = []
    for source in sorted(root.rglob("*.po")):
        target = source.with_suffix(".mo")
        with source.open("rb") as reading, target.open("wb") as writing:
            write_mo(writing, read_po(reading))
        written.append(target)
    return written


class CataloguesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before every wheel and editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(Path(self.root) / "src")
