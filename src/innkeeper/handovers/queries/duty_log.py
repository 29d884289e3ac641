"""The manager-on-duty log as it reads: newest first, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from innkeeper.accounts.queries import staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases.models import Case
from innkeeper.handovers.models import LOG_WORDS, LogEntry
from innkeeper.handovers.rules import LogKind

PAGE = 40


@dataclass(frozen=True, slots=True)
class LogPage:
    """The entries with who wrote them and what became of what they asked for."""

    entries: Sequence[LogEntry]
    people: Mapping[UUID, StaffLine]
    refs: Mapping[UUID, tuple[str, bool]]


def log_page(property_id: UUID, *, before: tuple[datetime, UUID] | None = None) -> LogPage:
    """One page of the log, newest first, `before` the time and id of the last entry shown. Queries: 3."""
    rows = LogEntry.objects.filter(property_id=property_id).defer("text")
    if before is not None:
        at, entry_id = before
        rows = rows.filter(Q(happened_at__lt=at) | Q(happened_at=at, id__lt=entry_id))
    entries = list(rows.order_by("-happened_at", "-id")[:PAGE])
    ids = [one.follow_up_case_id for one in entries if one.follow_up_case_id]
    refs = {
        pk: (ref, is_open)
        for pk, ref, is_open in Case.objects.filter(pk__in=ids).values_list("pk", "ref", "is_open")
    }
    return LogPage(entries, staff_lines({one.by_id for one in entries}), refs)  # fmt: skip


def kind_words(entry: LogEntry) -> str:
    """What kind of entry it is, in the reader's words."""
    return str(LOG_WORDS[LogKind(entry.kind)])


def log_entry(entry_id: UUID) -> LogEntry:
    """One entry, without its sealed words. Queries: 1. Raises DoesNotExist."""
    return LogEntry.objects.defer("text").get(pk=entry_id)
