"""Settings: playbooks. Times, posts, texts and added steps; proved, previewed, kept with history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.queries import held_posts, manned, posts
from innkeeper.cases.actions import faults_of_change, override_playbook, wrong_fields
from innkeeper.cases.models import Priority
from innkeeper.cases.playbooks import kinds
from innkeeper.cases.queries.effects import running_by_kind, running_versions, versions_of
from innkeeper.cases.queries.playbooks import current_version, versions_in_force
from innkeeper.desk.queries.changes import playbook_changes
from innkeeper.desk.queries.intake import PRIORITIES
from innkeeper.desk.rules.playbook_changes import (
    UNITS,
    Naming,
    NotTyped,
    change_from,
    differences,
    parts_of,
    posts_named,
    told_at,
)
from innkeeper.kernel import clock
from innkeeper.kernel.errors import EditConflict, InnkeeperError, InvalidInput
from innkeeper.web.htmx import kept
from innkeeper.web.refusals import refusal
from innkeeper.web.templatetags.parts import two

CHANGE = "settings.change"
PRIORITY_WORDS = {name: Priority(number).label for name, number in PRIORITIES.items()}


@require_safe
@signed_in(CHANGE)
def playbooks(request: HttpRequest) -> HttpResponse:
    """Every kind of case with the version in force and how many open cases run on which."""
    house = house_of(request)
    versions = versions_in_force(house)
    running = running_by_kind(house, kinds=versions.keys())
    rows = [
        (kind.name, _words(version.body["title"]), version, running.get(kind.name, []))
        for kind in kinds()
        if (version := versions.get(kind.name)) is not None
    ]
    return render(request, "desk/settings_playbooks.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CHANGE)
def playbook(request: HttpRequest, kind: str) -> HttpResponse:
    """One playbook: a POST shows what would change, whether it is proved and what runs on; kept when that was seen."""
    house = house_of(request)
    version = current_version(kind, house)
    if version is None:
        raise Http404
    shown = page(request, house, kind, version)
    if request.method != "POST":
        return render(request, "desk/settings_playbook.html", shown)
    try:
        change = change_from(request.POST, version.body)
        if "keep" in request.POST and change:
            override_playbook(
                actor=actor_of(request),
                property_id=house,
                kind=kind,
                change=change,
                reason=request.POST.get("reason", ""),
                seen=request.POST.get("edit_version", ""),
                at=clock.now(),
            )
            return kept(request, request.path)
        if wrong_now := wrong_fields(house, change):
            raise InvalidInput(next(iter(wrong_now.values())), fields=wrong_now)
    except NotTyped as unread:
        words = _("This is no number.")
        return _refused(request, shown, InvalidInput(words, fields={unread.field: words}))
    except (EditConflict, InvalidInput) as wrong:
        return _refused(request, shown, wrong)
    naming = _naming(version.body, person_words() | dict(shown["posts"]))
    found = [(one.where, one.before, one.after) for one in differences(change, version.body, naming)]
    faults = faults_of_change(house, kind, change) if change else []
    shown |= {"is_preview": True, "found": found, "faults": faults, "may_keep": bool(found) and not faults}
    shown |= _empty_posts(house, posts_named(change), dict(shown["posts"]))
    return render(request, "desk/settings_playbook.html", shown)


def _empty_posts(house: Any, named: Sequence[str], words: Mapping[str, str]) -> dict[str, str]:
    """Of the posts that a change names, those that nobody holds and those that nobody stands for now. Queries: 2."""
    at = clock.now()
    held, on_duty = held_posts(house, at=at), manned(house, at)[0]
    real = [code for code in named if code in words]
    return {
        "unheld": " · ".join(words[code] for code in real if code not in held),
        "unmanned": " · ".join(words[code] for code in real if code in held and code not in on_duty),
    }


def _refused(request: HttpRequest, shown: Mapping[str, Any], wrong: InnkeeperError) -> HttpResponse:
    page = dict(shown) | refusal(request, wrong)
    return render(request, "desk/settings_playbook.html", page, status=wrong.status)


def page(request: HttpRequest, house: Any, kind: str, version: Any) -> dict[str, Any]:
    """Everything the screen shows of the version in force; what was typed comes back. Queries: 5."""
    typed = request.POST
    offered = [(one.code, str(two(one))) for one in posts(house)]
    named = person_words() | dict(offered)
    versions = versions_of(house, kind)
    return {
        "kind": kind,
        "title": _words(version.body["title"]),
        "version": version,
        "clocks": [_clock(one, typed) for one in version.body["clocks"]],
        "stages": [
            (_words(one["title"]), one["name"], [_step(step, typed) for step in one["steps"]])
            for one in version.body["stages"]
        ],
        "ladders": [
            (
                _served(name, version.body["clocks"]),
                [_rung(f"l:{name}:{place}", rung, typed, offered) for place, rung in enumerate(rungs)],
            )
            for name, rungs in version.body["ladders"].items()
        ],
        "units": [(unit, unit_words()[unit]) for unit in UNITS],
        "posts": offered,
        "running": running_versions(house, kind),
        "versions": versions,
        "changes": playbook_changes(house, kind, versions, lambda body: _naming(body, named)),
        "given": {key.replace(":", "_"): value for key, value in typed.items()},
    }


def unit_words() -> dict[str, str]:
    """The units in the reader's language."""
    return {
        "minutes": _("minutes"),
        "hours": _("hours"),
        "days": _("days"),
        "months": _("months"),
        "working_days": _("working days"),
    }


def target_words(number: int, unit: str) -> str:
    """A target as "15 minutes" in the reader's language; a dash for none."""
    if not number:
        return "—"
    words = {
        "minutes": ngettext("%(n)d minute", "%(n)d minutes", number),
        "hours": ngettext("%(n)d hour", "%(n)d hours", number),
        "days": ngettext("%(n)d day", "%(n)d days", number),
        "months": ngettext("%(n)d month", "%(n)d months", number),
        "working_days": ngettext("%(n)d working day", "%(n)d working days", number),
    }
    return words[unit] % {"n": number}


def _naming(body: Mapping[str, Any], posts_by_code: Mapping[str, str]) -> Naming:
    return Naming(
        text=_words,
        target=target_words,
        ladder=lambda name: _served(name, body["clocks"]),
        priorities={name: str(words) for name, words in PRIORITY_WORDS.items()},
        parts={
            "title": _("Name of the step"),
            "standard": _("Standard of the step"),
            "owner_post": _("Post"),
            "in_minutes": _("Within minutes"),
        },
        posts=posts_by_code,
    )


def _clock(clock_body: Any, typed: Any) -> tuple[str, list[tuple[str, str, Any, Any, str]]]:
    """A clock with its targets by priority: name, label, number, unit, as it stands."""
    rows = []
    for priority, target in clock_body["ceilings"].items():
        number, unit = parts_of(target)
        field = f"c:{clock_body['name']}:{priority}"
        label = str(PRIORITY_WORDS[priority])
        rows.append(
            (
                field,
                label,
                typed.get(f"{field}:n", number),
                typed.get(f"{field}:u", unit),
                target_words(number, unit),
            )
        )
    return _words(clock_body["title"]), rows


def _step(step: Any, typed: Any) -> dict[str, Any]:
    name = step["name"]
    first = {
        "zh": step["title"]["zh"],
        "en": step["title"]["en"],
        "szh": step["standard"]["zh"],
        "sen": step["standard"]["en"],
        "post": step["owner_post"],
        "min": step["in_minutes"] or "",
    }
    kept = {key: typed.get(f"s:{name}:{key}", value) for key, value in first.items()}
    return {"name": name, "shown": _words(step["title"]), **kept}


def _served(ladder: str, clocks: Sequence[Mapping[str, Any]]) -> str:
    """The clocks that use the ladder, in words; its own name while none does."""
    titles = [_words(one["title"]) for one in clocks if one.get("ladder", "standard") == ladder]
    return " · ".join(titles) or {"task": _("Tasks")}.get(ladder, ladder)


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of a ladder: at which share of the time it is reached, whom it tells, who could be told."""

    field: str
    share: int
    told: str
    choices: Sequence[tuple[str, str, bool]]


def person_words() -> dict[str, str]:
    """Those whom a rung names without a post."""
    return {"owner": _("Owner of the case"), "assignee": _("Who has the task")}


def _rung(field: str, rung: Any, typed: Any, offered: Sequence[tuple[str, str]]) -> Rung:
    told = told_at(typed, field, rung["posts"])
    names = person_words() | dict(offered)
    names |= {code: code for code in told if code not in names}
    return Rung(
        field=field,
        share=rung["share"],
        told=" · ".join(names[code] for code in told),
        choices=[(code, words, code in told) for code, words in names.items()],
    )


def _words(words: Any) -> str:
    return str(words["zh"] if (get_language() or "zh").startswith("zh") else words["en"])
