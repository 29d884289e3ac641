"""What is typed stays out of the browser's profile: its own lists, and its file of what was open."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "innkeeper"
SIGN_IN = ("account/", "mfa/")
"""Forms of passwords and codes: each of their fields says for itself what the browser may keep."""


@pytest.mark.req("SEC-01")
def test_no_form_lets_the_browser_keep_what_is_typed():
    kept = []
    for path in TEMPLATES.rglob("templates/**/*.html"):
        name = path.as_posix().partition("/templates/")[2]
        forms = re.findall(r"<form\b[^>]*", path.read_text(encoding="utf-8"))
        if not name.startswith(SIGN_IN):
            kept += [f"{name}: {form}" for form in forms if 'autocomplete="off"' not in form]
    assert kept == []
