"""What the pages of hard cases take in: read at the edge, each fault named with its field."""

import re
from datetime import date
from uuid import uuid4

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innkeeper.cases.forms import text
from innkeeper.incidents.actions import Alarm, Damage, Spread, WalkPlan
from innkeeper.kernel.days import is_thinkable
from innkeeper.kernel.errors import InvalidInput

AMOUNT = re.compile(r"[0-9]{1,8}(?:\.[0-9]{1,2})?")
ROOM = re.compile(r"[0-9A-Za-z-]{1,10}")


class RaiseForm(forms.Form):
    """An emergency: only its code must be there."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    say = forms.CharField(max_length=500, required=False, label=gettext_lazy("What was said"))
    room = forms.CharField(max_length=12, required=False, label=gettext_lazy("Room"))
    place = forms.CharField(max_length=40, required=False)

    def alarm(self) -> Alarm:
        """The alarm of a valid form."""
        given = self.cleaned_data
        return Alarm(
            code=given["code"], key=given["key"], words=given["say"], room=given["room"], place=given["place"]
        )


def spread(request: HttpRequest) -> Spread:
    """How far it reaches. Raises: InvalidInput."""
    affected = tuple(ROOM.findall(text(request.POST, "affected", limit=200)))
    return Spread(source_room=text(request.POST, "source_room", limit=10), affected=affected)


def damage(request: HttpRequest) -> Damage:
    """One damaged thing. Raises: InvalidInput."""
    photo = request.FILES.get("photo")
    return Damage(
        room_number=text(request.POST, "room", limit=10),
        what=text(request.POST, "what", limit=200),
        estimate_minor=an_amount(request, "estimate"),
        photo=photo.read() if photo is not None else None,
    )


def walk_plan(request: HttpRequest) -> WalkPlan:
    """Where the guest sleeps. Raises: InvalidInput."""
    return WalkPlan(
        hotel=text(request.POST, "hotel", limit=80),
        transport=text(request.POST, "transport", limit=80),
        cost_minor=an_amount(request, "cost") or 0,
        returns_on=a_day(request, "returns_on") or date.min,
        call_offered=bool(request.POST.get("call_offered")),
    )


def an_amount(request: HttpRequest, name: str) -> int | None:
    """An amount in the minor unit, None where none was given. Raises: InvalidInput."""
    value = text(request.POST, name, limit=20).replace(",", "")
    if not value:
        return None
    if not AMOUNT.fullmatch(value):
        raise InvalidInput(
            _("An amount, such as 300 or 88.50."), fields={name: _("An amount, such as 300 or 88.50.")}
        )
    yuan, _point, fen = value.partition(".")
    return int(yuan) * 100 + int(fen.ljust(2, "0"))


def a_day(request: HttpRequest, name: str) -> date | None:
    """A day, None where none was given. Raises: InvalidInput."""
    value = text(request.POST, name, limit=10)
    try:
        found = date.fromisoformat(value) if value else None
    except ValueError as broken:
        raise InvalidInput(_("A day."), fields={name: _("A day.")}) from broken
    if found is not None and not is_thinkable(found):
        raise InvalidInput(_("A day."), fields={name: _("A day.")})
    return found
