"""What the guest screens take in. Rules stand in the actions; here is only the shape."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from innkeeper.guests.models import channels, erasure_reasons, levels, themes, titles
from innkeeper.kernel import lands
from innkeeper.web.days import DayField
from innkeeper.web.face import is_chinese

KEPT = _("Empty: stays as it is.")
NOT_SAID = pgettext_lazy("choice", "not said")


def languages() -> list[tuple[str, Any]]:
    """The languages offered, in the reader's words."""
    return [("", NOT_SAID), *lands.languages("zh" if is_chinese() else "en")]


def countries() -> list[tuple[str, Any]]:
    """The countries and regions offered, in the reader's words."""
    return [("", NOT_SAID), *lands.countries("zh" if is_chinese() else "en")]


class GuestForm(forms.Form):
    """A new guest file."""

    full_name = forms.CharField(label=_("Full name"), max_length=80)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.CharField(label=pgettext_lazy("address", "E-mail"), max_length=200, required=False)
    birthday = DayField(label=_("Birthday"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    title = forms.ChoiceField(label=_("Title"), choices=titles, required=False)
    show_name = forms.CharField(
        label=_("Show name"),
        max_length=40,
        required=False,
        help_text=_("Stands on desk lists instead of the name."),
    )
    is_incognito = forms.BooleanField(label=_("Incognito stay"), required=False)
    vip_level = forms.IntegerField(label=_("VIP level"), min_value=0, max_value=5, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
    country = forms.ChoiceField(label=_("Country or region"), choices=countries, required=False)
    special_needs = forms.CharField(label=_("Special needs"), max_length=200, required=False)
    referral_source = forms.CharField(label=_("Referral source"), max_length=60, required=False)
    channel = forms.ChoiceField(label=_("Learned through"), choices=channels)


class GuestEditForm(forms.Form):
    """A change of a guest file. A sealed item stays as it is while its field is empty; open items are shown to be changed."""

    full_name = forms.CharField(label=_("New name"), max_length=80, required=False, help_text=KEPT)
    phone = forms.CharField(label=_("New phone"), max_length=40, required=False, help_text=KEPT)
    email = forms.CharField(label=_("New e-mail"), max_length=200, required=False, help_text=KEPT)
    birthday = DayField(
        label=_("New birthday"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=KEPT,
    )
    title = forms.ChoiceField(label=_("Title"), choices=titles, required=False)
    show_name = forms.CharField(
        label=_("Show name"),
        max_length=40,
        required=False,
        help_text=_("Stands on desk lists instead of the name."),
    )
    is_incognito = forms.BooleanField(label=_("Incognito stay"), required=False)
    vip_level = forms.IntegerField(label=_("VIP level"), min_value=0, max_value=5)
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
    country = forms.ChoiceField(label=_("Country or region"), choices=countries, required=False)
    special_needs = forms.CharField(label=_("Special needs"), max_length=200, required=False)
    channel = forms.ChoiceField(label=_("Learned through"), choices=channels)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("language", "country"):
            held, field = str(self.initial.get(name) or ""), self.fields[name]
            offered = list(field.choices)  # type: ignore[attr-defined]
            if held not in {code for code, _name in offered}:
                field.choices = [(held, held), *offered]  # type: ignore[attr-defined]


class PreferenceForm(forms.Form):
    """One preference."""

    theme = forms.ChoiceField(label=_("About"), choices=themes)
    value = forms.CharField(label=_("Preference"), max_length=200)
    level = forms.ChoiceField(label=_("Weight"), choices=levels)
    source = forms.ChoiceField(label=_("Learned through"), choices=channels)


class ErasureForm(forms.Form):
    """Why a file is erased, and the word that says it is meant."""

    reason = forms.ChoiceField(label=pgettext_lazy("erasure", "Reason"), choices=erasure_reasons)
    confirmation = forms.CharField(
        label=_("To confirm, type “erase” or 删除"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )


class PhraseForm(forms.Form):
    """What somebody searches for."""

    phrase = forms.CharField(label=_("Name, pinyin, initials, phone or its last four"), max_length=80)
