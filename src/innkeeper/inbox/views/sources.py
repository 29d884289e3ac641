"""Settings: mailboxes that are read and webhooks that are posted to, with how each fares."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.inbox import actions, queries
from innkeeper.inbox.forms import HookForm, MailboxForm
from innkeeper.kernel import clock
from innkeeper.kernel.errors import InvalidInput

SETTINGS = "settings.change"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(SETTINGS)
def sources(request: HttpRequest) -> HttpResponse:
    """The ways in; POST adds one. A webhook's secret is shown this once, and never kept by the browser."""
    house, is_hook = house_of(request), request.POST.get("what") == "hook"
    if request.POST and request.POST.get("what") not in ("box", "hook"):
        said = _("Say whether it is a mailbox or a webhook.")
        raise InvalidInput(said, fields={"what": said})
    given = request.POST or None
    box_form = MailboxForm(given if given and not is_hook else None, prefix="box")
    hook_form = HookForm(given if is_hook else None, prefix="hook")
    form, secret = (hook_form if is_hook else box_form), ""
    if request.method == "POST" and form.is_valid():
        add = actions.add_hook if is_hook else actions.add_mailbox
        try:
            made = add(actor=actor_of(request), property_id=house, at=clock.now(), **form.cleaned_data)
            if not isinstance(made, tuple):
                return HttpResponseRedirect(request.path, status=303)
            secret, hook_form = made[1], HookForm(prefix="hook")
        except InvalidInput as wrong:
            for name, text in wrong.fields.items():
                form.add_error(name if name in form.fields else None, text)
    hooks = [
        (row, request.build_absolute_uri(reverse("inbox_hook", args=[row.pk])))
        for row in queries.hooks(house)
    ]
    context = {
        "boxes": queries.mailboxes(house),
        "hooks": hooks,
        "box_form": box_form,
        "hook_form": hook_form,
        "secret": secret,
    }
    return render(request, "inbox/sources.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in(SETTINGS)
def source_end(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Take nothing from it any more."""
    actions.end_source(actor=actor_of(request), source_id=source_id, at=clock.now())
    return HttpResponseRedirect(reverse("settings_sources"), status=303)
