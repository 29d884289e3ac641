"""The summary of a period on paper: what was reviewed, causes and measures by department, who has confirmed."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from innkeeper.cases.queries.playbooks import codes
from innkeeper.complaints.models import Summary, SummaryReceipt
from innkeeper.complaints.queries.house import told_lines
from innkeeper.properties.queries import departments, property_of
from innkeeper.web.paper import Column, Figure, Figures, Line, Paper, Table
from innkeeper.web.templatetags.parts import day_hour, full_day, full_day_hour, two


def paper_of(summary: Summary) -> Paper:
    """The sheet, in the language now in use. Queries: 4."""
    house = property_of(summary.property_id)
    teams = {one.code: two(one) for one in departments(summary.property_id)}
    themes = {one.code: two(one) for one in codes(summary.property_id, is_retired_too=True)}
    receipts = list(summary.receipts.order_by("department"))
    rows = [
        Line(
            [
                line.department,
                line.theme,
                str(line.count),
                _("; ").join(line.causes),
                _("; ").join(line.measures),
            ]
        )
        for line in told_lines(summary, teams, themes)
    ]
    return Paper(
        title=_("Complaint summary"),
        house=two(house),
        made=full_day_hour(summary.sent_at),
        lead=f"{full_day(summary.since_on)} – {full_day(summary.until_on)}",
        blocks=[
            _figures(summary, len(rows), receipts),
            Table(
                heading=_("Causes and measures"),
                columns=[
                    Column(_("Department"), "0.8"),
                    Column(_("Theme"), "0.8"),
                    Column(_("Count"), "auto", right=True),
                    Column(_("Causes"), "2"),
                    Column(_("Measures"), "2"),
                ],
                rows=rows,
                empty=_("No complaint was reviewed in this period."),
            ),
            _receipt(receipts, teams),
        ],
        foot=_("Redacted: names no guest and no colleague."),
        wide=True,
    )


def _receipt(receipts: Sequence[SummaryReceipt], teams: Mapping[str, str]) -> Table:
    """Which departments have confirmed that they read it, and when."""
    return Table(
        heading=_("Receipt"),
        columns=[Column(_("Department"), "2"), Column(_("Confirmed"), "1")],
        rows=[
            Line(
                [
                    str(teams.get(one.department, one.department)),
                    day_hour(one.confirmed_at) or "—",
                ],
                burns=one.confirmed_at is None,
            )
            for one in receipts
        ],
    )


def _figures(summary: Summary, themes: int, receipts: Sequence[SummaryReceipt]) -> Figures:
    """What was reviewed, and who has not confirmed."""
    waiting = sum(one.confirmed_at is None for one in receipts)
    return Figures(
        [
            Figure(str(summary.case_count), _("complaints reviewed")),
            Figure(str(themes), _("themes")),
            Figure(str(waiting), _("departments not confirmed"), burns=waiting > 0),
        ]
    )
