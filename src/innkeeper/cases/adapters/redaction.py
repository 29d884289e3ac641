"""The guard, asked by the spine: free text as lists and search may show it inside the house."""

from collections.abc import Sequence

from innkeeper.guard.rules import Known, find, redact


def redacted(text: str, *, known_names: Sequence[str] = ()) -> str:
    """The text with personal data hidden. Taking in never waits for the guard: where it fails, nothing is shown."""
    try:
        return redact(text, find(text, known=Known(names=tuple(known_names))))
    except Exception:
        return "‹…›"
