"""The parts that stand dozens of times on a page, drawn without a template: a template costs ten times as much."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.forms import Select, Widget
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from innkeeper.web.parts import CaseRow, ClockFace, Hook, State

NOTHING = SafeString("")
MARK = '<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>'
NAMED_MARK = '<svg class="icon" role="img" aria-label="{}"><use href="#i-{}"/></svg>'
CLOCK = '<div class="clock"{}>{}<span class="left">{}<span data-words>{}</span></span>{}</div>'
PROGRESS = '<progress value="{}" max="100" aria-hidden="true"></progress>'
CASE = (
    '<li class="case" id="{}"{}>{}{}<div class="what"><h3>{}{}</h3>{}</div><div class="who">{} {}</div></li>'
)
HOOK = (
    '<a class="room" href="{}" tabindex="-1" data-room="{}" title="{} · {}">'
    '<span class="unseen">{} {}</span><span aria-hidden="true">{}</span></a>'
)
UNITS = '<span class="units" role="img" aria-label="{}">{}</span>'
NO_CLOCK = SafeString('<span class="clock"></span>')


class Choices(Select):
    """The same list to choose from: sixty codes by templates, two for each, take longer than the rest of the page."""

    @classmethod
    def of(cls, widget: Widget) -> Widget:
        """The widget drawn so, if it is a plain list; else the widget itself."""
        if type(widget) is not Select or any(
            isinstance(label, list | tuple) for _value, label in widget.choices
        ):
            return widget
        same = cls(attrs=widget.attrs, choices=widget.choices)
        same.is_required = widget.is_required
        return same

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """As Django's, the chosen one marked."""
        chosen = str(self.format_value(value)[0])
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (one, SafeString(" selected" if str(one) == chosen else ""), label)
                for one, label in self.choices
            ),
        )
        own = flatatt({"name": name} | self.build_attrs(self.attrs, attrs))
        return format_html("<select{}>{}</select>", own, options)


@cache
def icon(name: str, label: str = "") -> SafeString:
    """A mark of the sprite; without a label it is decoration and hidden from readers."""
    return format_html(NAMED_MARK, label, name) if label else format_html(MARK, name)


def key(number: str, *, href: str = "", size: str = "", is_room: bool = True) -> SafeString:
    """The key tag: a room number, or with is_room=False another place."""
    marks = _marks(size=size) + ("" if is_room else SafeString(" data-place"))
    if href:
        return format_html('<a class="key" href="{}"{}>{}</a>', href, marks, number)
    return format_html('<span class="key"{}>{}</span>', marks, number)


def prio(level: int | None, words: str = "") -> SafeString:
    """The stamp of a priority by its own word: 1 burns, 2 stands out, 3 and 4 look alike."""
    if level is None:
        return NOTHING
    return _stamp(min(level, 3), words or _priority(level, get_language()))


@cache
def _stamp(level: int, words: str) -> SafeString:
    return format_html('<span class="prio" data-level="{}">{}</span>', level, words)


@cache
def _priority(level: int, _language: str | None) -> str:
    words = {
        1: pgettext("priority", "Emergency"),
        2: pgettext("priority", "Important"),
        3: pgettext("priority", "General"),
    }
    return words.get(level, pgettext("priority", "Non-urgent"))


def stressed(words: str) -> SafeString:
    """The words with what stands in [brackets] made strong."""
    return mark_safe(str(conditional_escape(words)).replace("[", "<b>").replace("]", "</b>"))  # noqa: S308


def clock(face: ClockFace | None, label: str = "", *, is_bare: bool = False) -> SafeString:
    """A clock that the browser keeps ticking; bare without its label, where the row says what it measures."""
    if face is None:
        return NOTHING
    label = label or face.label
    marks = {"state": face.state.value}
    if face.due_at and face.started_at and face.state not in (State.DONE, State.HOLD):
        marks |= {"started": _seconds(face.started_at), "due": _seconds(face.due_at)}
    return format_html(
        CLOCK,
        _marks(**marks),
        format_html("<span>{}</span>", label) if label and not is_bare else "",
        icon(face.icon) if face.icon else "",
        stressed(face.words),
        format_html(PROGRESS, face.percent) if face.state is not State.DONE else "",
    )


def case(row: CaseRow) -> SafeString:
    """One row of a list of cases."""
    return format_html(
        CASE,
        row.dom_id,
        _marks(state=row.state),
        clock(row.clock, is_bare=True) or NO_CLOCK,
        key(row.place, is_room=row.is_room),
        prio(row.level),
        format_html('<a href="{}">{}</a>', row.href, row.title) if row.href else row.title,
        format_html('<span class="sub">{}</span>', row.sub) if row.sub else "",
        row.who,
        format_html("<small>{}</small>", row.who_note) if row.who_note else "",
    )


@lru_cache(maxsize=4096)
def hook(room: Hook) -> SafeString:
    """One room of the rack; most rooms look as they did ten seconds ago."""
    states = " ".join(room.states)
    return format_html(HOOK, room.href, states, room.number, room.words, room.number, room.words, room.short)


def units(states: Sequence[str], label: str) -> SafeString:
    """One square for each state, named together."""
    return format_html(UNITS, label, SafeString("".join(map(_unit, states))))


@cache
def _unit(state: str) -> SafeString:
    return format_html("<i{}></i>", _marks(state=state))


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))


def _marks(**values: str) -> SafeString:
    """Data attributes of an element, without the empty ones."""
    return format_html_join("", ' data-{}="{}"', ((name, value) for name, value in values.items() if value))
