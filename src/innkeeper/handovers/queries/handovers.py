"""The handovers of the shift: what was given, who took it, what nobody took yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import (
    BooleanField,
    Exists,
    Expression,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from innkeeper.accounts.models import DutyTurn, Post, Staff
from innkeeper.accounts.queries import on_duty_now
from innkeeper.clocks.models import ClockRun
from innkeeper.handovers import policy, rules
from innkeeper.handovers.models import Acknowledgement, BookLine, Handover
from innkeeper.handovers.rules import LineState
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound
from innkeeper.statements import Hole

SHOWN = 6
WITHIN = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Given:
    """One handover in a list: what was open, and who took it when, if anybody.

    `is_for_others`: somebody else is on duty for the post, and takes it.
    """

    id: UUID
    post: str
    shift: str
    ended_at: datetime
    open_count: int
    taken_by_id: UUID | None
    taken_at: datetime | None
    take_by: datetime | None
    taken_by_zh: str = ""
    taken_by_en: str = ""
    is_for_others: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether the next shift took it."""
        return self.taken_at is not None

    def is_late(self, at: datetime) -> bool:
        """Whether its alarm has rung: no post is late whose next shift has not begun."""
        return not self.is_taken and self.take_by is not None and at > self.take_by


def post_named(property_id: UUID, code: str) -> Post:
    """The post with its department. Queries: 1. Raises NotFound."""
    found = Post.objects.select_related("department__reports_to").filter(property_id=property_id, code=code)
    post = found.first()
    if post is None:
        raise NotFound(_("There is no such post."))
    return post


def given_of_post(
    actor: Actor, property_id: UUID, post: str, *, at: datetime, limit: int = SHOWN
) -> list[Given]:
    """The newest handovers of a post, newest first. Queries: 1."""
    here = _turns(property_id, post, at=at)
    others = ExpressionWrapper(
        Q(Exists(here)) & ~Q(Exists(here.filter(staff_id=actor.id))), output_field=BooleanField()
    )
    return _given(policy.visible_to(actor).filter(property_id=property_id, post=post), limit, others)


def given_in_house(actor: Actor, property_id: UUID, *, at: datetime) -> list[Given]:
    """The newest handover of each post the actor may read, of the last day. Queries: 1."""
    rows = policy.visible_to(actor).filter(property_id=property_id, ended_at__gt=at - WITHIN)
    newest: dict[str, Given] = {}
    for one in _given(rows, 400):
        newest.setdefault(one.post, one)
    return sorted(newest.values(), key=lambda one: (one.is_taken, one.post))


def duty_now(property_id: UUID, *, at: datetime) -> Mapping[str, datetime]:
    """The posts that somebody holds on the roster at this moment, with when the last of them goes. Queries: 1."""
    turns = on_duty_now(property_id, at)
    return dict(turns.order_by("ends_at").values_list("post__code", "ends_at"))


def takers(property_id: UUID, post: str, *, at: datetime) -> frozenset[UUID]:
    """Who holds the post on the roster at this moment, and takes its book; with nobody, whoever reads it may. Queries: 1."""
    return frozenset(_turns(property_id, post, at=at).values_list("staff_id", flat=True))


def _turns(property_id: UUID, post: str, *, at: datetime) -> QuerySet[DutyTurn]:
    """Who stands on the roster for the post at this moment."""
    return on_duty_now(property_id, at).filter(post__code=post)


def _given(rows: QuerySet[Handover], limit: int, *more: Expression) -> list[Given]:
    columns = (
        "id",
        "post",
        "shift",
        "ended_at",
        "open_count",
        "acknowledgement__by_id",
        "acknowledgement__at",
        Subquery(
            ClockRun.objects.filter(owner_id=OuterRef("pk"), name=rules.HANDOVER_CLOCK).values("due_at")[:1]
        ),
    )
    taker = Staff.objects.filter(pk=OuterRef("acknowledgement__by_id"))
    names = [Coalesce(Subquery(taker.values(name)[:1]), Value("")) for name in ("work_name", "work_name_en")]
    return [
        Given(*row) for row in rows.order_by("-ended_at", "-id").values_list(*columns, *names, *more)[:limit]
    ]


def acknowledgement_of(handover: Handover) -> Acknowledgement | None:
    """Who took the handover, if anybody. Queries: 0 where it was read with it."""
    return getattr(handover, "acknowledgement", None)


def missed_lines(property_id: UUID | Hole, *, at: datetime | Hole) -> QuerySet[BookLine]:
    """Wake-up calls whose time has passed and of which nobody has said what became; the oldest first."""
    rows = BookLine.objects.filter(
        property_id=property_id,
        state=LineState.OPEN.value,
        kind=rules.LineKind.WAKE_UP.value,
        due_at__lte=at,
    )
    return rows.order_by("due_at")
