"""Language, theme, the pages for what goes wrong, and the page of all parts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.web import face, preferences, samples
from innkeeper.web.problems import bare_problem, problem


def back(request: HttpRequest) -> HttpResponse:
    """To the page that asked, when it is one of ours."""
    target = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(target if is_ours else "/")
    response.status_code = 303
    return response


def keep_on_device(response: HttpResponse, name: str, value: str) -> HttpResponse:
    """A cookie that says nothing but the choice."""
    response.set_cookie(
        name,
        value,
        max_age=face.YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak the other language from now on, on this device and for this person."""
    chosen = face.known_language(request.POST.get("language"))
    if not chosen:
        raise InvalidInput(_("Choose Chinese or English."), fields={"language": _("zh-hans or en")})
    preferences.keep(request, "language", chosen)
    return keep_on_device(back(request), settings.LANGUAGE_COOKIE_NAME, chosen)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light or dark from now on, on this device and for this person."""
    chosen = request.POST.get("theme", "")
    if chosen not in face.THEMES:
        raise InvalidInput(_("Choose light or dark."), fields={"theme": _("light or dark")})
    preferences.keep(request, "theme", chosen)
    return keep_on_device(back(request), face.THEME_COOKIE, chosen)


def may_see_parts(request: HttpRequest) -> bool:
    """The style page is for the demo and for those who change settings."""
    actor = getattr(request, "actor", None)
    return bool(getattr(settings, "DEMO", False) or (actor is not None and actor.may("settings.change")))


def parts_page(request: HttpRequest) -> HttpResponse:
    """Every part in every state, to look at."""
    if not may_see_parts(request):
        raise NotFound(_("There is no such page."))
    return render(request, "web/parts_page.html", samples.everything(now=now()))


def parts_reveal(request: HttpRequest) -> HttpResponse:
    """What opening a sealed value looks like, with an invented one."""
    if not may_see_parts(request):
        raise NotFound(_("There is no such page."))
    if request.POST.get("purpose", "case") not in {value for value, _words in samples.purposes()}:
        text = _("Say what it is needed for.")
        raise InvalidInput(text, fields={"purpose": text})
    return render(request, "web/_sample_mask.html", {"item": samples.opened_mask()})


def parts_poll(request: HttpRequest) -> HttpResponse:
    """A list that polls itself."""
    return samples.polled(request, now=now())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in the look."""
    text = _("The address is wrong, or it is not yours to see. The search finds rooms and cases.")
    return problem(request, status=404, code="not_found", text=text)


def not_permitted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 in the look."""
    text = _("Ask the manager on duty if you need it for your work.")
    return problem(request, status=403, code="not_permitted", text=text)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 in the look."""
    return bare_problem(
        status=400, text=_("The browser sent something the house cannot read. Load the page again.")
    )


def csrf_failure(request: HttpRequest, reason: str = "", **_given: Any) -> HttpResponse:
    """A form that was open for too long, or that came from elsewhere."""
    text = _("The page was open for too long. Load it again and send it once more; nothing was stored.")
    return problem(request, status=403, code="page_too_old", text=text)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing half-done is kept; says what to do meanwhile."""
    text = _("Nothing was stored by this step. Try again; if it stays, use the radio and the printed list.")
    return bare_problem(status=500, text=text)
