"""Global search (搜索): the field of every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.desk.queries.search import found, key_in, straight_to
from innkeeper.kernel import clock
from innkeeper.kernel.errors import InvalidInput
from innkeeper.stays.actions import press_key
from innkeeper.web.refusals import refusal

LONGEST = 60


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("cases.see")
def search(request: HttpRequest) -> HttpResponse:
    """What the phrase finds. It is posted, so that a guest's name never stands in an address."""
    actor, house = actor_of(request), house_of(request)
    given = request.POST if request.method == "POST" else request.GET
    phrase = " ".join(given.get("q", "").split())
    if len(phrase) > LONGEST:
        said = _("Shorten it to %(limit)d characters.") % {"limit": LONGEST}
        wrong = InvalidInput(said, fields={"q": said})
        return render(request, "desk/search.html", refusal(request, wrong), status=wrong.status)
    if target := straight_to(house, phrase):
        return redirect(target)
    pressed = key_in(house, phrase)
    if pressed and request.method == "POST":
        press_key(actor=actor, property_id=house, key=pressed, at=clock.now())
        return redirect("stays:room", pressed.room)
    context = {"key": pressed, "found": found(actor, house, phrase, at=clock.now())}
    return render(request, "desk/search.html", context)
