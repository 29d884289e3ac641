"""What the phone card takes in, checked field by field."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from innkeeper.calls.rules import MESSAGE_LIMIT, OFFICERS_AT_MOST

LINES = forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})


class Once(forms.Form):
    """A form whose key makes sending twice harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class MessageForm(Once):
    """A message that a caller leaves: for whom, what, how to reach the caller, in the caller's own words."""

    words = forms.CharField(
        max_length=MESSAGE_LIMIT,
        label=_("For whom, and what"),
        help_text=_("Sealed as you send it; destroyed once it is settled."),
        widget=LINES,
    )


class WelfareForm(Once):
    """Why a life may be at risk. The words may be empty: help comes first."""

    words = forms.CharField(
        max_length=MESSAGE_LIMIT, required=False, label=_("What the caller said"), widget=LINES
    )


class OfficersForm(Once):
    """Officers at the desk."""

    number = forms.IntegerField(
        min_value=1, max_value=OFFICERS_AT_MOST, initial=2, label=_("Number of officers")
    )
    has_papers = forms.BooleanField(required=False, label=_("Cards and a written request were shown"))
    words = forms.CharField(
        max_length=MESSAGE_LIMIT, required=False, label=_("What they ask for"), widget=LINES
    )
