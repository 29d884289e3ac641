"""The guard, asked by the spine: free text as lists and search may show it inside the house."""

from collections.abc import Sequence

from innkeeper.guard.rules import Known, find, redact

UNREADABLE = "‹…›"


def redacted(text: str, *, known_names: Sequence[str] | None) -> str:
    """The text with personal data hidden; `known_names` are those of the guests concerned, None when unknown.

    Taking in never waits for the guard: where it fails, or the names could not be had, nothing is shown.
    """
    if not text:
        return ""
    if known_names is None:
        return UNREADABLE
    try:
        return redact(text, find(text, known=Known(names=tuple(known_names))))
    except Exception:
        return UNREADABLE
