"""What the screens of the ways in take in."""

from django import forms
from django.utils.translation import gettext_lazy

from innkeeper.cases.models import Channel

HOOK_CHANNELS = [Channel.WECHAT, Channel.ONLINE, Channel.PORTAL, Channel.EMAIL, Channel.PHONE]


class MailboxForm(forms.Form):
    """A mailbox to read."""

    name = forms.CharField(max_length=40, label=gettext_lazy("Name"))
    host = forms.CharField(max_length=120, label=gettext_lazy("Mail server (IMAP)"))
    port = forms.IntegerField(min_value=1, max_value=65535, initial=993, label=gettext_lazy("Port"))
    user = forms.CharField(max_length=120, label=gettext_lazy("User"))
    password = forms.CharField(
        max_length=200,
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class HookForm(forms.Form):
    """A webhook for others to post to."""

    name = forms.CharField(max_length=40, label=gettext_lazy("Name"))
    channel = forms.ChoiceField(
        choices=[(one.value, one.label) for one in HOOK_CHANNELS], label=gettext_lazy("Channel")
    )
