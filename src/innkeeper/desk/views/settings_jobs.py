"""Settings: jobs that were given up, each to be begun anew."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.desk.actions.jobs import REVIVERS, revive_job
from innkeeper.desk.queries.jobs import jobs_given_up
from innkeeper.kernel.clock import now
from innkeeper.web import htmx


@require_safe
@signed_in(REVIVERS)
def jobs(request: HttpRequest) -> HttpResponse:
    """What the house could not do by itself, since when, why. Queries: 1."""
    lines = jobs_given_up(actor_of(request).houses)
    return render(request, "desk/settings_jobs.html", {"lines": lines})


@require_POST
@signed_in(REVIVERS)
def revival(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Begin one anew."""
    revive_job(actor=actor_of(request), job_id=job_id, at=now())
    return htmx.go_to(request, reverse("desk:settings_jobs"))
