"""The downtime packs: when the last one was made, which are kept, print one now."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from innkeeper.accounts.doors import actor_of, hotel_of, signed_in
from innkeeper.handovers import rules
from innkeeper.handovers.actions.downtime import print_now
from innkeeper.handovers.queries.downtime import kept_packs
from innkeeper.kernel import clock


@require_safe
@signed_in("cases.assign")
def packs(request: HttpRequest) -> HttpResponse:
    """The packs of the hotel; an alarm where the newest is older than two hours. Queries: 1."""
    hotel, at = hotel_of(request), clock.now()
    kept = kept_packs(hotel.pk)
    newest = kept[0] if kept else None
    context = {
        "packs": kept,
        "newest": newest,
        "age_minutes": int((at - newest.made_at).total_seconds() // 60) if newest else 0,
        "is_stale": rules.is_pack_stale(newest.made_at if newest else None, at=at),
        "kept": rules.PACKS_KEPT,
        "folder": f"{settings.DOWNTIME.name}/{hotel.code}",
    }
    return render(request, "handovers/downtime.html", context)


@require_POST
@signed_in("cases.assign")
def prints(request: HttpRequest) -> HttpResponse:
    """The pack as a PDF, now."""
    hotel, at = hotel_of(request), clock.now()
    answer = HttpResponse(
        print_now(actor=actor_of(request), house=hotel, at=at), content_type="application/pdf"
    )
    name = f"{hotel.code}-{localtime(at):%Y%m%d-%H%M}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
