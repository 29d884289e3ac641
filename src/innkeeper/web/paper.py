"""Printed sheets: what a page of paper says, as frozen values, and the one function that makes a PDF of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import pylopdf_fonts_zh_cn
import typst
from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "papers"
STANDARD = "ua-1"


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure on paper; one that burns has a mark beside its colour."""

    figure: str
    label: str
    burns: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """The line of key figures."""

    kind: ClassVar[str] = "figures"
    items: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title; `width` is "auto" or a share."""

    title: str
    width: str = "1"
    right: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, its first cell the handle; one that burns is marked."""

    cells: Sequence[str]
    burns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list with its heading. `tall` leaves room to write; `empty` says what is fine where nothing stands."""

    kind: ClassVar[str] = "table"
    heading: str
    columns: Sequence[Column]
    rows: Sequence[Line]
    empty: str = "—"
    note: str = ""
    counted: bool = True
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A few sentences under a heading."""

    kind: ClassVar[str] = "words"
    heading: str
    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Field:
    """A blank to fill in by hand, so many lines high."""

    label: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """A blank form."""

    kind: ClassVar[str] = "form"
    heading: str
    fields: Sequence[Field]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""

    kind: ClassVar[str] = "break"


Block = Figures | Table | Words | Form | Break


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One printed sheet: what, whose, made when, its blocks. `foot` says how it is to be kept."""

    title: str
    house: str
    made: str
    blocks: Sequence[Block]
    lead: str = ""
    foot: str = ""
    wide: bool = False
    dense: bool = False


def printed(paper: Paper) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1) on A4 with its fonts inside, in the language now in use.

    The words are data: nothing in them is read as markup. Raises RuntimeError where the sheet cannot be set.
    """
    return bytes(_compiled(paper, format="pdf", pdf_standards=STANDARD))


def _compiled(paper: Paper, **how: Any) -> Any:
    return typst.compile(
        (FOLDER / "sheet.typ").read_bytes(),
        root=str(FOLDER),
        font_paths=_fonts(),
        sys_inputs={"paper": json.dumps(_as_data(paper), ensure_ascii=False)},
        **how,
    )


def _as_data(paper: Paper) -> dict[str, Any]:
    is_chinese = (get_language() or "zh").startswith("zh")
    data = asdict(paper)
    data["blocks"] = [{"kind": block.kind} | asdict(block) for block in paper.blocks]
    return data | {"lang": "zh" if is_chinese else "en", "region": "cn" if is_chinese else "gb"}


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The Chinese fonts that are shipped; those of the machine are not asked, so every machine sets the same sheet."""
    folder = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
