"""What differs between two states of a form, in the words of its labels and choices: for previews and histories."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

NONE = "—"
Lines = list[tuple[str, str, str]]


def told_by(form: forms.Form, before: Mapping[str, Any], after: Mapping[str, Any]) -> Lines:
    """Each field that differs: its label, what it was (empty where nothing was known), what it becomes."""
    return [
        (
            str(form.fields[name].label),
            said(form.fields[name], before[name]) if name in before else "",
            said(form.fields[name], value),
        )
        for name, value in after.items()
        if name in form.fields and value != before.get(name)
    ]


def said(field: forms.Field, value: Any) -> str:
    """A value as its field's reader would say it."""
    if isinstance(field, forms.ChoiceField):
        known = {str(code): str(words) for code, words in _pairs(field)}
        if isinstance(value, list | tuple):
            return " · ".join(known.get(str(one), str(one)) for one in value) or NONE
        return known.get(str("" if value is None else value), str(value or NONE))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return plain(value)


def plain(value: Any, names: Mapping[str, str] | None = None) -> str:
    """A value without a field: a list joined, its parts by their names; a dash for nothing."""
    if isinstance(value, list | tuple):
        return " · ".join((names or {}).get(str(one), str(one)) for one in value) or NONE
    return NONE if value in (None, "") else str(value)


def _pairs(field: forms.ChoiceField) -> Sequence[tuple[Any, Any]]:
    return [one for one in field.choices if isinstance(one, tuple)]  # type: ignore[union-attr]
