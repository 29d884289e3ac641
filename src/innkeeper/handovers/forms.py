"""What the books take in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from innkeeper.handovers.models import KIND_WORDS, log_kinds, verdicts
from innkeeper.handovers.rules import TAKEN_BY_HAND


def kinds() -> list[tuple[str, Any]]:
    """What a colleague can write by hand."""
    return [(kind.value, KIND_WORDS[kind]) for kind in TAKEN_BY_HAND]


class LineForm(forms.Form):
    """One line of the book: what, where, at what time of the hotel's clock."""

    kind = forms.ChoiceField(label=_("What is it"), choices=kinds)
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


class LogForm(forms.Form):
    """One entry of the manager-on-duty log."""

    kind = forms.ChoiceField(label=_("Kind"), choices=log_kinds)
    place = forms.CharField(label=_("Where"), max_length=40, help_text=_("A room number or a place."))
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("Empty means now."),
    )
    text = forms.CharField(label=_("What happened"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    department = forms.ChoiceField(label=_("Task for"), required=False)

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", _("no task")), *departments]  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """A second look at a record."""

    verdict = forms.ChoiceField(label=_("What you found"), choices=verdicts)
    note = forms.CharField(label=_("What was wrong"), max_length=200, required=False)
