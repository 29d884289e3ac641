"""The components as template tags. A tag decides words and states; its template in web/parts/ draws the shape."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from innkeeper.kernel import lands
from innkeeper.kernel.clock import now as clock_now
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.money import Money
from innkeeper.web import drawn, face, parts

register = template.Library()

PART_SHEETS = (
    "frame",
    "controls",
    "marks",
    "clock",
    "case",
    "kpis",
    "rail",
    "task",
    "thread",
    "lists",
    "mask",
    "notice",
    "intake",
    "rack",
    "forms",
)
BEHAVIOURS = (
    "frame",
    "countdown",
    "keys",
    "mask",
    "press",
    "poll",
    "toast",
    "rack",
    "tabs",
    "theme",
    "dialog",
    "draft",
    "refill",
    "place",
    "danger",
)
SHEETS = (
    "web/tokens.css",
    "web/base.css",
    *(f"web/parts/{name}.css" for name in PART_SHEETS),
    "web/pages.css",
)
SCRIPTS = tuple(f"web/js/{name}.js" for name in BEHAVIOURS)


for part in (drawn.icon, drawn.key, drawn.prio, drawn.stressed, drawn.clock, drawn.case):
    register.simple_tag(part)


@register.simple_tag
def tag(words: str, *, icon: str = "", kind: str = "") -> SafeString:
    """A word in a frame: plain, brass, burn or guess."""
    mark = _mark(icon)
    if kind:
        return format_html('<span class="tag" data-kind="{}">{}{}</span>', kind, mark, words)
    return format_html('<span class="tag">{}{}</span>', mark, words)


@register.inclusion_tag("web/parts/rail.html")
def rail(stages: Sequence[parts.RailStage]) -> dict[str, Any]:
    """The rail of a playbook."""
    return {"stages": stages}


@register.inclusion_tag("web/parts/gates.html")
def gates(items: Sequence[parts.Gate]) -> dict[str, Any]:
    """What must be true before a case can close."""
    return {"gates": items}


@register.inclusion_tag("web/parts/task.html", takes_context=True)
def task(context: template.Context, card: parts.TaskCard, size: str = "") -> dict[str, Any]:
    """A task card; size="big" for the phone."""
    return {"card": card, "size": size, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/jobs.html")
def jobs(items: Sequence[parts.Job]) -> dict[str, Any]:
    """A department's tasks, one line each."""
    return {"jobs": items}


@register.inclusion_tag("web/parts/thread.html")
def thread(lines: Sequence[parts.ThreadLine], empty: str = "") -> dict[str, Any]:
    """A thread as a transcript; `empty` says when the first answer is due."""
    return {"lines": lines, "empty": empty}


@register.inclusion_tag("web/parts/mask.html", takes_context=True)
def mask(context: template.Context, item: parts.Mask) -> dict[str, Any]:
    """A sealed value, revealed in place after a reason is given."""
    return {"item": item, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/kpis.html")
def kpis(figures: Sequence[parts.Kpi]) -> dict[str, Any]:
    """The ledger line of key figures."""
    return {"kpis": figures}


@register.simple_tag
def hooks(rooms: Sequence[parts.Hook]) -> SafeString:
    """The rooms of a floor, joined without a template: a house has hundreds."""
    return SafeString("".join(map(drawn.hook, rooms)))


@register.inclusion_tag("web/parts/rack.html")
def rack(floors: Sequence[parts.RackFloor]) -> dict[str, Any]:
    """Every room of the house on its hook."""
    return {"floors": floors}


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items: Sequence[parts.Tab], label: str = "") -> dict[str, Any]:
    """Tabs: links to views of a page, or buttons for panels on it."""
    return {"tabs": items, "label": label, "is_panels": any(item.panel for item in items)}


@register.simple_tag
def units(states: Sequence[str], label: str = "") -> SafeString:
    """One square per case; the label says the count."""
    return drawn.units(tuple(states), label or str(len(states)))


@register.inclusion_tag("web/parts/heard.html")
def heard(pieces: Sequence[parts.Heard]) -> dict[str, Any]:
    """The sentence given, with what was understood marked on it."""
    return {"pieces": pieces}


@register.inclusion_tag("web/parts/intake.html", takes_context=True)
def intake(
    context: template.Context,
    *,
    action: str,
    value: str = "",
    button: str = "",
    method: str = "post",
    autofocus: bool = False,
) -> dict[str, Any]:
    """The bar that takes one line in; with `autofocus` it waits for the first key."""
    return {
        "action": action,
        "value": value,
        "button": button or _("Read it"),
        "method": method,
        "autofocus": autofocus,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/parts/field.html")
def field(
    bound: BoundField, *, placeholder: str = "", autofocus: bool = False, is_told_optional: bool = True
) -> dict[str, Any]:
    """A form field: label above, help below, the error in words with a mark; that it may stay empty, where that is news."""
    widget = bound.field.widget
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    attrs: dict[str, Any] = {} if group or isinstance(widget, CheckboxInput) else {"class": "input"}
    if placeholder:
        attrs["placeholder"] = placeholder
    elif str(widget.attrs.get("placeholder", "")) == str(bound.label):
        attrs["placeholder"] = False
    if autofocus:
        attrs["autofocus"] = True
    drawn_widget = drawn.Choices.of(widget)
    kind = "group" if group else "check" if isinstance(widget, CheckboxInput) else "line"
    return {
        "field": bound,
        "kind": kind,
        "is_told_optional": is_told_optional and not bound.field.required,
        "is_file": isinstance(widget, FileInput),
        "control": "" if group else bound.as_widget(drawn_widget, attrs=attrs),
    }


@register.inclusion_tag("web/parts/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """The summary above a form that was refused: each error leads to its field."""
    bad = [(form[name], form.errors[name]) for name in form.errors if name in form.fields]
    return {"form": form, "bad": bad}


@register.simple_tag
def empty(title: str, words: str = "") -> SafeString:
    """What is fine, and what comes next, where a list has nothing."""
    return format_html('<p class="empty"><b>{}</b>{}</p>', title, words)


@register.simple_block_tag
def notice(content: str, *, title: str, kind: str = "", icon: str = "bell", role: str = "") -> str:
    """What is going on and what to do: plain, brass (look) or burn (act now). The block holds the rest."""
    given = {"content": content, "title": title, "kind": kind, "icon": icon, "role": role}
    return render_to_string("web/parts/notice.html", given)


@register.simple_block_tag
def preview(content: str, *, may_keep: bool = True) -> str:
    """What a change would do, and the button that keeps it; inside the form that holds the change."""
    return render_to_string("web/parts/preview.html", {"content": content, "may_keep": may_keep})


@register.inclusion_tag("web/parts/differences.html")
def differences(found: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """What a preview changes: where, what stands now, what would stand."""
    return {"found": found}


@register.inclusion_tag("web/parts/changes.html")
def changes(items: Sequence[parts.Change]) -> dict[str, Any]:
    """The history of a setting, the newest first."""
    return {"changes": items}


@register.simple_block_tag
def dialog(content: str, *, id: str, title: str) -> str:  # noqa: A002
    """A dialog for what cannot be undone; a control with data-dialog="#id" opens it."""
    return render_to_string("web/parts/dialog.html", {"content": content, "id": id, "title": title})


@register.simple_tag
def once(key: object = "") -> SafeString:
    """The hidden id of what a form makes: pressed twice, it is made once. `key` is the one of a form shown again."""
    return format_html('<input type="hidden" name="key" value="{}">', key or uuid7())


@register.simple_tag
def money(currency: str, amount_minor: int) -> str:
    """An amount as people read it; `amount_minor` in the currency's minor unit."""
    return Money(currency, amount_minor).shown()


@register.filter
def hour(at: datetime | None) -> str:
    """The time of day in the house: 14:05."""
    return f"{localtime(at):%H:%M}" if at else ""


@register.filter
def day(at: date | None) -> str:
    """The day in the house: 14 March, 3 月 14 日."""
    if at is None:
        return ""
    local = localtime(at) if isinstance(at, datetime) else at
    return f"{local.month} 月 {local.day} 日" if face.is_chinese() else date_format(local, "j F")


@register.filter
def full_day(at: date | None) -> str:
    """The day with its year: 14 March 2026, 2026 年 3 月 14 日."""
    if at is None:
        return ""
    year = (localtime(at) if isinstance(at, datetime) else at).year
    return f"{year} 年 {day(at)}" if face.is_chinese() else f"{day(at)} {year}"


@register.filter
def full_day_hour(at: datetime | None) -> str:
    """Day, year and time: 14 March 2026 14:05."""
    return f"{full_day(at)} {hour(at)}" if at else ""


@register.filter
def tongue(code: str) -> str:
    """The name of a language in the language of the page; a code that nobody knows stays."""
    return lands.language_name(code, reader="zh" if face.is_chinese() else "en") if code else ""


@register.filter
def land(code: str) -> str:
    """The name of a country in the language of the page; a value that nobody knows stays."""
    return lands.country_name(code, reader="zh" if face.is_chinese() else "en") if code else ""


@register.filter
def day_hour(at: datetime | None) -> str:
    """Day and time: 14 March 14:05."""
    return f"{day(at)} {hour(at)}" if at else ""


@register.filter
def listed(names: Iterable[object]) -> str:
    """Names one after the other, as the language of the page lists them: a comma between, or 、."""
    return pgettext("names", ", ").join(map(str, names))


@register.filter
def two(thing: Any, name: str = "name") -> str:
    """The text of a hotel's own data in the language of the page: `thing.name_zh` or `thing.name_en`."""
    zh, en = (
        (thing.get(f"{name}_zh"), thing.get(f"{name}_en"))
        if isinstance(thing, dict)
        else (getattr(thing, f"{name}_zh", ""), getattr(thing, f"{name}_en", ""))
    )
    return str((zh or en) if face.is_chinese() else (en or zh) or "")


@register.filter
def hides_words(item: parts.Mask) -> str:
    """How long an opened value still stands."""
    return _("hides in [{s}] s").replace("{s}", str(item.hides_in_seconds))


@register.inclusion_tag("web/_head.html", takes_context=True)
def page_head(context: template.Context) -> dict[str, Any]:
    """The styles and behaviours of every page, in their order."""
    sheets, scripts = addresses(SHEETS), addresses(SCRIPTS)
    return {"sheets": sheets, "scripts": scripts, "csrf_token": context.get("csrf_token", "")}


@cache
def addresses(files: tuple[str, ...]) -> tuple[str, ...]:
    """Where the browser fetches them; they stay where they are while the process lives."""
    return tuple(static(one) for one in files)


@register.simple_tag
def page_lang() -> str:
    """The language of the page as HTML wants it."""
    return "zh-Hans" if face.is_chinese() else (get_language() or "en")


@register.simple_tag(takes_context=True)
def page_theme(context: template.Context) -> str:
    """dark or light where the person or the device chose one."""
    request: HttpRequest | None = context.get("request")
    return face.theme_of(request) if request is not None else ""


@register.simple_tag
def clock_words() -> SafeString:
    """The patterns that the countdown in the browser fills in, and the house's time to count from."""
    said = [format_html(' data-{}="{}"', name, words) for name, words in parts.clock_patterns().items()]
    said.append(format_html(' data-now="{}"', round(clock_now().timestamp())))
    return SafeString("".join(said))


def _mark(name: str) -> SafeString:
    return drawn.icon(name) if name else SafeString("")
