"""Two people at one setting: a page remembers what stood when it was read, and an action refuses what was read too long ago."""

import hashlib
import json

from innkeeper.kernel.errors import EditConflict


def edition_of(*stands: object) -> str:
    """A short mark of what stands: the same values give the same mark, in every process."""
    told = json.dumps(stands, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def insist_unchanged(seen: str, stands: str, words: str) -> None:
    """Nothing when nobody said what they saw, or it still stands. Raises EditConflict with these words."""
    if seen and seen != stands:
        raise EditConflict(words)
