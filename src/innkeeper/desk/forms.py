"""What the desk's pages take in, checked field by field."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innkeeper.cases.models import Alert, Category, Cause, Channel, NeedClass, Priority
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.ids import key_of
from innkeeper.properties.rules import Holiday
from innkeeper.stays.forms import RoomForm
from innkeeper.web.days import DayField

LINE_LENGTH = 500
WORDS_HELP = gettext_lazy("One a line. a+b: both in one clause; a|b: either; an ending * takes any ending.")
HOUR_MINUTE = r"([01]?\d|2[0-3]):[0-5]\d"
KINDS = [
    ("complaint", gettext_lazy("Complaint")),
    ("service_request", gettext_lazy("Service request")),
    ("disturbance", gettext_lazy("Guest conflict")),
]
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
    cause = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("Not known yet")), *Cause.choices],
        label=gettext_lazy("How the guest came to be disturbed"),
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
        """Sent twice, a page makes one case; with another line or room in it, another."""
        given = self.cleaned_data
        return f"desk:{key_of(given['key'], given['say'], given['room'])}"


def moment_of(hour_minute: str, *, at: datetime, timezone: str) -> datetime:
    """ "14:05" as a moment: today or, if that lies ahead, yesterday. Raises InvalidInput."""
    if not re.fullmatch(HOUR_MINUTE, hour_minute):
        text = _("Write the time as 14:05.")
        raise InvalidInput(text, fields={"time": text})
    hour, minute = (int(part) for part in hour_minute.split(":"))
    local = at.astimezone(ZoneInfo(timezone)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return local if local <= at else local - timedelta(days=1)


class WordsField(forms.CharField):
    """A list of words, one a line or parted by commas."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=6000, **more)

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The words, each once."""
        typed = str(super().clean(value) or "")
        parts = (part.strip() for part in re.split(r"[\n,，、;；]", typed))
        return list(dict.fromkeys(part for part in parts if part))


class CodeForm(forms.Form):
    """One code of the hotel: names, words, norms, cap, draw, who goes."""

    name_zh = forms.CharField(max_length=60, label=gettext_lazy("Name in Chinese"))
    name_en = forms.CharField(max_length=60, label=gettext_lazy("Name in English"))
    words_zh = WordsField(label=gettext_lazy("Words in Chinese"), help_text=WORDS_HELP)
    words_en = WordsField(label=gettext_lazy("Words in English"), help_text=WORDS_HELP)
    contact = forms.IntegerField(label=gettext_lazy("Minutes to speak with the guest"))
    arrive = forms.IntegerField(label=gettext_lazy("Minutes to be there"))
    deliver = forms.IntegerField(label=gettext_lazy("Minutes to have it done"))
    daily_cap = forms.IntegerField(
        required=False,
        label=gettext_lazy("Most a room gets a day"),
        help_text=gettext_lazy("Empty for no cap."),
    )
    sample_percent = forms.IntegerField(label=gettext_lazy("Per cent followed up by a call"))
    handling = forms.ChoiceField(label=gettext_lazy("Who works on it first"))
    alert = forms.ChoiceField(
        choices=Alert.choices, required=False, label=gettext_lazy("Who goes to a room that complains of it")
    )
    need_class = forms.ChoiceField(choices=NeedClass.choices, label=gettext_lazy("Kind of need"))
    can_wait = forms.BooleanField(
        required=False, label=gettext_lazy("Asked for at night, it waits until the morning")
    )
    is_active = forms.BooleanField(required=False, label=gettext_lazy("In use"))
    reason = forms.CharField(max_length=200, label=gettext_lazy("Why"))
    line = forms.CharField(
        max_length=LINE_LENGTH,
        required=False,
        label=gettext_lazy("Try a line"),
        help_text=gettext_lazy("How the intake would read it, before and after."),
    )

    def __init__(self, *given: Any, departments: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["handling"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = departments

    def change(self, handling: list[str]) -> dict[str, Any]:
        """What was typed in the shape of `edit_code`; `handling` is the list as it stands, its first one chosen anew."""
        given = self.cleaned_data
        plain = (
            "name_zh", "name_en", "words_zh", "words_en", "daily_cap", "sample_percent", "alert", "need_class",
            "can_wait", "is_active",
        )  # fmt: skip
        first = given["handling"]
        return {name: given[name] for name in plain} | {
            "norms": {name: given[name] for name in ("contact", "arrive", "deliver")},
            "handling": [first, *(one for one in handling if one != first)],
        }


class RuleForm(forms.Form):
    """One rule of the first classification: its words, and what they speak for."""

    name = forms.CharField(max_length=60, label=gettext_lazy("Name"))
    words = WordsField(label=gettext_lazy("Words"), help_text=WORDS_HELP)
    code = forms.ChoiceField(required=False, label=gettext_lazy("Code"))
    category = forms.ChoiceField(
        required=False, choices=[("", "—"), *Category.choices], label=gettext_lazy("Category")
    )
    priority = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "—"), *Priority.choices],
        label=gettext_lazy("Priority"),
    )
    order = forms.IntegerField(
        min_value=0,
        max_value=9999,
        label=gettext_lazy("Place"),
        help_text=gettext_lazy("The lower speaks first."),
    )
    is_active = forms.BooleanField(required=False, label=gettext_lazy("In use"))
    reason = forms.CharField(max_length=200, label=gettext_lazy("Why"))
    line = forms.CharField(
        max_length=LINE_LENGTH,
        required=False,
        label=gettext_lazy("Try a line"),
        help_text=gettext_lazy("How the intake would read it, before and after."),
    )

    def __init__(self, *given: Any, codes: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *codes]

    def change(self) -> dict[str, Any]:
        """What was typed in the shape of `edit_rule`."""
        names = ("words", "code", "category", "priority", "order", "is_active")
        return {name: self.cleaned_data[name] for name in names}


class LoadForm(forms.Form):
    """How many open tasks a person of a department carries, and who is called beyond that."""

    limit = forms.IntegerField(label=gettext_lazy("Open tasks a person carries"))
    helpers = forms.MultipleChoiceField(
        required=False, label=gettext_lazy("Who is called"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given: Any, departments: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["helpers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = departments


class CheckInForm(RoomForm):
    """The guest moves in: which room, and what they said when asked what they need. Which answers do, the action says."""

    needs = forms.CharField(max_length=500, required=False)
    is_none = forms.BooleanField(required=False)


class TextForm(forms.Form):
    """One message in both languages."""

    zh = forms.CharField(
        max_length=300, label=gettext_lazy("In Chinese"), widget=forms.Textarea(attrs={"rows": 2})
    )
    en = forms.CharField(
        max_length=300, label=gettext_lazy("In English"), widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(max_length=200, label=gettext_lazy("Why"))


class YearForm(forms.Form):
    """The holidays of a year as its notice has them, a row each: names, first and last free day, days worked in exchange."""

    SPARE, MOST, WORKED = 2, 24, 3
    announced = forms.BooleanField(
        required=False,
        label=gettext_lazy("The notice is entered whole: the year is announced"),
        help_text=gettext_lazy(
            "Until then it reads “not announced yet”; the days above count from the moment they are kept."
        ),
    )

    def __init__(
        self, data: Any = None, *, year: int, holidays: Sequence[Holiday], is_announced: bool, is_listed: bool
    ) -> None:
        super().__init__(data, initial={"announced": is_announced})
        rows = [part for one in holidays for part in self._parts(one)]
        given = [Holiday()] * self._rows_sent(data) if data else [*rows, *[Holiday()] * self.SPARE]
        first, last = date(year - 1, 12, 1), date(year + 1, 1, 31)
        self.given = given[: self.MOST]
        self.rows = [self._row(place, one, first, last) for place, one in enumerate(self.given)]
        if is_listed:
            del self.fields["announced"]

    def _parts(self, one: Holiday) -> list[Holiday]:
        """A holiday with more days worked than a row has boxes, on two rows."""
        more = replace(one, from_on=None, until_on=None, worked_on=one.worked_on[self.WORKED :])
        return [replace(one, worked_on=one.worked_on[: self.WORKED]), *([more] if more.worked_on else [])]

    def _rows_sent(self, data: Any) -> int:
        return next((n for n in range(self.MOST) if f"h:{n}:from" not in data), self.MOST)

    def _row(self, place: int, one: Holiday, first: date, last: date) -> dict[str, str]:
        """Add the fields of a row; their names by what they hold."""
        names = {part: f"h:{place}:{part}" for part in ("zh", "en", "from", "until")}
        names |= {f"w{n}": f"h:{place}:w{n}" for n in range(1, self.WORKED + 1)}
        worked = [*one.worked_on, *[None] * self.WORKED]
        held = [one.name_zh, one.name_en, one.from_on, one.until_on, *worked]
        for (part, name), value in zip(names.items(), held, strict=False):
            self.fields[name] = (
                forms.CharField(label=ROW_LABELS[part], required=False, max_length=60, initial=value)
                if part in ("zh", "en")
                else DayField(
                    label=ROW_LABELS[part],
                    required=False,
                    initial=value,
                    widget=forms.DateInput({"type": "date", "min": first, "max": last}, format="%Y-%m-%d"),
                )
            )
        return names

    def shown_rows(self) -> list[tuple[Holiday, bool, list[forms.BoundField]]]:
        """Each row's holiday, whether it stands open (something is wrong, or its days are wanted), and its fields."""
        told = self.holidays() if self.is_bound else self.given
        shown = []
        for row, one in zip(self.rows, told, strict=True):
            fields = [self[name] for name in row.values()]
            waits = bool(one.name_zh or one.name_en) and one.is_empty
            shown.append((one, waits or any(field.errors for field in fields), fields))
        return shown

    def place_of(self, name: str) -> str | None:
        """The field of an action's error: the second day worked may stand in the third box."""
        row, _dot, part = name.rpartition(":")
        if part.startswith("w") and row:
            filled = [
                f"{row}:w{n}" for n in range(1, self.WORKED + 1) if self.cleaned_data.get(f"{row}:w{n}")
            ]
            name = next(iter(filled[int(part[1:]) - 1 :]), name)
        return name if name in self.fields else None

    def holidays(self) -> list[Holiday]:
        """What was entered, row by row; what is wrong is left out."""
        said = self.cleaned_data
        return [
            Holiday(
                name_zh=said.get(row["zh"], ""),
                name_en=said.get(row["en"], ""),
                from_on=said.get(row["from"]),
                until_on=said.get(row["until"]),
                worked_on=tuple(on for n in range(1, self.WORKED + 1) if (on := said.get(row[f"w{n}"]))),
            )
            for row in self.rows
        ]


ROW_LABELS = {
    "zh": gettext_lazy("Name in Chinese"),
    "en": gettext_lazy("Name in English"),
    "from": gettext_lazy("Free from"),
    "until": gettext_lazy("Free until"),
    "w1": gettext_lazy("Worked for it"),
    "w2": gettext_lazy("and worked"),
    "w3": gettext_lazy("and worked too"),
}
