"""The index's job: forget the bytes of removed words."""

from innkeeper.outbox.jobs import job
from innkeeper.search import actions


@job("search.scrub", priority=8)
def scrub() -> None:
    """Scrub the index after an erasure."""
    actions.scrub()
