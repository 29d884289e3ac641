"""What a text or a choice must be to be kept: there, short enough, storable, one of the list. Each fault names its field."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from innkeeper.kernel.errors import InvalidInput

TEXT_LIMIT = 4_000


def required(*, limit: int = TEXT_LIMIT, **given: str) -> None:
    """Every named text is there, and can be kept. Raises: InvalidInput naming each field."""
    wrong: dict[str, str] = {}
    for name, text in given.items():
        if not text.strip():
            wrong[name] = _("This must be filled in.")
        elif len(text) > limit:
            wrong[name] = _("Shorten it to %(limit)d characters.") % {"limit": limit}
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    storable(**given)


def storable(**given: str) -> None:
    """No text holds what a database cannot store. Raises: InvalidInput naming each field."""
    text = _("The text holds a character that cannot be stored.")
    wrong = {name: text for name, value in given.items() if "\x00" in value}
    if wrong:
        raise InvalidInput(text, fields=wrong)


def chosen(value: str, choices: Collection[str], *, field: str) -> None:
    """The value is one of the list. Raises: InvalidInput."""
    if value not in choices:
        raise InvalidInput(_("Choose one of the list."), fields={field: _("Choose one of the list.")})
