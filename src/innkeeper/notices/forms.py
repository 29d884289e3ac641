"""What the screens of channels take in, checked at the edge."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innkeeper.notices.models import BotKind


class BotForm(forms.Form):
    """A group's bot."""

    kind = forms.ChoiceField(choices=BotKind.choices, label=gettext_lazy("Which one"))
    name = forms.CharField(max_length=40, label=gettext_lazy("Name of the group"))
    department = forms.ChoiceField(required=False, label=gettext_lazy("Department"))
    address = forms.CharField(
        max_length=2000,
        label=gettext_lazy("Address of the bot"),
        help_text=gettext_lazy("As the group shows it when the bot is added, from https:// on."),
    )
    secret = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("Signing secret"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Only where the group signs (DingTalk, Feishu)."),
    )

    def __init__(self, *given: Any, departments: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The whole house")), *departments]
