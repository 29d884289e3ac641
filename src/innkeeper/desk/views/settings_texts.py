"""Settings: what notices and messages to guests say, and when other departments are called to help."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.queries import staff_lines
from innkeeper.cases.queries.playbooks import department_names
from innkeeper.desk.forms import TextForm
from innkeeper.desk.views.settings_words import refused
from innkeeper.kernel import clock
from innkeeper.kernel.errors import InvalidInput
from innkeeper.notices import catalogue
from innkeeper.notices.actions import fault_of, word_text
from innkeeper.notices.queries import editions_of, own_texts
from innkeeper.service_requests.actions import set_load
from innkeeper.service_requests.queries import loads
from innkeeper.web.refusals import refusal

CHANGE = "settings.change"
SAMPLE = {
    "ref": "SHA-2026-000123", "room": "1208", "share": 80, "post": "AM", "minutes": 10, "time": "16:00",
    "thing": "2 × 浴巾", "department": "客房部", "open": 9, "on_duty": 2, "place": "12F", "name": "工程群", "count": 3,
    "host": "push.example",
}  # fmt: skip


@require_safe
@signed_in(CHANGE)
def texts(request: HttpRequest) -> HttpResponse:
    """Every message: to staff, and to guests."""
    own = own_texts(house_of(request))
    rows = [
        (
            key,
            key in catalogue.GUEST_TEXTS,
            [shown_text(one) for one in own.get(key) or catalogue.shipped(key)],
            key in own,
        )
        for key in (*catalogue.GUEST_TEXTS, *catalogue.TEXTS)
    ]
    return render(request, "desk/settings_texts.html", {"rows": rows})


def fact_words() -> dict[str, str]:
    """What a fact of a message is called."""
    return {
        "ref": _("case number"), "room": _("room number"), "share": _("share of the time"), "post": _("post"),
        "minutes": _("minutes"), "time": _("time"), "thing": _("thing asked for"), "department": _("department"),
        "open": _("open tasks"), "on_duty": _("people on duty"), "place": _("place"), "name": _("name of it"),
        "count": _("number of them"), "host": _("address"),
    }  # fmt: skip


def shown_text(text: str) -> str:
    """A message as a reader sees it in a list: each fact as a word in brackets."""
    words = fact_words()
    said = catalogue.PLACE.sub(lambda fact: f"[{words.get(fact[1], fact[1])}]", text)
    return said.replace("%%", "%")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CHANGE)
def text(request: HttpRequest, key: str) -> HttpResponse:
    """One message in both languages: a POST shows it filled in, and keeps it when that was seen."""
    house = house_of(request)
    if key not in {*catalogue.TEXTS, *catalogue.GUEST_TEXTS}:
        raise Http404
    zh, en = own_texts(house).get(key) or catalogue.shipped(key)
    form = TextForm(request.POST or None, initial={"zh": zh, "en": en})
    shown: dict[str, Any] = {
        "form": form,
        "title": shown_text(zh if (get_language() or "zh").startswith("zh") else en),
        "places": [
            (one, fact_words().get(one, one)) for one in sorted(catalogue.places(catalogue.shipped(key)[1]))
        ],
        "history": _history(house, key),
    }
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if "keep" in request.POST:
                word_text(actor=actor_of(request), property_id=house, text_key=key, at=clock.now(), **given)
                return redirect(request.path)
            _refuse(key, given)
            shown["filled_in"] = [given[language] % SAMPLE for language in ("zh", "en")]
        except InvalidInput as wrong:
            refused(form, wrong)
    return render(request, "desk/settings_text.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CHANGE)
def load(request: HttpRequest) -> HttpResponse:
    """How many open tasks a person on duty carries, and who is called beyond that (REQ-11)."""
    house, wrong = house_of(request), None
    names = department_names(house)
    if request.method == "POST":
        limit = request.POST.get("limit", "")
        try:
            set_load(
                actor=actor_of(request),
                property_id=house,
                department=request.POST.get("department", ""),
                limit=int(limit) if limit.isdecimal() and len(limit) < 4 else 0,
                helpers=request.POST.getlist("helpers"),
                at=clock.now(),
            )
            return redirect(request.path)
        except InvalidInput as refused_input:
            wrong = refused_input
    known = loads(house)
    rows = [
        (code, name, known.get(code), " · ".join(names[one] for one in known[code].helpers if one in names))
        if code in known
        else (code, name, None, "")
        for code, name in names.items()
    ]
    context = {"rows": rows, "departments": names.items()} | refusal(request, wrong)
    return render(request, "desk/settings_load.html", context, status=422 if wrong else 200)


def _refuse(key: str, given: dict[str, str]) -> None:
    """Raises: InvalidInput naming each wording that cannot be kept."""
    wrong = {name: fault for name in ("zh", "en") if (fault := fault_of(key, given[name]))}
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def _history(property_id: Any, key: str) -> list[tuple[Any, Any]]:
    editions = editions_of(property_id, key)
    people = staff_lines({one.made_by_id for one in editions})
    return [(one, people.get(one.made_by_id)) for one in editions]
