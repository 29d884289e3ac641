"""The lists behind the figures of the house (在住, 预抵, 预离, 贵宾 ...)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from innkeeper.accounts.doors import actor_of, hotel_of, signed_in
from innkeeper.desk.queries.house_lists import TITLES, house_list
from innkeeper.kernel import clock
from innkeeper.web.parts import Tab


@require_GET
@signed_in("stays.see")
def figure_list(request: HttpRequest, figure: str) -> HttpResponse:
    """The rows that a figure of the house counts, names masked; one entry in the log."""
    if figure not in TITLES:
        raise Http404
    actor, hotel = actor_of(request), hotel_of(request)
    found = house_list(actor, hotel, figure, at=clock.now())
    tabs = [
        Tab(str(words), href=f"/house/lists/{name}/", is_selected=name == figure)
        for name, words in TITLES.items()
    ]
    context = {
        "list": found,
        "tabs": tabs,
        "may_see_guest": actor.may("guests.see"),
        "may_ask": actor.may("cases.take_in"),
    }
    return render(request, "desk/house_list.html", context)
