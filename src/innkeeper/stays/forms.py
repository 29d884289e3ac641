"""What the room and import screens take in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from innkeeper.stays.models import states


class StateForm(forms.Form):
    """A room's next state."""

    state = forms.ChoiceField(label=_("State"), choices=states)
    reason = forms.CharField(label=_("Reason"), max_length=60, required=False)


class UploadForm(forms.Form):
    """A stays file."""

    file = forms.FileField(
        label=_("Stays file"),
        help_text=_("CSV (UTF-8 or GBK) or XLSX, at most 20 MB, headings in the first row."),
    )
