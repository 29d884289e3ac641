"""What the desk must know beside a name on a list: cases, loans, signs on doors, the room that is not ready. Words only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from innkeeper.cases.queries.lists import CaseLine
from innkeeper.stays.models import STATE_WORDS
from innkeeper.stays.queries import LoanLine, RoomTaskLine
from innkeeper.stays.rules.rooms import RoomState
from innkeeper.web.templatetags.parts import hour


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to know: a word in a frame, perhaps with where it leads. Kinds: "", brass, burn."""

    words: str
    kind: str = ""
    icon: str = ""
    href: str = ""


def meet_at_desk(cases: Sequence[CaseLine]) -> list[Mark]:
    """An open matter of who leaves: somebody meets the guest before the door."""
    if not cases:
        return []
    first = reverse("cases:case", args=[cases[0].ref])
    words = ngettext("meet at desk: %(n)d open case", "meet at desk: %(n)d open cases", len(cases))
    return [Mark(words % {"n": len(cases)}, "burn", "bell", first)]


def loans_out(loans: Sequence[LoanLine]) -> list[Mark]:
    """What the guest still has."""
    if not loans:
        return []
    return [Mark(_("out: %(items)s") % {"items": _(", ").join(one.words for one in loans)}, "brass", "file")]


def open_defects(cases: Sequence[CaseLine]) -> list[Mark]:
    """What is open in the room that somebody is to move into."""
    return [
        Mark(
            _("open in the room: %(title)s") % {"title": one.title},
            "burn",
            "flag",
            reverse("cases:case", args=[one.ref]),
        )
        for one in cases[:2]
    ]


def room_readiness(room: str, state: RoomState | None, *, inspected_at: datetime | None) -> list[Mark]:
    """Whether the room that is meant for a guest can be given out."""
    if not room:
        return [Mark(_("no room yet"))]
    if state is RoomState.VACANT_INSPECTED:
        words = _("inspected %(at)s") % {"at": hour(inspected_at)} if inspected_at else _("inspected")
        return [Mark(words, icon="check")]
    kind = "" if state is RoomState.VACANT_CLEAN else "brass"
    return [Mark(str(STATE_WORDS[state]), kind)] if state else []


def not_asked() -> list[Mark]:
    """Who moved in, and nobody asked what they need."""
    return [Mark(_("not asked yet"), "brass", "bell", reverse("desk:figure_list", args=["not-asked"]))]


def sign_on_door(dnd_since: datetime | None, quiet_until: datetime | None) -> list[Mark]:
    """Do not disturb, since when and until when."""
    if quiet_until is not None:
        return [Mark(_("no contact before %(at)s") % {"at": hour(quiet_until)}, "brass", "bell")]
    if dnd_since is not None:
        return [Mark(_("do not disturb since %(at)s") % {"at": hour(dnd_since)}, "", "bell")]
    return []


def amenities(tasks: Sequence[RoomTaskLine]) -> list[Mark]:
    """What is brought to the room, and whether it is there."""
    return [Mark(one.note, icon="check" if one.done_at else "ring") for one in tasks]
