"""Settings: the ways out of the house, how each fares, a test; and one's own device that may be rung."""

from pathlib import Path
from uuid import UUID

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.queries import shown_name, staff_lines
from innkeeper.kernel import clock
from innkeeper.kernel.errors import InvalidInput
from innkeeper.notices import actions, queries
from innkeeper.notices.forms import BotForm
from innkeeper.properties.queries import departments

SETTINGS = "settings.change"
WORKER = "web/js/push-worker.js"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(SETTINGS)
def channels(request: HttpRequest) -> HttpResponse:
    """Groups and devices with the state of their last delivery; POST adds a group. Queries: 4."""
    house = house_of(request)
    names = {one.code: one.name for one in departments(house)}
    form = BotForm(request.POST or None, departments=list(names.items()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_bot(actor=actor_of(request), property_id=house, at=clock.now(), **form.cleaned_data)
            return HttpResponseRedirect(request.path, status=303)
        except InvalidInput as wrong:
            for name, text in wrong.fields.items():
                form.add_error(name if name in form.fields else None, text)
    devices = queries.live_devices(house)
    people = staff_lines({row.staff_id for row in devices})
    context = {
        "bots": [(row, names.get(row.department, "")) for row in queries.live_bots(house)],
        "devices": [(row, shown_name(people.get(row.staff_id))) for row in devices],
        "form": form,
    }
    return render(request, "notices/channels.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in(SETTINGS)
def test(request: HttpRequest, bot_id: UUID) -> HttpResponse:
    """Send a test into the group."""
    actions.send_test(actor=actor_of(request), bot_id=bot_id, at=clock.now())
    return HttpResponseRedirect(reverse("settings_channels"), status=303)


@require_POST
@signed_in(SETTINGS)
def bot_end(request: HttpRequest, bot_id: UUID) -> HttpResponse:
    """Speak through this bot no more."""
    actions.end_bot(actor=actor_of(request), bot_id=bot_id, at=clock.now())
    return HttpResponseRedirect(reverse("settings_channels"), status=303)


@require_POST
@signed_in()
def devices(request: HttpRequest) -> HttpResponse:
    """Let this browser be rung for its person."""
    actions.enrol_push(
        actor=actor_of(request),
        property_id=house_of(request),
        endpoint=request.POST.get("endpoint", ""),
        p256dh=request.POST.get("p256dh", ""),
        auth=request.POST.get("auth", ""),
        language=get_language() or "zh-hans",
        at=clock.now(),
    )
    return HttpResponse(status=204)


@require_POST
@signed_in()
def device_end(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Ring this device no more."""
    actions.end_push(actor=actor_of(request), device_id=device_id, at=clock.now())
    back = "settings_channels" if request.POST.get("back") == "settings" else "notices"
    return HttpResponseRedirect(reverse(back), status=303)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that rings: at the root, for it must stand above every page. It keeps nothing."""
    text = Path(str(finders.find(WORKER))).read_text(encoding="utf-8")
    return HttpResponse(text, content_type="text/javascript")
