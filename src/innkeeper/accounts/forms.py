"""What the screens of accounts take in, checked at the edge."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from cryptography.exceptions import InvalidTag
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from innkeeper.accounts.actions import sign_in
from innkeeper.accounts.adapters.factors import address_of
from innkeeper.accounts.models import Shift
from innkeeper.accounts.policy import LABELS
from innkeeper.kernel import clock
from innkeeper.web.days import DayField


class SignInForm(LoginForm):  # type: ignore[misc]
    """Staff number and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Staff number")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autofocus": True, "maxlength": 20}
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second factor's code, counted and locked like a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = pgettext_lazy("sign-in", "Code")
        self.fields["code"].widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autofocus": True,
        }

    def clean_code(self) -> str:
        """The code, once right. Raises ValidationError for a wrong or used one, while locked, and where the house's
        session key is another than the factor was kept under."""
        at = clock.now()
        try:
            attempt_id = sign_in.begin_attempt(
                typed=f"code:{self.user.pk}", address=address_of(context.request), at=at
            )
        except sign_in.SignInLocked as locked:
            raise ValidationError(locked.text, code=locked.code) from locked
        try:
            code: str = super().clean_code()
        except ValidationError:
            sign_in.attempt_was_wrong(attempt_id=attempt_id, staff=self.user, at=clock.now())
            raise
        except InvalidTag as gone:
            text = _(
                "Your second factor cannot be read any more. An administrator removes it, then add a new one."
            )
            raise ValidationError(text, code="factor_unreadable") from gone
        sign_in.attempt_was_right(attempt_id=attempt_id)
        return code


class NewStaffForm(forms.Form):
    """A new colleague."""

    staff_number = forms.RegexField(r"^[A-Za-z0-9-]{2,20}$", label=_("Staff number"), max_length=20)
    work_name = forms.CharField(label=_("Work name"), max_length=40)
    work_name_en = forms.CharField(label=_("Work name in English"), max_length=60, required=False)
    password = forms.CharField(label=_("First password"), max_length=128, widget=forms.PasswordInput)
    post = forms.ChoiceField(label=_("Post"))

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = posts  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """A post to hold from a day on."""

    post = forms.ChoiceField(label=_("Post"))
    from_on = DayField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = DayField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = posts  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    """A new first password for a colleague who forgot theirs."""

    password = forms.CharField(label=_("First password"), max_length=128, widget=forms.PasswordInput)


WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class CalendarForm(forms.Form):
    """The next version of the working calendar."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Working weekdays"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    opens = forms.TimeField(label=_("Opens"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(
        label=_("Closes"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class LadderForm(forms.Form):
    """Which posts answer, in order, when nobody holds the post on duty: each place a post by its name, or nobody."""

    SPARE, FEWEST = 2, 3

    def __init__(self, *args: Any, posts: list[tuple[str, str]], deputies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, max(len(deputies) + self.SPARE, self.FEWEST) + 1):
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=_("No. %(place)s") % {"place": place},
                choices=[("", _("Nobody")), *posts],
                initial=deputies[place - 1] if place <= len(deputies) else "",
                required=False,
            )

    def deputies(self) -> list[str]:
        """The codes of the posts that were chosen, in their order."""
        return [code for code in self.cleaned_data.values() if code]

    def refuse(self, words: str) -> None:
        """Say what is wrong with the order at the first place that is free, or at the last."""
        free = (name for name in self.fields if not self.cleaned_data.get(name))
        self.add_error(next(free, next(reversed(self.fields))), words)


class RoleForm(forms.Form):
    """What a role may do."""

    permission = forms.MultipleChoiceField(
        label=_("Rights"), required=False, choices=[(str(code), label) for code, label in LABELS.items()]
    )


class TurnForm(forms.Form):
    """One turn of the roster."""

    post = forms.ChoiceField(label=_("Post"))
    staff = forms.ChoiceField(label=_("Colleague"))
    shift = forms.ChoiceField(label=_("Shift"), choices=Shift.choices)
    is_deputy = forms.BooleanField(label=_("Stands in"), required=False)

    def __init__(
        self, *args: Any, posts: list[tuple[str, str]], people: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = posts  # type: ignore[attr-defined]
        self.fields["staff"].choices = people  # type: ignore[attr-defined]
