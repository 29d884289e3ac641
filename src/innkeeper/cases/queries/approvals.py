"""What waits for a decision or to be ratified, for the approvals screen and the manager's own work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, Exists, Q, QuerySet
from django.db.models.lookups import In

from innkeeper.accounts import queries as accounts
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases import policy
from innkeeper.cases.models import Approval, ApprovalState, title_shown
from innkeeper.cases.queries.lists import NOWHERE
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.money import Money
from innkeeper.statements import NOTHING, Asker, Constant, Hole, Question, Rows, Statement
from innkeeper.web.templatetags.parts import two

SHOWN = 50
COLUMNS = (
    "id", "case__ref", "case__room_number", "case__title_redacted", "subject", "reason", "currency", "amount_minor",
    "post", "state", "asked_at", "asked_by_id", "by_phone", "said_at", "heard_by_id", "acted_at", "acted_because",
    "ratify_by_at", "decided_by_id", "case__title_en",
)  # fmt: skip


class _Row(NamedTuple):
    """The columns of an approval and of its case."""

    id: UUID
    ref: str
    room: str
    title: str
    subject: str
    reason: str
    currency: str
    amount_minor: int | None
    post: str
    state: str
    asked_at: datetime
    asked_by_id: UUID
    by_phone: bool
    said_at: datetime | None
    heard_by_id: UUID | None
    acted_at: datetime | None
    acted_because: str
    ratify_by_at: datetime | None
    decided_by_id: UUID | None
    title_en: str


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """One approval: of which case, what for, how much, who asks, and whether it is late to be ratified."""

    id: UUID
    ref: str
    room: str
    title: str
    subject: str
    reason: str
    money: Money | None
    post: str
    state: str
    asked_at: datetime
    asked_by: str
    is_by_phone: bool
    said_at: datetime | None
    heard_by: str
    acted_at: datetime | None
    acted_because: str
    ratify_by_at: datetime | None
    is_late: bool
    given_by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Approvals:
    """What one person has to decide, to ratify, and what they wait for themself."""

    to_decide: Sequence[ApprovalLine]
    to_ratify: Sequence[ApprovalLine]
    asked: Sequence[ApprovalLine]

    @property
    def count(self) -> int:
        """How much waits for the person."""
        return len(self.to_decide) + len(self.to_ratify)

    @property
    def late(self) -> int:
        """How much should have been ratified by now."""
        return sum(one.is_late for one in (*self.to_decide, *self.to_ratify))


def approvals_for(actor: Actor, *, at: datetime) -> Approvals:
    """What waits for the actor, late ones first, and what they asked for and has not been decided. Queries: 1 or 2."""
    return approvals_of(WAITING.rows(actor=actor, at=at), actor, at=at)


def waiting_for(actor: Actor, *, at: datetime) -> Question[Rows]:
    """What `approvals_of` makes the approvals of: for somebody who may approve; nothing for others. Queries: 0 or 1."""
    return WAITING.filled(actor=actor, at=at) if actor.may("cases.approve") else NOTHING


def approvals_of(found: Rows, actor: Actor, *, at: datetime) -> Approvals:
    """The approvals with the names of their people. Queries: 0 or 1."""
    rows = [_Row(*row) for row in found]
    named = {one for row in rows for one in (row.asked_by_id, row.heard_by_id, row.decided_by_id)}
    people = accounts.staff_lines({one for one in named if one is not None})
    mine = [row for row in rows if row.asked_by_id == actor.id]
    theirs = [row for row in rows if row.asked_by_id != actor.id]
    is_first = [row for row in theirs if row.state == ApprovalState.GIVEN or row.acted_at is not None]
    return Approvals(
        to_decide=[_line(row, people, actor, at=at) for row in theirs if row not in is_first],
        to_ratify=[_line(row, people, actor, at=at) for row in is_first],
        asked=[_line(row, people, actor, at=at) for row in mine],
    )


def to_ratify(property_id: UUID) -> int:
    """How much in the hotel waits to be ratified. Queries: 1."""
    rows = Approval.objects.filter(property_id=property_id, ratify_by_at__isnull=False, ratified_at=None)
    return rows.exclude(state=ApprovalState.REFUSED).count()


def _waiting(*, actor: Actor, at: Hole) -> QuerySet[Any, Any]:
    """Open ones of the actor's posts, phone ones they gave, and their own questions; of cases they may see.

    A post is theirs that they hold, or that they are on the roster for now. The highest has every open one, and the
    phone ones that nobody ratified by the morning too.
    """
    asked = Q(state=ApprovalState.ASKED)
    theirs = asked & Q(asked_by_id=actor.id)
    if actor.may("cases.approve"):
        turns = accounts.on_duty_now(actor.property_id or NOWHERE, at).filter(staff_id=actor.id)
        is_highest = Q(In(Constant(policy.HIGHEST_POST), actor.posts))
        is_highest |= Q(Exists(turns.filter(post__code=policy.HIGHEST_POST)))
        of_post = Q(post__in=actor.posts) | Q(post__in=turns.values("post__code"))
        by_phone = Q(state=ApprovalState.GIVEN, by_phone=True, ratified_at=None)
        is_late = Q(ratify_by_at__lt=at) & ~Q(recorded_by_id=actor.id) & ~Q(heard_by_id=actor.id)
        theirs |= asked & (of_post | is_highest)
        theirs |= by_phone & (Q(decided_by_id=actor.id) | (is_late & is_highest))
    here = actor.property_ids or {one for one in (actor.property_id,) if one}
    rows = Approval.objects.filter(theirs, property_id__in=here, case__in=policy.visible_to(actor))
    return rows.order_by("ratify_by_at", "asked_at").values_list(*COLUMNS)[:SHOWN]


WAITING = Statement(_waiting, actor=Asker(), at=DateTimeField())


def _line(row: _Row, people: dict[UUID, StaffLine], actor: Actor, *, at: datetime) -> ApprovalLine:
    return ApprovalLine(
        id=row.id,
        ref=row.ref,
        room=row.room,
        title=title_shown(row.title, row.title_en),
        subject=row.subject,
        reason=row.reason,
        money=Money(row.currency, row.amount_minor) if row.amount_minor is not None else None,
        post=row.post,
        state=row.state,
        asked_at=row.asked_at,
        asked_by=_name(people, row.asked_by_id),
        is_by_phone=row.by_phone,
        said_at=row.said_at,
        heard_by=_name(people, row.heard_by_id),
        acted_at=row.acted_at,
        acted_because=row.acted_because,
        ratify_by_at=row.ratify_by_at,
        is_late=row.ratify_by_at is not None and row.ratify_by_at < at,
        given_by=_name(people, row.decided_by_id),
        is_mine=row.decided_by_id == actor.id,
    )


def _name(people: dict[UUID, StaffLine], staff_id: UUID | None) -> str:
    """The colleague's work name in the reader's language, "" for nobody."""
    line = people.get(staff_id) if staff_id else None
    return two({"name_zh": line.work_name, "name_en": line.work_name_en}) if line else ""
