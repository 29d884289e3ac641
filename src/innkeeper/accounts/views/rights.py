"""Settings: what roles may do, and the regular review of rights (OPS-04)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from innkeeper.accounts import queries
from innkeeper.accounts.actions.rights import change_role, review_rights, role_wished
from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.forms import RoleForm
from innkeeper.accounts.models import Role, is_stale
from innkeeper.accounts.policy import GUARDED, LABELS, Permission
from innkeeper.kernel import clock
from innkeeper.kernel.editions import edition_of
from innkeeper.kernel.errors import EditConflict
from innkeeper.properties.queries import property_of, work_calendar
from innkeeper.web.htmx import kept
from innkeeper.web.refusals import refused

MANAGE = "accounts.manage"


@require_safe
@signed_in(MANAGE)
def all_roles(request: HttpRequest) -> HttpResponse:
    """The group's roles with what each may do."""
    group = property_of(house_of(request)).group_id
    roles = queries.roles(group)
    rows = [(one, len(one.permissions), any(code in GUARDED for code in one.permissions)) for one in roles]
    return render(request, "accounts/roles.html", {"roles": rows, "changes": queries.role_changes(roles)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(MANAGE)
def role(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """What a role may do: a POST shows who would feel a change, and keeps it when that was seen."""
    actor = actor_of(request)
    present = queries.role_to_change(actor, role_id)
    history, again = queries.role_history(present, again=request.GET.get("again", ""))
    first = present.permissions if again is None else again
    form = RoleForm(request.POST or None, initial={"permission": first})
    shown: dict[str, Any] = {"form": form, "role": present, "changes": history}
    shown |= {
        "edition": edition_of(present.permissions),
        "may_change": not queries.holds_role(actor.id, role_id),
    }
    if request.method == "POST" and form.is_valid():
        given = {"actor": actor, "role_id": role_id, "permissions": form.cleaned_data["permission"]}
        role_wished(**given)
        try:
            if "keep" in request.POST:
                change_role(at=clock.now(), seen=request.POST.get("edit_version", ""), **given)
                return kept(request, reverse("settings_roles"))
        except EditConflict as meanwhile:
            refused(form, meanwhile)
        shown |= _role_preview(request, present, form.cleaned_data["permission"])
    shown["permissions"] = [(str(code), label, code in GUARDED) for code, label in LABELS.items()]
    return render(request, "accounts/role.html", shown, status=422 if form.errors else 200)


def _role_preview(request: HttpRequest, present: Role, wanted: list[str]) -> dict[str, Any]:
    """Which rights come and go, who would feel it, and what nobody could do any more. Queries: 2."""
    on = work_calendar(house_of(request)).local_date(clock.now())
    holders = queries.role_holders(present, wanted, on=on)
    words = {True: _("yes"), False: _("no")}
    return {
        "is_preview": True,
        "people": holders.people,
        "without": [LABELS[Permission(one)] for one in holders.without],
        "found": [
            (str(label), words[code in present.permissions], words[code in wanted])
            for code, label in LABELS.items()
            if (code in present.permissions) != (code in wanted)
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(MANAGE)
def review(request: HttpRequest) -> HttpResponse:
    """Who may do what, when it was last gone through; POST stands for it."""
    house, at = house_of(request), clock.now()
    if request.method == "POST":
        review_rights(actor=actor_of(request), property_id=house, at=at)
        return HttpResponseRedirect(request.path, status=303)
    last = queries.last_review(house)
    context = {
        "rows": queries.colleagues(house),
        "last": last,
        "by": queries.staff_lines([last.reviewed_by_id]).get(last.reviewed_by_id) if last else None,
        "is_stale": is_stale(last, at=at),
    }
    return render(request, "accounts/rights_review.html", context)
