"""The morning briefing (晨会): what the heads go through at 07:30. Every figure counts a list of the same page or links to its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from innkeeper.accounts.models import DutyTurn
from innkeeper.accounts.queries import staff_lines
from innkeeper.accounts.rules import StaffLine
from innkeeper.cases.models import Approval, ApprovalState, Nature, TaxonomyCode
from innkeeper.cases.policy import in_house, visible_to
from innkeeper.cases.queries.lists import LINE_COLUMNS, CaseLine
from innkeeper.complaints.models import Recovery, RecoveryKind
from innkeeper.complaints.queries.house import DrillState, drill_state
from innkeeper.complaints.rules import DUE, PLANNED
from innkeeper.guests.queries import GuestLine, guest_lines
from innkeeper.handovers.queries.records import FaultyRecord, faulty_records
from innkeeper.handovers.queries.rooms import room_entries, vip_entries
from innkeeper.handovers.rules import Entry, Section
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.money import Money
from innkeeper.properties.models import Property
from innkeeper.stays.rules.stays import eve_of
from innkeeper.web.parts import Kpi
from innkeeper.web.templatetags.parts import day, full_day, two

DAY, QUARTER, RECENT = timedelta(hours=24), timedelta(days=90), timedelta(days=7)
REPEATS, MOST = 3, 300
DEFECTS = (Nature.FACILITY, Nature.HYGIENE, Nature.NOISE)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A matter that came back in a room: how often in 90 days, the last time when."""

    room: str
    code: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Ratify:
    """An approval that waits for a decision or for its ratification."""

    ref: str
    post: str
    money: str
    is_to_ratify: bool
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """One recovery of the last day."""

    ref: str
    room: str
    kind: str
    money: Money


@dataclass(frozen=True, slots=True)
class Shiftful:
    """One shift of today: who is on, by post."""

    shift: str
    people: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Briefing:
    """The whole briefing at one moment, for one reader."""

    house: Property
    at: datetime
    fresh: Sequence[CaseLine]
    late: Sequence[CaseLine]
    open_count: int
    hidden_count: int
    praise: Sequence[CaseLine]
    given: Sequence[Given]
    cost: Sequence[str]
    rooms: Sequence[Entry]
    vips: Sequence[tuple[Entry, GuestLine | None]]
    repeats: Sequence[Repeat]
    faulty: Sequence[FaultyRecord]
    drill: str
    approvals: Sequence[Ratify]
    shifts: Sequence[Shiftful]
    codes: Mapping[str, str]
    people: Mapping[UUID, StaffLine]

    def kpis(self) -> list[Kpi]:
        """The key figures; each leads to what it counts."""
        cases = reverse("cases:all")
        return [
            Kpi(len(self.fresh), _("complaints in 24 h"), href="#fresh"),
            Kpi(self.open_count, _("open complaints"), href=f"{cases}?state=open&kind=complaint"),
            Kpi(
                len(self.late),
                _("late"),
                href=f"{cases}?state=late&kind=complaint",
                state="late" if self.late else "",
            ),
            Kpi(self.cost[0] if self.cost else "0", _("recovery in 24 h"), href="#given", note=_(", ").join(self.cost[1:])),
            Kpi(len(self.rooms), _("out of order"), href=reverse("desk:figure_list", args=["out-of-order"])),
            Kpi(len(self.vips), _("VIPs due today"), href="#vips"),
            Kpi(len(self.faulty), _("record errors"), href=reverse("handovers:errors")),
            Kpi(len(self.praise), _("praise"), href="#praise"),
        ]  # fmt: skip


def briefing(actor: Actor, house: Property, *, at: datetime) -> Briefing:
    """The briefing; names as lists show them. Queries: 12."""
    today = local_date(at, house.timezone)
    lines, praise, hidden_count = _cases(actor, house.pk, at=at)
    fresh = [one for one in lines if one.received_at >= at - DAY]
    still_open = [one for one in lines if one.is_open]
    vips = vip_entries(house.pk, from_on=eve_of(today), until_on=today)
    files = guest_lines({UUID(one.kind) for one in vips}, actor=actor)
    given, approvals = _money(actor, house.pk, at=at)
    return Briefing(
        house=house,
        at=at,
        fresh=fresh,
        late=[one for one in still_open if one.is_late(at)],
        open_count=len(still_open),
        hidden_count=hidden_count,
        praise=praise,
        given=given,
        cost=_summed(given),
        rooms=[
            replace(one, code=day(date.fromisoformat(one.code)) if one.code else "")
            for one in room_entries(house, at=at)
            if one.section == Section.OUT_OF_ORDER and one.kind == "OOO"
        ],
        vips=[(one, files.get(UUID(one.kind))) for one in vips],
        repeats=_repeats(actor, house.pk, at=at),
        faulty=faulty_records(actor, house.pk, at=at),
        drill=drill_words(drill_state(house.pk, today=today)),
        approvals=approvals,
        shifts=_shifts(house.pk, today),
        codes=_code_names(house.pk),
        people=staff_lines({one.owner_id for one in [*fresh, *still_open] if one.owner_id}),
    )  # fmt: skip


def drill_words(state: DrillState) -> str:
    """What the heads hear of a drill that is due or planned for today; "" where there is nothing to say."""
    if state.waiting == PLANNED and state.next_on:
        return _("A drill across departments is planned for %(day)s and not noted yet.") % {
            "day": day(state.next_on)
        }
    if state.waiting == DUE and state.last_on:
        return _("A drill across departments is due: the last one was on %(day)s.") % {
            "day": full_day(state.last_on)
        }
    return _("A drill across departments is due: none has been held yet.") if state.waiting else ""


def _cases(actor: Actor, property_id: UUID, *, at: datetime) -> tuple[list[CaseLine], list[CaseLine], int]:
    """Complaints that are open or of the last day, newest first; praise of the last day; how many stay hidden.

    The figures count these very lines. Of a restricted complaint that the reader may not know of only the number is
    said. Queries: 1.
    """
    of_interest = Q(kind="complaint") & (Q(is_open=True) | Q(received_at__gte=at - DAY))
    praised = Q(taxonomy_code="praise", received_at__gte=at - DAY)
    rows = in_house(actor).filter(of_interest | praised, property_id=property_id, merged_into=None)
    is_known = Exists(visible_to(actor).filter(pk=OuterRef("pk")))
    lines, praise, hidden_count = [], [], 0
    for known, *columns in rows.order_by("-received_at", "-pk").values_list(is_known, *LINE_COLUMNS)[:MOST]:
        line = CaseLine(*columns)
        if line.kind == "complaint" and known:
            lines.append(_neutral(line))
        elif line.kind == "complaint" and line.is_restricted:
            hidden_count += 1
        if known and line.code == "praise" and line.received_at >= at - DAY:
            praise.append(line)
    return lines, praise, hidden_count


def _neutral(line: CaseLine) -> CaseLine:
    """A restricted case says nothing but that it is there, also to who may know: a briefing is read by many eyes."""
    if not line.is_restricted:
        return line
    return replace(line, title=_("Restricted case"), room="", owner_id=None, department="")


def _money(actor: Actor, property_id: UUID, *, at: datetime) -> tuple[list[Given], list[Ratify]]:
    """Recoveries of the last day that nobody has to approve any more, newest first; and what waits for a decision or
    for its ratification, oldest first. Queries: 1.
    """
    columns = ("what", "ref", "where", "currency", "amount_minor", "stands", "since")
    waits = Approval.objects.exclude(state=ApprovalState.GIVEN).values("pk")
    recoveries = Recovery.objects.filter(property_id=property_id, at__gte=at - DAY)
    seen = visible_to(actor).filter(pk=OuterRef("case_id"), is_restricted=False)
    given = recoveries.exclude(approval_id__in=waits).annotate(
        what=F("kind"), ref=Subquery(seen.values("ref")[:1]), where=Subquery(seen.values("room_number")[:1]),
        stands=Value(""), since=F("at"),
    )  # fmt: skip
    asked = Q(state=ApprovalState.ASKED) | Q(state=ApprovalState.GIVEN, by_phone=True, ratified_at=None)
    approvals = Approval.objects.filter(
        asked, property_id=property_id, case__in=visible_to(actor).values("pk")
    )
    to_ratify = approvals.annotate(
        what=F("post"),
        ref=F("case__ref"),
        where=F("case__room_number"),
        stands=F("state"),
        since=F("asked_at"),
    )
    rows = given.values_list(*columns).union(to_ratify.values_list(*columns), all=True)
    found = sorted(rows, key=lambda row: row[6])
    return [_recovery(row) for row in reversed(found) if not row[5]], [
        _ratify(row) for row in found if row[5]
    ]


def _recovery(row: tuple[Any, ...]) -> Given:
    kind, ref, room, currency, amount, *_rest = row
    return Given(
        ref or _("Restricted case"), room or "", str(RecoveryKind(kind).label), Money(currency, amount)
    )


def _ratify(row: tuple[Any, ...]) -> Ratify:
    post, ref, _room, currency, amount, state, asked_at = row
    money = Money(currency, amount or 0).shown() if currency else ""
    return Ratify(ref, post, money, state == ApprovalState.GIVEN, asked_at)


def _summed(given: Sequence[Given]) -> list[str]:
    """What they cost, one sum for each currency."""
    sums: dict[str, int] = {}
    for one in given:
        sums[one.money.currency] = sums.get(one.money.currency, 0) + one.money.amount_minor
    return [Money(currency, amount).shown() for currency, amount in sorted(sums.items())]


def _repeats(actor: Actor, property_id: UUID, *, at: datetime) -> list[Repeat]:
    """Defects that a room has had three times or more in 90 days, again within the last week. Queries: 1."""
    rows = (
        visible_to(actor)
        .filter(
            property_id=property_id,
            received_at__gte=at - QUARTER,
            received_at__lte=at,
            nature__in=DEFECTS,
            merged_into=None,
        )
        .exclude(room_number="")
        .exclude(taxonomy_code="")
        .order_by()
        .values_list("room_number", "taxonomy_code")
        .annotate(n=Count("pk"), last=Max("received_at"))
        .filter(n__gte=REPEATS, last__gte=at - RECENT)
        .order_by("-n", "room_number")
    )
    return [Repeat(*row) for row in rows[:12]]


def _shifts(property_id: UUID, on: date) -> list[Shiftful]:
    """Who is on today, by shift. Queries: 1."""
    turns = DutyTurn.objects.filter(property_id=property_id, on=on).select_related("post", "staff")
    found: dict[str, list[tuple[str, str]]] = {}
    for turn in turns.order_by("starts_at", "post__position", "post__code", "staff__staff_number"):
        found.setdefault(str(turn.get_shift_display()), []).append((two(turn.post), turn.staff.shown_name))
    return [Shiftful(shift, people) for shift, people in found.items()]


def _code_names(property_id: UUID) -> dict[str, str]:
    """What the hotel calls each matter. Queries: 1."""
    rows = TaxonomyCode.objects.filter(Q(property_id=property_id) | Q(property_id=None)).order_by(
        "property_id"
    )
    return {row.code: two(row) for row in rows.only("code", "name_zh", "name_en")}
