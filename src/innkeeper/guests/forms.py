"""What the guest screens take in. Rules stand in the actions; here is only the shape."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from innkeeper.guests.models import channels, levels, themes, titles

KEPT = _("Empty: stays as it is.")


class GuestForm(forms.Form):
    """A new guest file."""

    full_name = forms.CharField(label=_("Full name"), max_length=80)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.CharField(label=pgettext_lazy("address", "E-mail"), max_length=200, required=False)
    birthday = forms.DateField(
        label=_("Birthday"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    title = forms.ChoiceField(label=_("Title"), choices=titles, required=False)
    show_name = forms.CharField(
        label=_("Show name"),
        max_length=40,
        required=False,
        help_text=_("Stands on desk lists instead of the name."),
    )
    is_incognito = forms.BooleanField(label=_("Incognito stay"), required=False)
    vip_level = forms.IntegerField(label=_("VIP level"), min_value=0, max_value=5, required=False)
    special_needs = forms.CharField(label=_("Special needs"), max_length=200, required=False)
    referral_source = forms.CharField(label=_("Referral source"), max_length=60, required=False)
    channel = forms.ChoiceField(label=_("Learned through"), choices=channels)


class GuestEditForm(forms.Form):
    """A change of a guest file. A sealed item stays as it is while its field is empty; open items are shown to be changed."""

    full_name = forms.CharField(label=_("New name"), max_length=80, required=False, help_text=KEPT)
    phone = forms.CharField(label=_("New phone"), max_length=40, required=False, help_text=KEPT)
    email = forms.CharField(label=_("New e-mail"), max_length=200, required=False, help_text=KEPT)
    birthday = forms.DateField(
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
    language = forms.CharField(label=_("Language"), max_length=10, required=False)
    country = forms.CharField(label=_("Country"), max_length=3, required=False)
    special_needs = forms.CharField(label=_("Special needs"), max_length=200, required=False)
    channel = forms.ChoiceField(label=_("Learned through"), choices=channels)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class PreferenceForm(forms.Form):
    """One preference."""

    theme = forms.ChoiceField(label=_("About"), choices=themes)
    value = forms.CharField(label=_("Preference"), max_length=200)
    level = forms.ChoiceField(label=_("Weight"), choices=levels)
    source = forms.ChoiceField(label=_("Learned through"), choices=channels)


class PhraseForm(forms.Form):
    """What somebody searches for."""

    phrase = forms.CharField(label=_("Name, pinyin, initials, phone or its last four"), max_length=80)
