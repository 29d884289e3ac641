"""Reads of the log: the browser's pages, who opened whose file, how far the sealer is behind."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from innkeeper.audit import custody
from innkeeper.audit.models import AuditEntry, AuditPending, AuditSubject
from innkeeper.audit.rules.entries import Fact

PAGE = 50
LOOKS = ("audit.revealed", "_read", "_searched")
"""How the verbs end that tell of a look: a value opened, a file or list read, a search that showed somebody."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the next one begins behind it."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the browser shows it."""

    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID
    actor_label: str
    verb: str
    verb_label: str
    kind: str
    object_id: UUID
    property_id: UUID | None
    purpose: str
    purpose_label: str
    facts: dict[str, Fact]
    subject_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, newest first; `next` is where to go on, None at the end."""

    lines: list[Line]
    next: Cursor | None


def entries(
    *,
    property_ids: Collection[UUID] | None,
    subject_id: UUID | None = None,
    actor_id: UUID | None = None,
    verb_prefix: str = "",
    verb_endings: Collection[str] = (),
    kind: str = "",
    object_id: UUID | None = None,
    object_ids: Collection[UUID] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    after: Cursor | None = None,
    limit: int = PAGE,
) -> Page:
    """One page of the log, newest first. `property_ids` are the hotels the reader may see; None is the whole group.

    Queries: 2, whatever the filter.
    """
    rows = AuditEntry.objects.order_by("-at", "-id")
    if property_ids is not None:
        rows = rows.filter(property_id__in=property_ids)
    if subject_id:
        rows = rows.filter(id__in=_entry_ids_about(subject_id, since=since, until=until))
    exact = {"actor_id": actor_id, "kind": kind, "object_id": object_id}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if object_ids is not None:
        rows = rows.filter(object_id__in=object_ids)
    if verb_prefix:
        rows = rows.filter(verb__startswith=verb_prefix)
    if verb_endings:
        rows = rows.filter(reduce(or_, (Q(verb__endswith=one) for one in verb_endings)))
    found = list(_within(rows, since=since, until=until, after=after)[: limit + 1])
    page = found[:limit]
    more = Cursor(page[-1].at, page[-1].id) if len(found) > limit else None
    return Page(lines=_lines(page), next=more)


def who_opened(subject_id: UUID, *, since: datetime | None = None, limit: int = PAGE) -> Page:
    """Who looked at something of this person, masked or in plain, newest first: what a person may ask of the house.

    Queries: 2.
    """
    return entries(property_ids=None, subject_id=subject_id, verb_endings=LOOKS, since=since, limit=limit)


def verb_label(verb: str) -> str:
    """The verb in the reader's language: the catalogue's "audit verb cases.task_done", else its own words "Task done".

    Each app translates its own verbs in its own catalogue.
    """
    msgid = f"audit verb {verb}"
    label = _(msgid)
    return verb.rsplit(".", 1)[-1].replace("_", " ").capitalize() if label == msgid else label


def purpose_label(purpose: str) -> str:
    """What a value was opened for: the purposes that the house itself states, else what the person wrote."""
    known = {
        "case": _("for the case"),
        "redaction": _("to hide names in a text"),
        "house_search": _("for a search of the house"),
        "import": _("for an import"),
        "briefing": _("for the briefing"),
        "downtime": _("for the downtime pack"),
        "lost_property": _("for lost and found"),
    }
    return known.get(purpose, purpose)


@dataclass(frozen=True, slots=True)
class SealerLag:
    """How far the sealer is behind: entries waiting, and the age of the first of them."""

    waiting: int
    oldest_seconds: float


def sealer_lag(*, now: datetime) -> SealerLag:
    """What is not yet in the tree. Queries: 2."""
    first = AuditPending.objects.order_by("entry_id").values("entry_id")[:1]
    oldest = AuditEntry.objects.filter(id__in=first).values_list("at", flat=True).first()
    age = (now - oldest).total_seconds() if oldest else 0.0
    return SealerLag(waiting=AuditPending.objects.count(), oldest_seconds=max(0.0, age))


def sink_warning() -> str:
    """What the banner says until one sink is declared to belong to another owner or host; empty then."""
    if len(custody.sinks()) < 2:
        return _("The audit log has fewer than two sinks. Set INNKEEPER_AUDIT_SINKS.")
    if not custody.outside_sink():
        return _(
            "All copies of the audit log's checkpoints belong to this machine: whoever owns it could rewrite the log."
            " Put one sink under another owner and name it in INNKEEPER_AUDIT_OUTSIDE_SINK."
        )
    if custody.outside_sink() not in {str(sink) for sink in custody.sinks()}:
        return _("INNKEEPER_AUDIT_OUTSIDE_SINK names a folder that is none of the sinks.")
    return ""


def _entry_ids_about(
    subject_id: UUID, *, since: datetime | None, until: datetime | None
) -> "QuerySet[AuditSubject, dict[str, Any]]":
    about = AuditSubject.objects.filter(subject_id=subject_id)
    if since:
        about = about.filter(at__gte=since)
    if until:
        about = about.filter(at__lt=until)
    return about.values("entry_id")


def _within(
    rows: QuerySet[AuditEntry], *, since: datetime | None, until: datetime | None, after: Cursor | None
) -> QuerySet[AuditEntry]:
    if since:
        rows = rows.filter(at__gte=since)
    if until:
        rows = rows.filter(at__lt=until)
    if after:
        rows = rows.filter(Q(at__lt=after.at) | Q(id__lt=after.id), at__lte=after.at)
    return rows


def _lines(rows: Iterable[AuditEntry]) -> list[Line]:
    page = list(rows)
    subjects: dict[UUID, list[UUID]] = defaultdict(list)
    about = AuditSubject.objects.filter(entry_id__in=[row.id for row in page])
    for entry_id, subject_id in about.values_list("entry_id", "subject_id"):
        subjects[entry_id].append(subject_id)
    return [
        Line(
            id=row.id,
            at=row.at,
            actor_kind=row.actor_kind,
            actor_id=row.actor_id,
            actor_label=row.actor_label,
            verb=row.verb,
            verb_label=verb_label(row.verb),
            kind=row.kind,
            object_id=row.object_id,
            property_id=row.property_id,
            purpose=row.purpose,
            purpose_label=purpose_label(row.purpose),
            facts=row.facts,
            subject_ids=tuple(sorted(subjects[row.id])),
        )
        for row in page
    ]
