"""Why a way out does not work, in words that whoever sets it up can act on."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def failure_words(code: str) -> str:
    """The words for the code that a delivery ended with; the receiver's own number stays with them."""
    kind, _line, number = code.partition("_")
    known = {
        "not_reached": _("It could not be reached."),
        "unsure": _("It gave no answer in time."),
        "address_refused": _("Its address is inside the house and not allowed."),
        "unsealable": _("Its address can no longer be opened. Enrol it again."),
        "bot_unreadable": _("Its answer could not be read."),
    }
    if code in known:
        return known[code]
    answers = {
        "http": _("It answered with error %(number)s."),
        "bot": _("The group refused with number %(number)s."),
    }
    return answers[kind] % {"number": number} if kind in answers and number else _("It refused.")
