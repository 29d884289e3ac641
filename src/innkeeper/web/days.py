"""Days and times that people enter: the field for a day, and how far from today an action lets them lie."""

from datetime import date, datetime, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from innkeeper.kernel.days import FIRST, LAST
from innkeeper.kernel.errors import InvalidInput
from innkeeper.web.templatetags.parts import full_day

BACK, AHEAD = timedelta(days=2 * 366), timedelta(days=3 * 366)


class DayField(forms.DateField):
    """A day that a hotel can mean: year 1 and year 9999 are refused by the field's name."""

    default_validators = [MinValueValidator(FIRST), MaxValueValidator(LAST)]


def insist_near(*, at: datetime, **given: date | datetime | None) -> None:
    """What happened or is to come in the house's work lies at most two years back and three ahead, by field.

    Every action that takes such a day or time insists on it, whoever calls it; what must lie before or after now it
    says besides. Raises InvalidInput naming each field.
    """
    first, last = (at - BACK).date(), (at + AHEAD).date()
    said = _("Give a day from %(first)s to %(last)s.") % {
        "first": full_day(first),
        "last": full_day(last),
    }
    wrong = {name: said for name, on in given.items() if on is not None and not first <= _day(on) <= last}
    if wrong:
        raise InvalidInput(said, fields=wrong)


def _day(on: date | datetime) -> date:
    return on.date() if isinstance(on, datetime) else on
