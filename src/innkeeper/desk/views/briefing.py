"""The morning briefing (晨会) as a page and as a PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from innkeeper.accounts.doors import actor_of, hotel_of, signed_in
from innkeeper.desk.actions.briefing import RIGHT, open_briefing
from innkeeper.desk.queries.briefing_paper import briefing_paper
from innkeeper.kernel import clock
from innkeeper.web.paper import printed

FAULTY_SHOWN = 12


@require_safe
@signed_in(RIGHT)
def briefing(request: HttpRequest) -> HttpResponse:
    """The page."""
    actor = actor_of(request)
    found = open_briefing(actor=actor, house=hotel_of(request), at=clock.now())
    shown, more = found.faulty[:FAULTY_SHOWN], max(0, len(found.faulty) - FAULTY_SHOWN)
    parts = {"found": found, "kpis": found.kpis(), "faulty_shown": shown, "faulty_more": more}
    parts["may_drill"] = actor.may("cases.close")
    return render(request, "desk/briefing.html", parts)


@require_POST
@signed_in(RIGHT)
def prints(request: HttpRequest) -> HttpResponse:
    """The PDF, in the language of the page."""
    hotel, at = hotel_of(request), clock.now()
    found = open_briefing(actor=actor_of(request), house=hotel, at=at, is_print=True)
    answer = HttpResponse(printed(briefing_paper(found)), content_type="application/pdf")
    name = f"{hotel.code}-briefing-{localtime(at):%Y%m%d-%H%M}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
