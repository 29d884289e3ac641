"""The story: a guest file was erased; nobody finds any more, by its words, what that guest said.

The guard may have missed something of the guest in the redacted words. A case that is open is still worked with: its
words leave when it is closed. The case itself stays, found by its number and its room, its words sealed under its own key.
"""

from datetime import datetime
from uuid import UUID

from innkeeper.cases.actions import forget_words
from innkeeper.cases.queries.past import closed_cases_of_guest, guests_of_cases
from innkeeper.guests.queries import erased_among
from innkeeper.kernel.actors import system
from innkeeper.outbox.jobs import job

ROBOT = "workflows.erased_words_leave_search"


@job("workflows.erased_words_leave_search", priority=8)
def leave(*, guest_id: UUID, at: datetime) -> None:
    """For guests.GuestErased: the closed cases of the guest. Safe to repeat."""
    forget_words(actor=system(ROBOT), case_ids=closed_cases_of_guest(guest_id), at=at)


@job("workflows.closed_words_leave_search", priority=8)
def leave_when_closed(*, case_id: UUID, at: datetime) -> None:
    """For cases.CaseClosed: the case of a guest whose file was erased while it was open. Safe to repeat."""
    if erased_among(guests_of_cases([case_id])):
        forget_words(actor=system(ROBOT), case_ids=[case_id], at=at)
