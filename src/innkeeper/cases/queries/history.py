"""What happened to a case, as its page tells it: who did what and when, out of the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from innkeeper.accounts.queries import posts, staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.audit import queries as audit
from innkeeper.cases import policy
from innkeeper.cases.models import Case
from innkeeper.kernel.actors import Actor

LIMIT = 30
ESCALATED = "cases.escalated"
LOOKED = frozenset({"audit.revealed", "audit.file_opened"})


@dataclass(frozen=True, slots=True)
class History:
    """The newest lines of the log about one case, the colleagues they name, the posts that were told by code."""

    lines: Sequence[audit.Line]
    people: Mapping[UUID, StaffLine]
    posts: Mapping[str, str]


def history_of(actor: Actor, *, ref: str, limit: int = LIMIT) -> History:
    """What happened to the case, newest first. Queries: 6. Raises NotFound."""
    return _told(policy.case_for(actor, ref=ref), since=None, limit=limit)


def changes_since(actor: Actor, *, ref: str, since: datetime, limit: int = 8) -> History:
    """What others did to the case since the reader's page was made. Queries: 6. Raises NotFound."""
    found = _told(policy.case_for(actor, ref=ref), since=since, limit=limit)
    others = [
        line
        for line in found.lines
        if line.actor_id != actor.id and line.at > since and line.verb not in LOOKED
    ]
    return History(others, found.people, found.posts)


def _told(case: Case, *, since: datetime | None, limit: int) -> History:
    page = audit.entries(
        property_ids={case.property_id}, kind="cases.Case", object_id=case.pk, since=since, limit=limit
    )
    called = [line for line in page.lines if line.verb == ESCALATED]
    names = {one.code: one.name for one in posts(case.property_id)} if called else {}
    people = {line.actor_id for line in page.lines} | {one for line in called for one in told_by(line)}
    return History(page.lines, staff_lines(people), names)


def told_by(line: audit.Line) -> list[UUID]:
    """The colleagues whom an escalation reached; none where nobody was there, or before the log kept it."""
    told = line.facts.get("to")
    return [UUID(str(one)) for one in told] if isinstance(told, list) else []
