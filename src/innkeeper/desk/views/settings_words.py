"""Settings: codes with their norms, and the rules of first classification. Previewed, then kept with history."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from innkeeper.accounts.doors import actor_of, hotel_of, house_of, signed_in
from innkeeper.cases.actions import code_wished, edit_code, edit_rule, rule_wished
from innkeeper.cases.queries.effects import moves_of_norms
from innkeeper.cases.queries.playbooks import (
    code_to_edit,
    codes,
    department_names,
    edition_of_row,
    rule_to_edit,
    rules_of,
)
from innkeeper.desk.forms import CodeForm, RuleForm
from innkeeper.desk.queries.changes import wording_changes
from innkeeper.desk.queries.intake import code_choices
from innkeeper.desk.queries.wordings import norms_words, rule_title, rule_words, tried
from innkeeper.kernel import clock
from innkeeper.kernel.errors import EditConflict, InvalidInput
from innkeeper.web.htmx import kept
from innkeeper.web.refusals import refused
from innkeeper.web.templatetags.parts import two

CHANGE = "settings.change"


@require_safe
@signed_in(CHANGE)
def all_codes(request: HttpRequest) -> HttpResponse:
    """Every code with its norms, cap and draw."""
    house = house_of(request)
    names = department_names(house)
    rows = [
        (one, two(one), names.get(one.handling_department, one.handling_department), norms_words(one))
        for one in codes(house, is_retired_too=True)
    ]
    return render(request, "desk/settings_codes.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CHANGE)
def code(request: HttpRequest, code: str) -> HttpResponse:
    """One code: a POST shows what the edit would do, and keeps it when that was seen."""
    house, actor, at = house_of(request), actor_of(request), clock.now()
    zone = hotel_of(request).timezone
    row = code_to_edit(house, code)
    if row is None:
        raise Http404
    first = {name: getattr(row, name) for name in CodeForm.base_fields if hasattr(row, name)}
    first |= {"handling": row.handling_department, **(row.norms or {})}
    departments = [*department_names(house).items()]
    blank = CodeForm(departments=departments)
    history, again = wording_changes(house, "code", code, blank, again=request.GET.get("again", ""))
    form = CodeForm(request.POST or None, initial=first | again, departments=departments)
    shown: dict[str, Any] = {"form": form, "code": row, "changes": history, "edition": edition_of_row(row)}
    if request.method == "POST" and form.is_valid():
        change = form.change(list(row.handling))
        given: dict[str, Any] = {"actor": actor, "property_id": house, "code": code, "change": change}
        given["reason"] = form.cleaned_data["reason"]
        is_sound = False
        try:
            is_sound = bool(code_wished(**given))
            if "keep" in request.POST:
                edit_code(at=at, seen=request.POST.get("edit_version", ""), **given)
                return kept(request, request.path)
        except (EditConflict, InvalidInput) as wrong:
            refused(form, wrong)
        if is_sound:
            shown |= {
                "is_preview": True,
                "moves": moves_of_norms(actor, house, code, change["norms"], at=at),
                "tried": tried(
                    house, form.cleaned_data["line"], timezone=zone, code=code, change=change, at=at
                ),
            }
    return render(request, "desk/settings_code.html", shown, status=422 if form.errors else 200)


@require_safe
@signed_in(CHANGE)
def all_rules(request: HttpRequest) -> HttpResponse:
    """The rules in the order in which they speak."""
    house = house_of(request)
    names = dict(code_choices(house))
    rows = [
        (one, rule_title(one.name), rule_words(one, names), one.words[:8])
        for one in rules_of(house, is_retired_too=True)
    ]
    return render(request, "desk/settings_rules.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CHANGE)
def rule(request: HttpRequest, name: str = "") -> HttpResponse:
    """One rule, or a new one: a POST shows how a line would read, and keeps the rule when that was seen."""
    house, zone, at = house_of(request), hotel_of(request).timezone, clock.now()
    row = rule_to_edit(house, name) if name else None
    if name and row is None:
        raise Http404
    first = {one: getattr(row, one) for one in RuleForm.base_fields if hasattr(row, one)} if row else {}
    names = code_choices(house)
    history, again = (
        wording_changes(house, "rule", name, RuleForm(codes=names), again=request.GET.get("again", ""))
        if name
        else ([], {})
    )
    first = (first or {"order": 5, "is_active": True}) | again
    form = RuleForm(request.POST or None, initial=first, codes=names)
    if name:
        del form.fields["name"]
    shown: dict[str, Any] = {"form": form, "title": rule_title(name), "edition": edition_of_row(row)}
    shown["changes"] = history
    if request.method == "POST" and form.is_valid():
        known, change = name or form.cleaned_data["name"], form.change()
        given: dict[str, Any] = {"actor": actor_of(request), "property_id": house, "name": known}
        given |= {"change": change, "reason": form.cleaned_data["reason"]}
        is_sound = False
        try:
            is_sound = bool(rule_wished(**given))
            if "keep" in request.POST:
                edit_rule(at=at, seen=request.POST.get("edit_version", ""), **given)
                return kept(request, reverse("desk:settings_rules"))
        except (EditConflict, InvalidInput) as wrong:
            refused(form, wrong)
        if is_sound:
            line = form.cleaned_data["line"]
            shown |= {
                "is_preview": True,
                "tried": tried(house, line, timezone=zone, rule=known, change=change, at=at),
            }
    return render(request, "desk/settings_rule.html", shown, status=422 if form.errors else 200)
