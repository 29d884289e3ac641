"""The history of roster and ladders, from the log, in the reader's words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from innkeeper.accounts.models import Post, Role, Shift
from innkeeper.accounts.policy import ALL, LABELS, Permission
from innkeeper.accounts.queries.people import shown_name, staff_lines
from innkeeper.accounts.rules import StaffLine, id_or_none
from innkeeper.audit.queries import Line, entries
from innkeeper.web.parts import Change
from innkeeper.web.templatetags.parts import day

SHOWN = 20
NOBODY = "—"


def roster_changes(property_id: UUID, posts: Sequence[Post]) -> list[Change]:
    """Who put whom on the roster or took them off, the newest first. Queries: 3."""
    lines = entries(property_ids=None, object_id=property_id, kind="duty", limit=SHOWN).lines
    names = {one.code: str(one.name) for one in posts}
    return _changes(lines, lambda line, people: [_turn_words(line, names, people)])


def ladder_changes(post: Post, posts: Sequence[Post]) -> list[Change]:
    """How the post's ladder was changed, the newest first. Queries: 3."""
    lines = entries(property_ids=None, object_id=post.pk, kind="duty", limit=SHOWN).lines
    names = {one.code: str(one.name) for one in posts}
    here = reverse("settings_ladder", args=[post.code])

    def told(line: Line, _people: Mapping[UUID, StaffLine]) -> list[tuple[str, str, str]]:
        was, became = (
            " → ".join(names.get(one, one) for one in _codes(line, name)) for name in ("was", "ladder")
        )
        return [("", was, became or NOBODY)]

    return _changes(lines, told, back=lambda line: f"{here}?again={','.join(_codes(line, 'ladder'))}")


def role_changes(roles: Sequence[Role]) -> list[Change]:
    """Who gave a role which rights and took which, the newest first. Queries: 3."""
    named = {one.pk: str(one.name) for one in roles}
    lines = entries(property_ids=None, object_ids=list(named), kind="role", limit=SHOWN).lines

    def told(line: Line, _people: Mapping[UUID, StaffLine]) -> list[tuple[str, str, str]]:
        added, removed = (_rights(str(line.facts.get(name) or "")) for name in ("added", "removed"))
        return [(named[line.object_id], removed, added or NOBODY)]

    return _changes(lines, told)


def role_history(role: Role, *, again: str = "") -> tuple[list[Change], list[str] | None]:
    """The same of one role, with the way back; and the rights that it had after the edition `again`. Queries: 3."""
    lines = entries(property_ids=None, object_id=role.pk, kind="role", limit=SHOWN).lines
    after: dict[str, list[str]] = {}
    held = set(role.permissions)
    for line in lines:
        after[str(line.id)] = sorted(held)
        held = held - set(_noted(line, "added")) | set(_noted(line, "removed"))

    def told(line: Line, _people: Mapping[UUID, StaffLine]) -> list[tuple[str, str, str]]:
        labels = ((pgettext("right", "Given"), "added"), (pgettext("right", "Taken"), "removed"))
        return [
            (label, "", words) for label, name in labels if (words := _rights(",".join(_noted(line, name))))
        ]

    return _changes(lines, told, back=lambda line: f"?again={line.id}"), after.get(again)


def _noted(line: Line, name: str) -> list[str]:
    return [one for one in str(line.facts.get(name) or "").split(",") if one]


def _rights(codes: str) -> str:
    return " · ".join(str(LABELS[Permission(one)]) if one in ALL else one for one in codes.split(",") if one)


def _changes(
    lines: Sequence[Line],
    told: Callable[[Line, Mapping[UUID, StaffLine]], list[tuple[str, str, str]]],
    *,
    back: Callable[[Line], str] = lambda line: "",
) -> list[Change]:
    named = {line.actor_id for line in lines} | {
        one for line in lines if (one := id_or_none(line.facts.get("staff_id")))
    }
    people = staff_lines(named)
    return [
        Change(
            at=line.at,
            who=shown_name(people.get(line.actor_id)) or line.actor_label,
            lines=told(line, people),
            back=back(line) if place else "",
        )
        for place, line in enumerate(lines)
    ]


def _turn_words(
    line: Line, names: Mapping[str, str], people: Mapping[UUID, StaffLine]
) -> tuple[str, str, str]:
    facts = {name: str(value) for name, value in line.facts.items()}
    shift = str(dict(Shift.choices).get(facts.get("shift", ""), ""))
    person = shown_name(people.get(id_or_none(facts.get("staff_id")) or line.object_id))
    post = names.get(facts.get("post", ""), facts.get("post", ""))
    said = " · ".join(part for part in (person, post, shift, _days(facts.get("on", ""))) if part)
    return (
        (_("Off the roster"), said, NOBODY)
        if line.verb == "accounts.turn_removed"
        else (_("On the roster"), "", said)
    )


def _days(on: str) -> str:
    try:
        return " – ".join(day(date.fromisoformat(one)) for one in on.split(" – "))
    except ValueError:
        return on


def _codes(line: Line, name: str) -> list[str]:
    told = line.facts.get(name)
    return [str(one) for one in told] if isinstance(told, list | tuple) else []
