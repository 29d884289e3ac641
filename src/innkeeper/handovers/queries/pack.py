"""The downtime pack (应急打印包) as a printed sheet: what a hotel needs to run on paper. Names masked, needs as codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from innkeeper.accounts.models import DutyTurn
from innkeeper.cases.models import Case
from innkeeper.cases.queries.lists import CaseLine, lines_of, of_the_shift
from innkeeper.guests.models import Guest
from innkeeper.guests.queries import SEALED_COLUMNS, shown_name
from innkeeper.handovers import rules
from innkeeper.handovers.models import KIND_WORDS, BookLine
from innkeeper.handovers.queries.book import line_entry, with_requests
from innkeeper.handovers.queries.rooms import CLOSED
from innkeeper.handovers.rules import LineKind, LineState
from innkeeper.kernel.days import local_date
from innkeeper.properties.models import Property
from innkeeper.stays.models import RoomStatus, Stay
from innkeeper.stays.queries.cards import ordered_parts
from innkeeper.stays.queries.figures import expected_on
from innkeeper.stays.rules.stays import StayStatus, eve_of
from innkeeper.web.paper import Block, Break, Column, Field, Form, Line, Paper, Table
from innkeeper.web.templatetags.parts import day, day_hour, full_day_hour, hour, tongue, two

MOST_CASES = 400


@dataclass(frozen=True, slots=True)
class Pack:
    """The sheet, and how much of the house it holds."""

    paper: Paper
    room_count: int
    case_count: int


@dataclass(frozen=True, slots=True)
class Living:
    """Stays of today and who stays there; the guests' files without any sealed column."""

    stays: Sequence[Stay]
    guests: dict[UUID, Guest]

    def in_house(self) -> list[Stay]:
        """Who lives here, by room."""
        here = [stay for stay in self.stays if stay.status == StayStatus.IN_HOUSE]
        return sorted(here, key=lambda stay: (len(stay.room_number), stay.room_number))

    def party(self, stay: Stay) -> list[Guest]:
        """The guests of a stay, the main guest first."""
        return [self.guests[one.guest_id] for one in ordered_parts(stay) if one.guest_id in self.guests]


def pack_of(house: Property, *, at: datetime) -> Pack:
    """The pack in the language now in use; times are the hotel's where its zone is active. Queries: 10."""
    today = local_date(at, house.timezone)
    living = _living(house.pk, Q(status=StayStatus.IN_HOUSE) | expected_on(today, eve_of(today)))
    cases = lines_of(
        of_the_shift(Case.objects.filter(property_id=house.pk, is_open=True)).order_by(
            F("next_due_at").asc(nulls_last=True), "received_at"
        )[:MOST_CASES]
    )
    here = living.in_house()
    due_in = [stay for stay in living.stays if stay.status == StayStatus.EXPECTED]
    due_out = [stay for stay in here if stay.departure_on <= today]
    blocks: list[Block] = [
        _rooms(living, here),
        _departures(due_out),
        _arrivals(living, due_in, {one.code: two(one) for one in house.room_types.all()}),
        _cases(cases, at=at),
        _lines(house.pk),
        _closed(house, at=at),
        _duty(house.pk, at=at),
        Break(),
        _complaint_form(),
        Break(),
        *_blank_lists(),
    ]
    paper = Paper(
        title=_("Downtime pack"),
        house=two(house),
        made=_("As of %(time)s") % {"time": full_day_hour(at)},
        lead=_("Run the house by this until the screens are back. Write times down; enter them afterwards."),
        foot=_("Names are masked. Lock it away; destroy it when the screens are back."),
        blocks=blocks,
        dense=True,
    )
    return Pack(paper, room_count=len(here), case_count=len(cases))  # fmt: skip


def _living(property_id: UUID, which: Q) -> Living:
    stays = list(Stay.objects.filter(which, property_id=property_id).prefetch_related("guests"))
    ids = {part.guest_id for stay in stays for part in stay.guests.all()}
    guests = Guest.objects.filter(pk__in=ids, erased_at=None).defer(*SEALED_COLUMNS)
    return Living(stays, {guest.pk: guest for guest in guests})


def _rooms(living: Living, here: Sequence[Stay]) -> Table:
    rows = []
    for stay in here:
        party = living.party(stay)
        needs = _needs(party)
        rows.append(
            Line(
                [
                    stay.room_number,
                    _names(party, stay),
                    str(stay.adults + stay.children) + (f" ({stay.children})" if stay.children else ""),
                    _vip(party),
                    tongue(party[0].language) if party else "",
                    day(stay.departure_on),
                    needs,
                ],
                burns=bool(needs),
            )
        )
    return Table(
        heading=_("In house, by room"),
        note=_("▲ needs help in an evacuation. People: all (of them children)."),
        columns=[
            Column(_("Room"), "auto"),
            Column(_("Guest")),
            Column(_("People"), "auto"),
            Column(_("VIP"), "auto"),
            Column(_("Language"), "auto"),
            Column(_("Leaves"), "auto"),
            Column(_("Needs")),
        ],
        rows=rows,
        empty=_("Nobody is in house."),
    )


def _names(party: Sequence[Guest], stay: Stay) -> str:
    """Masked or shown names; nothing of who stays incognito."""
    if stay.is_incognito:
        return _("Incognito stay")
    return _(", ").join(shown_name(guest) for guest in party)


def _vip(party: Sequence[Guest]) -> str:
    level = max((guest.vip_level for guest in party), default=0)
    return str(level) if level else ""


def _needs(party: Sequence[Guest]) -> str:
    codes = dict.fromkeys(code for guest in party for code in rules.evacuation_codes(guest.special_needs))
    words = {
        "mobility": _("cannot walk unaided"),
        "sight": _("low vision"),
        "hearing": _("hard of hearing"),
        "oxygen": _("oxygen"),
        "infant": _("infant"),
        "pregnant": _("pregnant"),
    }
    return _(", ").join(words[code] for code in codes)


def _departures(due_out: Sequence[Stay]) -> Table:
    return Table(
        heading=_("Due out today, still here"),
        columns=[Column(_("Room"), "auto"), Column(_("Until"), "auto"), Column(_("Left at"))],
        rows=[Line([stay.room_number, hour(stay.departs_at), ""]) for stay in due_out],
        empty=_("Nobody."),
    )


def _arrivals(living: Living, due_in: Sequence[Stay], types: Mapping[str, str]) -> Table:
    rows = [
        Line(
            [
                hour(stay.arrives_at) or "—",
                _names(living.party(stay), stay),
                types.get(stay.room_type_code, stay.room_type_code),
                stay.room_number,
                _vip(living.party(stay)),
                "",
            ]
        )
        for stay in sorted(due_in, key=lambda one: (one.arrives_at is None, one.arrives_at or one.departs_at))
    ]
    return Table(
        heading=_("Due in today"),
        columns=[
            Column(_("Arrives"), "auto"),
            Column(_("Guest")),
            Column(_("Type"), "auto"),
            Column(_("Room"), "auto"),
            Column(_("VIP"), "auto"),
            Column(_("Given room")),
        ],
        rows=rows,
        empty=_("Nobody."),
    )


def _cases(cases: Sequence[CaseLine], *, at: datetime) -> Table:
    rows = []
    for case in cases:
        title = _("Restricted case") if case.is_restricted else case.title
        place = "" if case.is_restricted else case.room
        due = day_hour(case.due_at) if case.due_at else "—"
        rows.append(Line([place or "—", title, due, case.ref, ""], burns=case.is_late(at)))
    return Table(
        heading=_("Open cases"),
        note=_("▲ late."),
        columns=[
            Column(_("Room"), "auto"),
            Column(_("Matter"), "2"),
            Column(_("Due"), "auto"),
            Column(pgettext("case", "Number"), "auto"),
            Column(_("What was done, when, by whom")),
        ],
        rows=rows,
        empty=_("None."),
    )


def _lines(property_id: UUID) -> Table:
    lines = BookLine.objects.filter(property_id=property_id, state=LineState.OPEN.value).defer("text")
    written = [line_entry(row) for row in lines.exclude(kind__in=rules.UNPRINTED)]
    rows = with_requests(property_id, list(rules.KIND_OF), written)
    rows.sort(key=lambda row: (row.due_at is None, row.due_at or row.since, row.room))
    return Table(
        heading=_("Wake-up calls, taxis, keys"),
        columns=[
            Column(_("When"), "auto"),
            Column(_("Room"), "auto"),
            Column(_("Matter"), "2"),
            Column(_("Answered, done"), "1"),
        ],
        rows=[
            Line(
                [
                    day_hour(row.due_at) if row.due_at else "—",
                    row.room or "—",
                    " · ".join(part for part in (str(KIND_WORDS[LineKind(row.kind)]), row.text) if part),
                    "",
                ]
            )
            for row in rows
        ],
        empty=_("None."),
    )


def _closed(house: Property, *, at: datetime) -> Table:
    return Table(
        heading=_("Rooms not to enter or to sell"),
        columns=[Column(_("Room"), "auto"), Column(_("State"), "auto"), Column(_("Why")), Column(_("Since"), "auto")],
        rows=[Line(cells) for cells in _signs(house.pk, at=at)],
        empty=_("None."),
    )  # fmt: skip


def _signs(property_id: UUID, *, at: datetime) -> list[list[str]]:
    """Rooms off sale, and every room that nobody may disturb at this moment, however short the sign has hung there."""
    marked = Q(state__in=CLOSED) | Q(dnd_since__isnull=False) | Q(quiet_until__gt=at)
    rows = RoomStatus.objects.filter(marked, property_id=property_id)
    found = []
    for row in sorted(rows, key=lambda one: (len(one.room_number), one.room_number)):
        if row.state in CLOSED:
            found.append([row.room_number, _("Out of order"), row.reason, day_hour(row.changed_at)])
        if row.quiet_until and row.quiet_until > at:
            until = _("No contact before %(time)s") % {"time": day_hour(row.quiet_until)}
            found.append([row.room_number, until, "", ""])
        elif row.dnd_since:
            found.append([row.room_number, _("Do not disturb"), "", day_hour(row.dnd_since)])
    return found


def _duty(property_id: UUID, *, at: datetime) -> Table:
    turns = DutyTurn.objects.filter(
        property_id=property_id, ends_at__gt=at, starts_at__lte=at + timedelta(hours=8)
    ).select_related("post", "staff")
    return Table(
        heading=_("On duty now and next"),
        columns=[Column(_("Post")), Column(_("Colleague")), Column(_("From"), "auto"), Column(_("Until"), "auto")],
        rows=[
            Line([two(turn.post), turn.staff.shown_name, hour(turn.starts_at), hour(turn.ends_at)])
            for turn in turns.order_by("starts_at", "post__position", "post__code")
        ],
        empty=_("Nobody is on the roster."),
    )  # fmt: skip


def _complaint_form() -> Form:
    return Form(
        heading=_("Complaint on paper"),
        note=_("Listen, apologise, repeat, say who comes and when. Enter it when the screens are back."),
        fields=[
            Field(_("Room, or where")),
            Field(_("When it was said, when it happened")),
            Field(_("How it came: in person, phone, WeChat")),
            Field(_("What the guest said, in their words"), 5),
            Field(_("What the guest wants"), 2),
            Field(_("Who went there, at what time"), 2),
            Field(_("What was done and promised, by when"), 3),
            Field(_("Is the guest satisfied? In their words"), 2),
            Field(_("Taken by (staff number), passed to")),
        ],
    )


def _blank_lists() -> list[Block]:
    blank = [Line([""] * 5) for _row in range(14)]
    return [
        Table(
            heading=_("Requests and tasks"),
            columns=[
                Column(_("Time"), "0.6"),
                Column(_("Room"), "0.6"),
                Column(_("Matter"), "2"),
                Column(_("Sent to"), "1"),
                Column(_("Done at, by"), "1"),
            ],
            rows=blank,
            counted=False,
            tall=True,
        ),
        Table(
            heading=_("Wake-up calls"),
            columns=[
                Column(_("Time"), "0.6"),
                Column(_("Room"), "0.6"),
                Column(_("Answered"), "1"),
                Column(_("Rung again"), "1"),
                Column(_("By"), "1"),
            ],
            rows=blank[:8],
            counted=False,
            tall=True,
        ),
    ]
