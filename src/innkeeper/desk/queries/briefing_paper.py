"""The morning briefing as a printed sheet: what the page says, for the wall and the folder."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from innkeeper.cases.queries.lists import CaseLine
from innkeeper.desk.queries.briefing import Briefing
from innkeeper.desk.queries.rows import name_of
from innkeeper.web.paper import Block, Column, Figure, Figures, Line, Paper, Table
from innkeeper.web.templatetags.parts import day_hour, full_day_hour, hour, two


def briefing_paper(found: Briefing) -> Paper:
    """The sheet. Queries: 0."""
    return Paper(
        title=_("Morning briefing"),
        house=two(found.house),
        made=full_day_hour(found.at),
        lead=_lead(found),
        foot=_("For the house only. Names are masked; destroy it after the meeting."),
        blocks=[_figures(found), *_guests(found), *_house(found)],
        dense=True,
    )


def _lead(found: Briefing) -> str:
    said = (
        [_("Restricted cases beside these: %(n)d.") % {"n": found.hidden_count}] if found.hidden_count else []
    )
    return " ".join([*said, found.drill]).strip()


def _figures(found: Briefing) -> Figures:
    return Figures(
        [Figure(str(one.figure), str(one.label), burns=one.state == "late") for one in found.kpis()[:7]]
    )


def _guests(found: Briefing) -> list[Block]:
    """What concerns guests: complaints, recovery, praise, who comes."""
    return [
        _cases(_("Complaints in 24 h"), found.fresh, found),
        _cases(_("Late"), found.late, found),
        Table(
            heading=_("Recovery in 24 h"),
            columns=[
                Column(_("Room"), "auto"),
                Column(_("What was given")),
                Column(_("Case"), "auto"),
                Column(_("Worth"), "auto", right=True),
            ],
            rows=[Line([one.room or "—", one.kind, one.ref, one.money.shown()]) for one in found.given],
            empty=_("None."),
        ),
        Table(
            heading=_("VIPs due today"),
            columns=[
                Column(_("Arrives"), "auto"),
                Column(_("Guest")),
                Column(_("Level"), "auto"),
                Column(_("Room"), "auto"),
            ],
            rows=[
                Line(
                    [
                        hour(one.due_at) or "—",
                        guest.shown_name if guest else "—",
                        str(one.number),
                        one.room or "—",
                    ]
                )
                for one, guest in found.vips
            ],
            empty=_("Nobody."),
        ),
        _cases(_("Praise"), found.praise, found),
    ]


def _house(found: Briefing) -> list[Block]:
    """What concerns the house: rooms, what repeats, what waits for a decision, records, duty."""
    return [
        Table(
            heading=_("Rooms out of order"),
            columns=[Column(_("Room"), "auto"), Column(_("Why")), Column(_("Back on"), "auto")],
            rows=[Line([one.room, one.text or "—", one.code or "—"]) for one in found.rooms],
            empty=_("None."),
        ),
        Table(
            heading=_("Comes back again and again"),
            columns=[Column(_("Room"), "auto"), Column(_("Matter")), Column(_("in 90 days"), "auto", right=True), Column(_("Last"), "auto")],
            rows=[
                Line([one.room, found.codes.get(one.code, one.code), str(one.count), day_hour(one.last_at)])
                for one in found.repeats
            ],
            empty=_("Nothing came back."),
        ),
        Table(
            heading=_("To approve and to ratify"),
            columns=[Column(_("Case"), "auto"), Column(_("Amount"), "auto", right=True), Column(_("State")), Column(pgettext("approval", "Asked"), "auto")],
            rows=[Line([one.ref, one.money or "—", ratify_words(one.is_to_ratify), day_hour(one.asked_at)]) for one in found.approvals],
            empty=_("Nothing waits."),
        ),
        Table(
            heading=_("Record errors"),
            columns=[Column(_("Case"), "auto"), Column(_("Received"), "auto"), Column(_("What is wrong"))],
            rows=[Line([one.ref, day_hour(one.received_at), _(", ").join(one.words)]) for one in found.faulty],
            empty=_("None."),
        ),
        Table(
            heading=_("On duty today"),
            columns=[Column(_("Shift"), "auto"), Column(_("Who"))],
            rows=[
                Line([one.shift, _(", ").join(f"{post} {person}" for post, person in one.people)])
                for one in found.shifts
            ],
            empty=_("Nobody is on the roster."),
            counted=False,
        ),
    ]  # fmt: skip


def ratify_words(is_to_ratify: bool) -> str:  # noqa: FBT001
    """Whether a decision or only its ratification is missing."""
    return _("given by phone, to ratify") if is_to_ratify else _("waits for a decision")


def _cases(heading: str, lines: Sequence[CaseLine], found: Briefing) -> Table:
    return Table(
        heading=heading,
        columns=[
            Column(_("Room"), "auto"),
            Column(_("What happened"), "2"),
            Column(_("Handled by"), "auto"),
            Column(_("Received"), "auto"),
            Column(_("Due"), "auto"),
        ],
        rows=[
            Line(
                [
                    one.room or "—",
                    one.title,
                    name_of(found.people.get(one.owner_id or UUID(int=0))) or "—",
                    day_hour(one.received_at),
                    _due(one),
                ],
                burns=one.is_late(found.at),
            )
            for one in lines
        ],
        empty=_("None."),
    )


def _due(line: CaseLine) -> str:
    if not line.is_open:
        return _("closed")
    return day_hour(line.due_at) if line.due_at else "—"
