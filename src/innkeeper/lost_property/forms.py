"""What the settings of lost & found take in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from innkeeper.lost_property.models import Means
from innkeeper.lost_property.rules import AFTER_KEEPING


class KeepingForm(forms.Form):
    """How many days a kind of thing is kept, and what happens then. Which numbers can be, the action says."""

    days = forms.IntegerField(label=gettext_lazy("Days"))
    then = forms.ChoiceField(label=pgettext_lazy("keeping time", "Then"))
    reason = forms.CharField(max_length=200, label=gettext_lazy("Why"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field, words = self.fields["then"], dict(Means.choices)
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, words[one]) for one in AFTER_KEEPING]
