"""The positive control: the scan finds a value in each form, wherever it stands."""

import base64
import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.secrets.scan import found_in, scan

VALUES = ["韩若彤", "13800574471", "hanruotong@guest.example", "110105199003078812"]
FORMS = {
    "utf-8": lambda value: value.encode(),
    "utf-16-le": lambda value: value.encode("utf-16-le"),
    "utf-16-be": lambda value: value.encode("utf-16-be"),
    "json": lambda value: json.dumps({"a": value}).encode(),
    "json in utf-16": lambda value: json.dumps({"a": value}).encode("utf-16-le"),
    "url": lambda value: quote(value).encode(),
    "hex": lambda value: value.encode().hex().encode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", VALUES)
def test_it_finds_the_value_in_this_form(value: str, form: str) -> None:
    assert value in found_in(b"before " + FORMS[form](value) + b" after", VALUES)


@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"xyz"])
@pytest.mark.parametrize("value", VALUES)
def test_it_finds_the_value_inside_base64_at_every_alignment(value: str, before: bytes) -> None:
    coded = base64.b64encode(before + value.encode() + b"tail")
    assert value in found_in(b"{" + coded + b"}", VALUES)
    assert value in found_in(base64.urlsafe_b64encode(before + value.encode() + b"tail"), VALUES)


def test_it_finds_nothing_where_nothing_is() -> None:
    assert found_in(b"a quiet log line 1208", VALUES) == set()


def test_it_names_the_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "wal").write_bytes(b"\x00" * 4096 + "韩若彤".encode() + b"\x00")
    assert scan([tmp_path], VALUES) == {"韩若彤": ["wal"]}
