"""Settings: the roster by day, the ladders of deputies, the chart of the house."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from innkeeper.accounts import queries
from innkeeper.accounts.actions import duty as actions
from innkeeper.accounts.doors import actor_of, hotel_of, house_of, signed_in
from innkeeper.accounts.forms import LadderForm, TurnForm
from innkeeper.accounts.models import DutyTurn, Post
from innkeeper.accounts.policy import insist_roster
from innkeeper.accounts.views.staff import refused
from innkeeper.kernel import clock
from innkeeper.kernel.days import is_thinkable, local_date
from innkeeper.kernel.editions import edition_of
from innkeeper.kernel.errors import EditConflict, InvalidInput, NotFound
from innkeeper.web.htmx import kept


def _day(request: HttpRequest) -> date:
    """The day asked for, today in the hotel when none was given or none that a roster can mean."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        asked = date.min
    return asked if is_thinkable(asked) else local_date(clock.now(), hotel_of(request).timezone)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def roster(request: HttpRequest) -> HttpResponse:
    """Who is on duty on a day; a POST shows what one more turn would change, and adds it when that was seen."""
    insist_roster(actor_of(request))
    house = house_of(request)
    on = _day(request)
    chart, ladders = queries.posts(house), queries.ladders(house)
    rows = [row for row in queries.colleagues(house) if row.staff.is_active]
    people = [(str(row.staff.pk), row.staff.shown_name) for row in rows]
    form = TurnForm(request.POST or None, posts=[(one.code, one.name) for one in chart], people=people)
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            given = _wished(request, form, house, on)
            if "keep" in request.POST:
                actions.roster_turn(at=clock.now(), **given)
                return kept(request, f"{request.path}?on={on}")
            turn = actions.turn_wished(**given)
            shown = _turn_preview(turn, ladders, is_removed=False)
            shown["is_held"] = any(
                row.holds(turn.post_id, on) for row in rows if row.staff.pk == turn.staff_id
            )
        except InvalidInput as wrong:
            refused(form, wrong)
    shown |= _roster(house, on, chart, ladders) | {"form": form}
    return render(request, "accounts/duty.html", shown, status=422 if form.errors else 200)


def _roster(
    house: UUID, on: date, chart: Sequence[Post], ladders: Mapping[UUID, list[Post]]
) -> dict[str, Any]:
    """What the page shows of the roster as it stands. Queries: 4."""
    return {
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "turns": queries.roster(house, on),
        "ladders": [(post, ladders.get(post.pk, [])) for post in chart],
        "changes": queries.roster_changes(house, chart),
    }


def _wished(request: HttpRequest, form: TurnForm, house: UUID, on: date) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "actor": actor_of(request),
        "property_id": house,
        "post_code": given["post"],
        "staff_id": UUID(given["staff"]),
        "on": on,
        "shift": given["shift"],
        "is_deputy": given["is_deputy"],
    }


def _turn_preview(turn: DutyTurn, ladders: Mapping[UUID, list[Post]], *, is_removed: bool) -> dict[str, Any]:
    """What the turn, or its end, changes in who answers for its post. Queries: 3."""
    deputies, at = ladders.get(turn.post_id, []), clock.now()
    return {
        "is_preview": True,
        "turn": turn,
        "covers": queries.covers_of_turn(turn.post, turn, deputies=deputies, is_removed=is_removed, at=at),
        "is_held": True,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def turn_removal(request: HttpRequest, turn_id: UUID) -> HttpResponse:
    """What taking a turn off the roster would change; POST takes it off."""
    actor = actor_of(request)
    if request.method == "POST":
        on = actions.remove_turn(actor=actor, turn_id=turn_id, at=clock.now())
        return kept(request, f"{reverse('settings_duty')}?on={on}")
    turn = actions.turn_to_remove(actor=actor, turn_id=turn_id)
    return render(
        request,
        "accounts/turn_removal.html",
        _turn_preview(turn, queries.ladders(turn.property_id), is_removed=True),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def ladder(request: HttpRequest, post_code: str) -> HttpResponse:
    """Who is asked, in order, when nobody holds the post on duty; a POST shows whom that reaches, and keeps it when that was seen."""
    house = house_of(request)
    insist_roster(actor_of(request))
    chart = queries.posts(house)
    post = next((one for one in chart if one.code == post_code), None)
    if post is None:
        raise NotFound(_("There is no such post."))
    present = [one.code for one in queries.ladders(house).get(post.pk, [])]
    again = [one for one in request.GET.get("again", "").split(",") if one in {each.code for each in chart}]
    others = [(one.code, one.name) for one in chart if one != post]
    form = LadderForm(request.POST or None, posts=others, deputies=again or present)
    shown: dict[str, Any] = {"form": form, "post": post, "edit_version": edition_of(present)}
    if request.method == "POST" and form.is_valid():
        shown |= _ladder_asked(request, form, post)
        if shown.get("is_kept"):
            return kept(request, reverse("settings_duty"))
    shown["changes"] = queries.ladder_changes(post, chart)
    return render(request, "accounts/ladder.html", shown, status=422 if form.errors else 200)


def _ladder_asked(request: HttpRequest, form: LadderForm, post: Post) -> dict[str, Any]:
    """The ladder kept where that was asked, else what it would do. Somebody else's change meanwhile is said, and shown against."""
    actor, house, at = actor_of(request), house_of(request), clock.now()
    given: dict[str, Any] = {
        "actor": actor,
        "property_id": house,
        "post_code": post.code,
        "deputies": form.deputies(),
    }
    try:
        _post, wished = actions.ladder_wished(**given)
        if "keep" in request.POST:
            actions.set_ladder(seen=request.POST.get("edit_version", ""), at=at, **given)
            return {"is_kept": True}
    except EditConflict as meanwhile:
        form.add_error(None, meanwhile.text)
    except InvalidInput as wrong:
        form.refuse(wrong.text)
        return {}
    covers, steps = queries.covers_of_ladder(post, wished, at=at)
    return {"is_preview": True, "covers": covers, "steps": steps}


@require_safe
@signed_in()
def organisation(request: HttpRequest) -> HttpResponse:
    """The chart: each module with head and reporting line, each post with its duties (ORG-01, ORG-02)."""
    rows = queries.chart(house_of(request), at=clock.now())
    return render(request, "accounts/organisation.html", {"rows": rows})
