"""The audit browser: filters, pages, the state of the seal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from innkeeper.accounts.queries import staff_by_number, staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.audit.queries import Cursor, Line, SealerLag, entries, sealer_lag
from innkeeper.cases.queries.past import case_of
from innkeeper.desk.queries.facts import people_in, told, words_of_house
from innkeeper.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the reader asked of the log; empty leaves a dimension open."""

    staff_number: str = ""
    verb: str = ""
    case_ref: str = ""
    subject_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: Cursor | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of the log in the reader's words."""

    lines: Sequence[tuple[Line, Sequence[tuple[str, str]]]]
    people: Mapping[UUID, StaffLine]
    next: Cursor | None
    lag: SealerLag


def log_page(actor: Actor, asked: Asked, *, at: datetime) -> LogPage:
    """The page. Raises NotFound for a staff number or a ref that does not exist here. Queries: 11 at most."""
    page = entries(
        property_ids=actor.property_ids,
        subject_id=asked.subject_id,
        actor_id=staff_by_number(asked.staff_number).pk if asked.staff_number else None,
        verb_prefix=asked.verb,
        object_id=case_of(actor, ref=asked.case_ref).pk if asked.case_ref else None,
        since=asked.since,
        until=asked.until,
        after=asked.after,
    )
    named = {one for line in page.lines for one in people_in(line.facts)}
    people = staff_lines({line.actor_id for line in page.lines} | named)
    words = words_of_house(actor.property_id) if actor.property_id else {}
    return LogPage(
        lines=[(line, told(line.facts, words=words, people=people)) for line in page.lines],
        people=people,
        next=page.next,
        lag=sealer_lag(now=at),
    )
