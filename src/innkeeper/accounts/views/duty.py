"""Settings: the roster by day, the ladders of deputies, the chart of the house."""

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from innkeeper.accounts import queries
from innkeeper.accounts.actions import duty as actions
from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.forms import LadderForm, TurnForm
from innkeeper.accounts.policy import insist_roster
from innkeeper.accounts.rules import id_or_none
from innkeeper.accounts.views.staff import post_choices, refused
from innkeeper.kernel import clock
from innkeeper.kernel.days import is_thinkable
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.properties.queries import work_calendar


def _day(request: HttpRequest, house: UUID) -> date:
    """The day asked for, today in the hotel when none was given or none that a roster can mean."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        asked = date.min
    return asked if is_thinkable(asked) else work_calendar(house).local_date(clock.now())


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def roster(request: HttpRequest) -> HttpResponse:
    """Who is on duty on a day; POST adds a turn."""
    insist_roster(actor_of(request))
    house = house_of(request)
    on = _day(request, house)
    people = [
        (str(row.staff.pk), row.staff.shown_name) for row in queries.colleagues(house) if row.staff.is_active
    ]
    form = TurnForm(request.POST or None, posts=post_choices(house), people=people)
    if request.method == "POST" and form.is_valid():
        try:
            _add_turn(request, form, house, on)
            return HttpResponseRedirect(f"{request.path}?on={on}", status=303)
        except InvalidInput as wrong:
            refused(form, wrong)
    ladders = queries.ladders(house)
    context = {
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "turns": queries.roster(house, on),
        "ladders": [(post, ladders.get(post.pk, [])) for post in queries.posts(house)],
        "form": form,
    }
    return render(request, "accounts/duty.html", context, status=422 if form.errors else 200)


def _add_turn(request: HttpRequest, form: TurnForm, house: UUID, on: date) -> None:
    given = form.cleaned_data
    staff_id = id_or_none(given["staff"])
    if staff_id is None:
        return
    actions.roster_turn(
        actor=actor_of(request),
        property_id=house,
        post_code=given["post"],
        staff_id=staff_id,
        on=on,
        shift=given["shift"],
        is_deputy=given["is_deputy"],
        at=clock.now(),
    )


@require_POST
@signed_in()
def turn_removal(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """Take a turn off the roster."""
    on = actions.remove_turn(actor=actor_of(request), turn_id=turn_id, at=clock.now())
    return HttpResponseRedirect(f"{reverse('settings_duty')}?on={on}", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def ladder(request: HttpRequest, post_code: str) -> HttpResponse:
    """Say who is asked, in order, when nobody holds the post on duty."""
    actor, house = actor_of(request), house_of(request)
    insist_roster(actor)
    post = next((one for one in queries.posts(house) if one.code == post_code), None)
    if post is None:
        raise NotFound(_("There is no such post."))
    form = LadderForm(
        request.POST or None,
        posts=[one for one in post_choices(house) if one[0] != post_code],
        deputies=[one.code for one in queries.ladders(house).get(post.pk, [])],
    )
    if request.method == "POST" and form.is_valid():
        actions.set_ladder(
            actor=actor, property_id=house, post_code=post_code, deputies=form.deputies(), at=clock.now()
        )
        return HttpResponseRedirect(reverse("settings_duty"), status=303)
    context = {"form": form, "post": post}
    return render(request, "accounts/ladder.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in()
def organisation(request: HttpRequest) -> HttpResponse:
    """The chart: each module with head and reporting line, each post with its duties (ORG-01, ORG-02)."""
    rows = queries.chart(house_of(request), at=clock.now())
    return render(request, "accounts/organisation.html", {"rows": rows})
