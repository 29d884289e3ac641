"""What was promised to guests whose cases are open, and where one promise contradicts another (ERR-06)."""

from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from innkeeper.cases.models import Audience, EntryKind, ThreadEntry
from innkeeper.cases.rules import Promise, is_contradiction
from innkeeper.handovers.rules import Entry, Section

AHEAD = timedelta(hours=24)
MOST = 400
COLUMNS = (
    "id", "case_id", "case__ref", "case__room_number", "text_redacted", "promise_currency", "promise_minor", "promise_at",
    "at",
)  # fmt: skip


def promised_entries(property_id: UUID, *, post: str, at: datetime) -> list[Entry]:
    """Promises that fall due within a day, or did while the case is still open; and words that differ from earlier ones.

    `post` "" asks for the whole house. Restricted cases stay out. Queries: 1.
    """
    rows = ThreadEntry.objects.filter(
        case__property_id=property_id,
        case__is_open=True,
        case__is_restricted=False,
        audience=Audience.GUEST,
    ).exclude(kind=EntryKind.FROM_GUEST)
    rows = rows.exclude(promise_minor=None, promise_at=None)
    if post:
        rows = rows.filter(case__owner_post=post)
    said = [
        dict(zip(COLUMNS, row, strict=True))
        for row in rows.order_by("case_id", "at").values_list(*COLUMNS)[:MOST]
    ]
    due = [
        _entry(one, Section.PROMISES) for one in said if one["promise_at"] and one["promise_at"] <= at + AHEAD
    ]
    return due + [
        _entry(one, Section.CONTRADICTIONS)
        for _case, words in groupby(said, key=lambda one: one["case_id"])
        for one in _contradicting(list(words))
    ]  # fmt: skip


def _contradicting(words: list[dict[str, object]]) -> list[dict[str, object]]:
    """Those of one case's promises that differ from one before them."""
    promises = [_promise(one) for one in words]
    return [
        one
        for place, one in enumerate(words)
        if any(is_contradiction(earlier, promises[place]) for earlier in promises[:place])
    ]


def _promise(one: dict[str, object]) -> Promise:
    return Promise(one["promise_currency"], one["promise_minor"], one["promise_at"])  # type: ignore[arg-type]


def _entry(one: dict[str, object], section: Section) -> Entry:
    return Entry(
        section=section,
        id=str(one["id"]),
        room=str(one["case__room_number"]),
        text=str(one["text_redacted"]),
        ref=str(one["case__ref"]),
        kind=str(one["promise_currency"]),
        number=int(str(one["promise_minor"] or 0)),
        due_at=one["promise_at"],  # type: ignore[arg-type]
        since=one["at"],  # type: ignore[arg-type]
    )
