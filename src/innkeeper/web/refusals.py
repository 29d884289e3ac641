"""What a page says of a refusal: what was wrong, under which field, and all that was typed; refill.js puts it in place."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from innkeeper.kernel.errors import EditConflict, InnkeeperError

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "edit_version", "seen_at", "password", "pin"})
"""What the page itself wrote, and what is never sent back."""


def typed_in(request: HttpRequest) -> dict[str, str | list[str]]:
    """What a person filled in, by field; several boxes of one name as a list."""
    given = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    return {name: values if len(values) > 1 else str(values[0]) for name, values in given.items() if values}


def refusal(request: HttpRequest, wrong: InnkeeperError | None, *, title: str = "") -> dict[str, Any]:
    """The context of `web/parts/refused.html`; nothing where nothing was refused."""
    if wrong is None:
        return {}
    typed = {
        "action": request.path,
        "values": typed_in(request),
        "wrong": list(wrong.fields),
        "words": wrong.fields,
    }
    return {"problem": wrong, "problem_title": title or _("This was not done"), "typed": typed}


def refused(form: BaseForm, wrong: InnkeeperError) -> None:
    """Put an action's errors beside the fields they name; that somebody was faster stands above them all."""
    if isinstance(wrong, EditConflict):
        form.add_error(None, wrong.text)
        return
    for name, text in (wrong.fields or {"reason": wrong.text}).items():
        form.add_error(name if name in form.fields else None, text)
