"""Screens of imports: stays from a file, room states from a file, bad rows."""

import csv
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.kernel.clock import now
from innkeeper.stays import actions, queries
from innkeeper.stays.adapters.files import FileRefused
from innkeeper.stays.forms import UploadForm
from innkeeper.stays.models import KIND_WORDS, ImportRun
from innkeeper.stays.rules.import_rows import Kind
from innkeeper.web import htmx

RUN_WORDS = {
    "waiting": gettext_lazy("Waiting"),
    "running": gettext_lazy("Running"),
    "done": gettext_lazy("Done"),
    "refused": pgettext_lazy("import", "Refused"),
}
CASES = pgettext_lazy("import", "Cases")


@require_http_methods(["GET", "POST"])
@signed_in("stays.import")
def imports(request: HttpRequest) -> HttpResponse:
    """The last imports; POST takes a file."""
    actor = actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            run = actions.upload_file(
                actor=actor,
                property_id=house_of(request),
                kind=Kind(form.cleaned_data["kind"]),
                file_name=given.name,
                content=given.read((20 << 20) + 1),
                at=now(),
            )
        except FileRefused as refused:
            form.add_error("file", queries.refusal_words(refused))
        else:
            return htmx.go_to(request, reverse("stays:import", args=[run.id]))
    runs = [_run_line(run) for run in queries.recent_runs(actor=actor, property_id=house_of(request))]
    return render(
        request, "stays/imports.html", {"form": form, "runs": runs}, status=422 if form.errors else 200
    )


@require_GET
@signed_in("stays.import")
def import_run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How an import stands; asked again by the page until it is done."""
    run = queries.run_for(run_id, actor=actor_of(request))
    context = {"line": _run_line(run), "run": run, "bad_rows": queries.bad_rows(run.id)}
    return htmx.render(request, "stays/import_run.html", "stays/_run.html", context)


@require_GET
@signed_in("stays.import")
def import_bad_rows(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The report of bad rows as a CSV file."""
    run = queries.run_for(run_id, actor=actor_of(request))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="bad-rows-{run.id}.csv"'
    response.write("﻿")
    csv.writer(response).writerows(queries.bad_row_table(run.id))
    return response


def _run_line(run: ImportRun) -> dict[str, object]:
    return {
        "run": run,
        "kind": KIND_WORDS.get(Kind(run.kind), "") if run.kind in set(Kind) else CASES,
        "state": RUN_WORDS[run.state],
        "is_open": run.state in {"waiting", "running"},
        "done": run.good + run.bad,
        "refusal": queries.refusal_words(run.refusal) if run.refusal else "",
    }
