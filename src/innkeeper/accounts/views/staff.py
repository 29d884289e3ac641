"""Settings: colleagues, their posts, their sessions, their end."""

from datetime import timedelta
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from innkeeper.accounts import queries
from innkeeper.accounts.actions import staff as actions
from innkeeper.accounts.actions.factors import remove_factors
from innkeeper.accounts.adapters.factors import factors_of
from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.forms import AssignForm, NewStaffForm, PasswordForm
from innkeeper.kernel import clock
from innkeeper.kernel.errors import InvalidInput
from innkeeper.properties.queries import work_calendar

MANAGE = "accounts.manage"


def post_choices(property_id: UUID) -> list[tuple[str, str]]:
    """The posts as a form offers them. Queries: 1."""
    return [(post.code, post.name) for post in queries.posts(property_id)]


def refused(form: Form, wrong: InvalidInput) -> None:
    """Show an action's refusal beside the field it names, or above the form."""
    field = next((name for name in wrong.fields if name in form.fields), None)
    form.add_error(field, wrong.text)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(MANAGE)
def people(request: HttpRequest) -> HttpResponse:
    """Everyone of the hotel; POST enters a new colleague with a first post."""
    actor, house = actor_of(request), house_of(request)
    form = NewStaffForm(request.POST or None, posts=post_choices(house))
    if request.method == "POST" and form.is_valid():
        given, at = form.cleaned_data, clock.now()
        try:
            person = actions.engage_staff(
                actor=actor,
                property_id=house,
                post_code=given["post"],
                from_on=work_calendar(house).local_date(at),
                staff_number=given["staff_number"],
                work_name=given["work_name"],
                work_name_en=given["work_name_en"],
                password=given["password"],
                at=at,
            )
            return HttpResponseRedirect(reverse("settings_person", args=[person.pk]), status=303)
        except InvalidInput as wrong:
            refused(form, wrong)
    context = {"rows": queries.colleagues(house), "form": form}
    return render(request, "accounts/staff.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(MANAGE)
def person(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """One colleague: posts, sessions; POST gives a further post."""
    actor, house, at = actor_of(request), house_of(request), clock.now()
    found = actions.colleague(actor, staff_id)
    form = AssignForm(request.POST or None, posts=post_choices(house))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.assign_post(
                actor=actor,
                staff=found,
                property_id=house,
                post_code=given["post"],
                from_on=given["from_on"],
                until_on=given["until_on"],
                at=at,
            )
            return HttpResponseRedirect(request.path, status=303)
        except InvalidInput as wrong:
            refused(form, wrong)
    context = {
        "person": found,
        "held": queries.assignments_held(found.pk, at=at),
        "sessions": queries.open_sessions(found.pk, at=at),
        "form": form,
        "password_form": PasswordForm(),
        "is_self": found.pk == actor.id,
        "may_change": found.pk != actor.id and actions.is_answered_for(actor, found.pk, at=at),
        "factors": factors_of(found.pk),
    }
    return render(request, "accounts/person.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in(MANAGE)
def deactivation(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """End every session and right at once."""
    actions.deactivate_staff(actor=actor_of(request), staff_id=staff_id, at=clock.now())
    return HttpResponseRedirect(reverse("settings_person", args=[staff_id]), status=303)


@require_POST
@signed_in(MANAGE)
def password(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """A new first password; the colleague is signed out everywhere. Raises InvalidInput for a weak one."""
    given = request.POST.get("password", "")
    actions.reset_password(actor=actor_of(request), staff_id=staff_id, password=given, at=clock.now())
    return HttpResponseRedirect(reverse("settings_person", args=[staff_id]), status=303)


@require_POST
@signed_in(MANAGE)
def factors(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Remove a colleague's second factors."""
    remove_factors(actor=actor_of(request), staff_id=staff_id, at=clock.now())
    return HttpResponseRedirect(reverse("settings_person", args=[staff_id]), status=303)


@require_POST
@signed_in(MANAGE)
def reactivation(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Let a colleague back in."""
    actions.reactivate_staff(actor=actor_of(request), staff_id=staff_id, at=clock.now())
    return HttpResponseRedirect(reverse("settings_person", args=[staff_id]), status=303)


@require_POST
@signed_in(MANAGE)
def assignment_end(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """The post was held until yesterday: the right ends now."""
    actor, at = actor_of(request), clock.now()
    last_on = work_calendar(house_of(request)).local_date(at) - timedelta(days=1)
    staff_id = actions.end_assignment(actor=actor, assignment_id=assignment_id, last_on=last_on, at=at)
    return HttpResponseRedirect(reverse("settings_person", args=[staff_id]), status=303)
