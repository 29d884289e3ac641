"""Settings: what roles may do, and the regular review of rights (OPS-04)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from innkeeper.accounts import queries
from innkeeper.accounts.actions.rights import change_role, review_rights
from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.models import is_stale
from innkeeper.accounts.policy import GUARDED, LABELS
from innkeeper.kernel import clock
from innkeeper.properties.queries import property_of

MANAGE = "accounts.manage"


@require_safe
@signed_in(MANAGE)
def all_roles(request: HttpRequest) -> HttpResponse:
    """The group's roles with what each may do."""
    group = property_of(house_of(request)).group_id
    roles = queries.roles(group)
    context = {
        "roles": roles,
        "changes": queries.role_changes(roles),
        "permissions": [(str(code), label, code in GUARDED) for code, label in LABELS.items()],
    }
    return render(request, "accounts/roles.html", context)


@require_POST
@signed_in(MANAGE)
def role(request: HttpRequest, role_id: UUID) -> HttpResponse:
    """Say anew what a role may do."""
    wanted = request.POST.getlist("permission")
    change_role(actor=actor_of(request), role_id=role_id, permissions=wanted, at=clock.now())
    return HttpResponseRedirect(reverse("settings_roles"), status=303)


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
