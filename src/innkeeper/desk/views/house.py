"""The house board (总览)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from innkeeper.accounts.doors import actor_of, hotel_of, signed_in
from innkeeper.desk.queries.house import board
from innkeeper.desk.queries.pulse import pulse_of_house
from innkeeper.kernel import clock
from innkeeper.web.etag import etag_of, unchanged_or
from innkeeper.web.htmx import render


@require_safe
@signed_in("stays.see")
def house(request: HttpRequest) -> HttpResponse:
    """The board; a poll whose house has not changed within the minute is answered 304 after two queries."""
    actor, hotel, at = actor_of(request), hotel_of(request), clock.now()
    tag = etag_of(pulse_of_house(hotel.pk, at), actor.id)

    def answer() -> HttpResponse:
        context = {
            "board": board(actor, hotel, at=at),
            "may_take_in": actor.may("cases.take_in"),
            "etag": tag,
        }
        return render(request, "desk/house.html", "desk/_board.html", context)

    return unchanged_or(request, tag, answer)
