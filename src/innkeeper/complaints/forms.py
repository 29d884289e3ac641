"""What the sections of a complaint take in: read at the edge, each fault named with its field."""

from typing import Any

from django import forms as widgets
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innkeeper.cases import forms
from innkeeper.cases.actions.checking import TEXT_LIMIT
from innkeeper.cases.forms import CURRENCY, Posted, a_time, an_id, money
from innkeeper.complaints.actions import MeasureDraft, OptionDraft
from innkeeper.kernel.errors import InvalidInput

__all__ = ["CURRENCY", "a_score", "a_time", "an_id", "measures", "money", "options", "text"]
PLACES = range(1, 4)
LINE_LIMIT, NOTE_LIMIT, CAUSE_LIMIT = 400, 200, 2000


def text(given: Posted, name: str, *, limit: int = TEXT_LIMIT) -> str:
    """A text, "" where none was given. Raises: InvalidInput for one too long."""
    return forms.text(given, name, limit=limit)


def a_score(given: Posted, name: str) -> int | None:
    """A score of one digit, None where none was given. Raises: InvalidInput."""
    value = text(given, name)
    if not value:
        return None
    if len(value) != 1 or not (value.isascii() and value.isdigit()):
        raise InvalidInput(_("The score goes from 1 to 5."), fields={name: _("The score goes from 1 to 5.")})
    return int(value)


def options(given: Posted) -> list[OptionDraft]:
    """The options of a proposal: those of the three places that were filled in. Raises: InvalidInput."""
    return [
        OptionDraft(
            kind=text(given, f"kind_{place}"),
            text=text(given, f"option_{place}", limit=LINE_LIMIT),
            money=money(given, f"amount_{place}"),
            place=place,
        )
        for place in PLACES
        if text(given, f"option_{place}")
    ]


def measures(given: Posted) -> list[MeasureDraft]:
    """The measures decided: those of the three places that were filled in. Raises: InvalidInput naming the place."""
    return [_measure(given, place) for place in PLACES if text(given, f"measure_{place}")]


def _measure(given: Posted, place: int) -> MeasureDraft:
    owner, due_at = an_id(given, f"owner_{place}"), a_time(given, f"due_{place}")
    if owner is None or due_at is None:
        said = _("Choose a colleague and give day and time.")
        missing = {"owner": owner, "due": due_at}
        raise InvalidInput(
            _("Each measure needs its owner and due time."),
            fields={f"{name}_{place}": said for name, value in missing.items() if value is None},
        )
    return MeasureDraft(
        text=text(given, f"measure_{place}", limit=LINE_LIMIT),
        department=text(given, f"department_{place}"),
        owner_id=owner,
        due_at=due_at,
        place=place,
    )


class LimitForm(widgets.Form):
    """What a post may give in one case without asking, in yuan; or that it has no limit."""

    amount = widgets.DecimalField(
        required=False,
        label=gettext_lazy("Amount in yuan"),
        help_text=gettext_lazy("0: this post asks always."),
        max_digits=10,
        decimal_places=2,
        widget=widgets.TextInput({"inputmode": "decimal", "maxlength": 12}),
        error_messages={"invalid": gettext_lazy("Give an amount of zero or more.")},
    )
    is_unlimited = widgets.BooleanField(required=False, label=gettext_lazy("no limit"))
    reason = widgets.CharField(max_length=NOTE_LIMIT, label=gettext_lazy("Why"))

    def clean(self) -> dict[str, Any]:
        """One of the two is said. Which amounts can be, the action says."""
        given = super().clean() or {}
        if not self.errors and given.get("amount") is None and not given["is_unlimited"]:
            self.add_error("amount", _("Give an amount of zero or more."))
        return given

    def amount_minor(self) -> int | None:
        """The limit in fen; None is no limit."""
        amount = self.cleaned_data["amount"]
        return None if self.cleaned_data["is_unlimited"] else int(amount * 100)
