"""The thread of a case: its newest words, older ones when they are asked for."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, UUIDField

from innkeeper.cases import policy
from innkeeper.cases.models import Case, ThreadEntry
from innkeeper.cases.queries.merges import all_within
from innkeeper.cases.queries.paging import after, cursor_after
from innkeeper.kernel.actors import Actor
from innkeeper.statements import Known, Loaded, Several

THREAD_PAGE = 25


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """The newest entries, oldest of them first; `older` asks for those before them, "" where there are none."""

    entries: tuple[ThreadEntry, ...]
    older: str


def thread_page(
    case: Case,
    *,
    merged: Collection[UUID] = (),
    before: str = "",
    size: int = THREAD_PAGE,
    audience: str = "",
) -> ThreadPage:
    """The newest entries of the case and of the cases merged into it, or those that come after the cursor. Queries: 1.

    The cases are named one by one: asked for in a subquery beside the case, they make the database read every thread.
    Raises InvalidInput for a broken cursor.
    """
    cases = [case.pk, *merged]
    if before:
        found = list(after(_words(cases, audience), before, by="at")[: size + 1])
    else:
        found = NEWEST.all(cases=cases, audience=audience, size=size + 1)
    shown = found[:size]
    older = cursor_after(shown[-1].at, shown[-1].pk) if len(found) > size else ""
    return ThreadPage(tuple(reversed(shown)), older)


def _words(cases: Collection[Any], audience: str) -> QuerySet[ThreadEntry]:
    rows = ThreadEntry.objects.filter(case__pk__in=cases).defer("text")
    return rows.filter(audience=audience) if audience else rows


NEWEST = Loaded(
    lambda *, cases, audience, size: after(_words(cases, audience), "", by="at")[:size],
    ThreadEntry,
    without=("text",),
    cases=Several(UUIDField()),
    audience=Known(),
    size=Known(),
)


def merged_into(case: Case) -> list[UUID]:
    """The cases that went up in this one, and those within them. Queries: 1 for each row of merges, and 1."""
    return [one for one in all_within(case.pk) if one != case.pk]


def thread_of(actor: Actor, *, ref: str, before: str = "", audience: str = "") -> ThreadPage:
    """Older entries, when they are asked for. Queries: 3. Raises NotFound, InvalidInput for a broken cursor."""
    case = policy.case_for(actor, ref=ref)
    return thread_page(case, merged=merged_into(case), before=before, audience=audience)


def thread_entry(actor: Actor, *, ref: str, entry_id: UUID) -> ThreadEntry | None:
    """One entry of the thread of a case that the actor may see. Queries: 2. Raises NotFound."""
    return ThreadEntry.objects.filter(pk=entry_id, case=policy.case_for(actor, ref=ref)).first()
