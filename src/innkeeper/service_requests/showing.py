"""How a request reads in the list: number, channel, time, owner, clock, state."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from innkeeper.accounts.rules import StaffLine
from innkeeper.cases.models import Channel, NeedClass
from innkeeper.cases.views.showing import due_face, hour_or_day, name_of
from innkeeper.service_requests.queries import RequestLine
from innkeeper.web import parts
from innkeeper.web.templatetags.parts import day_hour


def row_of(
    line: RequestLine, people: Mapping[UUID, StaffLine], departments: Mapping[str, str], *, at: datetime
) -> parts.CaseRow:
    """One request as a row."""
    one = line.case
    return parts.CaseRow(
        dom_id=f"case-{one.ref}",
        href=reverse("cases:case", args=[one.ref]),
        title=one.title,
        place=one.room or _("Public area"),
        is_room=bool(one.room),
        sub="\u00a0· ".join(part for part in _facts(line, departments, at=at) if part),
        who=name_of(people, one.owner_id) if one.owner_id else _("Nobody yet"),
        clock=None if line.planned_for else due_face(one, at=at),
        level=one.priority,
    )


def _facts(line: RequestLine, departments: Mapping[str, str], *, at: datetime) -> tuple[str, ...]:
    one = line.case
    planned = ""
    if line.planned_for:
        planned = _("planned for %(time)s") % {"time": day_hour(line.planned_for)}
    return (
        one.ref,
        str(Channel(line.channel).label),
        hour_or_day(one.received_at, at=at),
        departments.get(one.department, one.department),
        str(NeedClass(line.need_class).label) if line.need_class != NeedClass.BASIC else "",
        _("solved on the spot") if line.is_solved_on_spot else "",
        planned or ("" if one.is_open else _("done")),
    )
