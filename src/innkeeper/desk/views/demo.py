"""The demo's time warp: moves the house's clock on, so that clocks run out while one watches."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from innkeeper.accounts.doors import signed_in
from innkeeper.kernel import clock

JUMPS = {
    "5": timedelta(minutes=5),
    "15": timedelta(minutes=15),
    "60": timedelta(hours=1),
    "1440": timedelta(days=1),
}


@require_POST
@signed_in()
def warp(request: HttpRequest) -> HttpResponse:
    """Move the demo's clock on by 5, 15, 60 or 1,440 minutes; there is no such address in a real house."""
    if not settings.DEMO or request.POST.get("minutes") not in JUMPS:
        raise Http404
    clock.clock.warp(JUMPS[request.POST["minutes"]])
    return redirect("desk:house")
