"""Settings: what notices and messages to guests say."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.desk.forms import TextForm
from innkeeper.desk.queries.changes import text_changes
from innkeeper.desk.queries.texts import fact_words, shown_text
from innkeeper.kernel import clock
from innkeeper.kernel.errors import EditConflict, InvalidInput
from innkeeper.notices import catalogue
from innkeeper.notices.actions import fault_of, word_text
from innkeeper.notices.queries import edition_of_text, own_texts
from innkeeper.web.htmx import kept
from innkeeper.web.refusals import refused

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


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(CHANGE)
def text(request: HttpRequest, key: str) -> HttpResponse:
    """One message in both languages: a POST shows it filled in, and keeps it when that was seen."""
    house = house_of(request)
    if key not in {*catalogue.TEXTS, *catalogue.GUEST_TEXTS}:
        raise Http404
    zh, en = own_texts(house).get(key) or catalogue.shipped(key)
    history, again = text_changes(house, key, again=request.GET.get("again", ""))
    form = TextForm(request.POST or None, initial={"zh": zh, "en": en} | again)
    shown: dict[str, Any] = {
        "form": form,
        "title": shown_text(zh if (get_language() or "zh").startswith("zh") else en),
        "places": [
            (one, fact_words().get(one, one)) for one in sorted(catalogue.places(catalogue.shipped(key)[1]))
        ],
        "changes": history,
        "edition": edition_of_text(house, key),
    }
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _refuse(key, given)
            shown["filled_in"] = [given[language] % SAMPLE for language in ("zh", "en")]
            if "keep" in request.POST:
                word_text(
                    actor=actor_of(request),
                    property_id=house,
                    text_key=key,
                    at=clock.now(),
                    seen=request.POST.get("edit_version", ""),
                    **given,
                )
                return kept(request, request.path)
        except (EditConflict, InvalidInput) as wrong:
            refused(form, wrong)
    return render(request, "desk/settings_text.html", shown, status=422 if form.errors else 200)


def _refuse(key: str, given: dict[str, str]) -> None:
    """Raises: InvalidInput naming each wording that cannot be kept."""
    wrong = {name: fault for name in ("zh", "en") if (fault := fault_of(key, given[name]))}
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
