"""What the books take in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from innkeeper.handovers.models import KIND_WORDS
from innkeeper.handovers.rules import TAKEN_BY_HAND


def kinds() -> list[tuple[str, Any]]:
    """What a colleague can write by hand."""
    return [(kind.value, KIND_WORDS[kind]) for kind in TAKEN_BY_HAND]


class LineForm(forms.Form):
    """One line of the book: what, where, at what time of the hotel's clock."""

    kind = forms.ChoiceField(label=_("What"), choices=kinds)
    room = forms.CharField(label=_("Room"), max_length=10, required=False)
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("The next time that the clock shows it."),
    )
    text = forms.CharField(
        label=_("What the next shift must know"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
