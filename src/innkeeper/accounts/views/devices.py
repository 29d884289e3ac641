"""Shared phones: bind one, pick oneself from who is on shift, PIN; the list of devices in the settings."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from innkeeper.accounts.actions import devices as actions
from innkeeper.accounts.actions.sessions import leave_session
from innkeeper.accounts.actions.sign_in import SignInLocked
from innkeeper.accounts.adapters.factors import address_of
from innkeeper.accounts.doors import DEVICE_COOKIE, actor_of, house_of, signed_in
from innkeeper.accounts.middleware import PROPERTY_KEY
from innkeeper.accounts.models import SharedDevice
from innkeeper.accounts.rules import SHARED_KEY
from innkeeper.kernel import clock
from innkeeper.kernel.errors import InvalidInput
from innkeeper.web.refusals import refusal

MANAGE = "accounts.manage"
YEAR_SECONDS = 365 * 24 * 3600
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def device(request: HttpRequest) -> HttpResponse:
    """Who is on shift, to be picked; on a phone that is not bound yet, its code is asked for."""
    found = actions.device_of(request.COOKIES.get(DEVICE_COOKIE, ""))
    if found is not None:
        turns = actions.on_shift(found.property_id, at=clock.now())
        return render(request, "accounts/device.html", {"device": found, "turns": turns})
    if request.method != "POST":
        return render(request, "accounts/device_code.html", {})
    code, address = request.POST.get("code", ""), address_of(request)
    try:
        key = actions.enrol_device(code=code, address=address, at=clock.now())
    except (InvalidInput, SignInLocked) as wrong:
        return render(request, "accounts/device_code.html", refusal(request, wrong), status=wrong.status)
    answer = HttpResponseRedirect(reverse("device"), status=303)
    answer.set_cookie(
        DEVICE_COOKIE,
        key,
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """The PIN of this shift; in a new shift the password once and a PIN of one's own."""
    found, at = actions.device_of(request.COOKIES.get(DEVICE_COOKIE, "")), clock.now()
    if found is None:
        return HttpResponseRedirect(reverse("device"), status=303)
    has_pin = actions.live_pin(staff_id, found.property_id, at=at) is not None
    wrong: InvalidInput | SignInLocked | None = None
    if request.method == "POST":
        try:
            return _opened(request, found, staff_id, has_pin="password" not in request.POST)
        except (InvalidInput, SignInLocked) as refused:
            wrong = refused
    turns = actions.on_shift(found.property_id, at=at)
    turn = next((row for row in turns if row.staff_id == staff_id), None)
    if turn is None:
        return HttpResponseRedirect(reverse("device"), status=303)
    context = {"turn": turn, "has_pin": has_pin and "new" not in request.GET} | refusal(request, wrong)
    return render(request, "accounts/device_pin.html", context, status=wrong.status if wrong else 200)


def _opened(request: HttpRequest, found: SharedDevice, staff_id: UUID, *, has_pin: bool) -> HttpResponse:
    at, pin = clock.now(), request.POST.get("pin", "")[:12]
    if has_pin:
        turn = actions.take_in_hand(device=found, staff_id=staff_id, pin=pin, at=at)
    else:
        given = request.POST.get("password", "")[:128]
        turn = actions.begin_shift(device=found, staff_id=staff_id, password=given, pin=pin, at=at)
    leave_session(session_key=request.session.session_key, at=at)
    request.session.flush()
    login(request, turn.staff, backend=BACKEND)
    request.session[SHARED_KEY] = [str(found.pk), turn.ends_at.isoformat()]
    request.session[PROPERTY_KEY] = str(found.property_id)
    return HttpResponseRedirect("/board/", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(MANAGE)
def shared(request: HttpRequest) -> HttpResponse:
    """The shared phones; POST makes a code for one more, shown this once."""
    house, at = house_of(request), clock.now()
    code, wrong = "", None
    if request.method == "POST":
        try:
            name = request.POST.get("name", "")
            code = actions.invite_device(actor=actor_of(request), property_id=house, name=name, at=at)
        except InvalidInput as refused:
            wrong = refused
    context = {"rows": actions.live_devices(house), "code": code, "at": at} | refusal(request, wrong)
    return render(request, "accounts/devices.html", context, status=422 if wrong else 200)


@require_POST
@signed_in(MANAGE)
def revocation(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """This phone opens no more."""
    actions.revoke_device(actor=actor_of(request), device_id=device_id, at=clock.now())
    return HttpResponseRedirect(reverse("settings_devices"), status=303)
