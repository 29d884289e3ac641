"""What the desk's pages take in, checked field by field."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innkeeper.cases.models import Channel, Priority
from innkeeper.kernel.errors import InvalidInput

LINE_LENGTH = 500
HOUR_MINUTE = r"([01]?\d|2[0-3]):[0-5]\d"
KINDS = [("complaint", gettext_lazy("Complaint")), ("service_request", gettext_lazy("Service request"))]
DESK_CHANNELS = [
    Channel.ROOM_PHONE, Channel.PHONE, Channel.ON_SITE, Channel.WECHAT, Channel.EMAIL, Channel.ONLINE, Channel.RADIO,
]  # fmt: skip


class IntakeForm(forms.Form):
    """One case as the desk confirms it: the line, and what may be put right before it is taken in."""

    say = forms.CharField(max_length=LINE_LENGTH, label=gettext_lazy("What the guest said"), strip=True)
    room = forms.CharField(max_length=12, required=False, label=gettext_lazy("Room"))
    kind = forms.ChoiceField(choices=KINDS, label=gettext_lazy("Kind"))
    code = forms.ChoiceField(required=False, label=gettext_lazy("Code"))
    priority = forms.TypedChoiceField(coerce=int, choices=Priority.choices, label=gettext_lazy("Priority"))
    channel = forms.ChoiceField(
        choices=[(one.value, one.label) for one in DESK_CHANNELS], label=gettext_lazy("Channel")
    )
    contact = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Contact"),
        help_text=gettext_lazy("Where the guest can be reached, if not in the room."),
    )
    is_anonymous = forms.BooleanField(required=False, label=gettext_lazy("The guest wants to stay anonymous"))
    heard_at = forms.RegexField(
        rf"^{HOUR_MINUTE}$",
        required=False,
        label=gettext_lazy("Heard at"),
        help_text=gettext_lazy("Only if it was earlier, for example 14:05."),
        error_messages={"invalid": gettext_lazy("Write the time as 14:05.")},
    )
    wanted_at = forms.RegexField(
        rf"^{HOUR_MINUTE}$",
        required=False,
        label=gettext_lazy("Wanted at"),
        help_text=gettext_lazy("Only for later, for example 16:00: the task is offered then."),
        error_messages={"invalid": gettext_lazy("Write the time as 14:05.")},
    )
    is_now = forms.BooleanField(
        required=False, label=gettext_lazy("Now, although it could wait until morning")
    )
    may_enter = forms.BooleanField(
        required=False, label=gettext_lazy("The guest agrees that somebody comes to the room now")
    )
    cap_reason = forms.CharField(
        max_length=120, required=False, label=gettext_lazy("Why more than the daily share")
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, codes: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Not sure")), *codes]

    def heard(self, *, at: datetime, timezone: str) -> datetime:
        """The true time of the word: the hour given, today or, if that lies ahead, yesterday."""
        given = self.cleaned_data.get("heard_at")
        return moment_of(given, at=at, timezone=timezone) if given else at

    def wanted(self, *, at: datetime, timezone: str) -> datetime | None:
        """When the guest wants it: the hour given, today or, if that is behind us, tomorrow. None for now."""
        given = self.cleaned_data.get("wanted_at")
        if not given:
            return None
        hour, minute = (int(part) for part in given.split(":"))
        local = at.astimezone(ZoneInfo(timezone)).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return local if local > at else local + timedelta(days=1)

    def idempotency_key(self) -> str:
        """One key per page that was shown: sent twice, it makes one case."""
        key: UUID = self.cleaned_data["key"]
        return f"desk:{key}"


def moment_of(hour_minute: str, *, at: datetime, timezone: str) -> datetime:
    """ "14:05" as a moment: today or, if that lies ahead, yesterday. Raises InvalidInput."""
    if not re.fullmatch(HOUR_MINUTE, hour_minute):
        text = _("Write the time as 14:05.")
        raise InvalidInput(text, fields={"time": text})
    hour, minute = (int(part) for part in hour_minute.split(":"))
    local = at.astimezone(ZoneInfo(timezone)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return local if local <= at else local - timedelta(days=1)
