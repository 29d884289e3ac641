"""The history of the desk's settings in the reader's words: who, when, why, from what to what; and the way back to an edition."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import shown_name, staff_lines
from innkeeper.audit.queries import entries
from innkeeper.cases.models import PlaybookVersion
from innkeeper.cases.queries.effects import overrides_of
from innkeeper.cases.queries.playbooks import edits_of
from innkeeper.desk.queries.texts import shown_text
from innkeeper.desk.rules.playbook_changes import Naming, differences
from innkeeper.notices import catalogue
from innkeeper.notices.queries import editions_of
from innkeeper.service_requests.queries import load_rule_id
from innkeeper.web.parts import Change
from innkeeper.web.told import plain, told_by

Edition = tuple[list[Change], dict[str, Any]]


def wording_changes(
    property_id: UUID, subject: str, key: str, form: forms.Form, *, again: str = ""
) -> Edition:
    """The edits of a code or rule, told by the fields of its form; and what the edition `again` put into them. Queries: 2."""
    edits = edits_of(property_id, subject, key)
    people = staff_lines({one.made_by_id for one in edits})
    told = [
        Change(
            at=one.made_at,
            who=shown_name(people.get(one.made_by_id)),
            reason=one.reason,
            lines=told_by(form, flat(one.before), flat(one.after)),
            back=f"?again={one.pk}" if place else "",
        )
        for place, one in enumerate(edits)
    ]
    return told, next((flat(one.after) for one in edits if str(one.pk) == again), {})


def text_changes(property_id: UUID, key: str, *, again: str = "") -> Edition:
    """The wordings of a message, each beside the one before it. Queries: 2."""
    editions = editions_of(property_id, key)
    people = staff_lines({one.made_by_id for one in editions})
    earlier = [*[(one.zh, one.en) for one in editions[1:]], catalogue.shipped(key)]
    told = [
        Change(
            at=one.made_at,
            who=shown_name(people.get(one.made_by_id)),
            reason=one.reason,
            lines=[
                ("", shown_text(was), shown_text(now))
                for was, now in zip(before, (one.zh, one.en), strict=True)
                if was != now
            ],
            back=f"?again={one.pk}" if place else "",
        )
        for place, (one, before) in enumerate(zip(editions, earlier, strict=False))
    ]
    return told, next(({"zh": one.zh, "en": one.en} for one in editions if str(one.pk) == again), {})


def playbook_changes(
    property_id: UUID,
    kind: str,
    versions: Sequence[PlaybookVersion],
    naming: Callable[[Mapping[str, Any]], Naming],
) -> list[Change]:
    """What the hotel changed of a playbook, each against the version that it changed; `versions` newest first. Queries: 2."""
    overrides = overrides_of(property_id, kind)
    people = staff_lines({one.made_by_id for one in overrides})
    own = [one for one in versions if one.property_id]
    found = []
    for one in overrides:
        made = next((each for each in own if each.published_at == one.made_at), None)
        own = [each for each in own if each != made]
        body = _changed_from(versions, made)
        told = differences(one.change, body, naming(body)) if body else []
        lines = [(each.where, each.before, each.after) for each in told]
        who = shown_name(people.get(one.made_by_id))
        found.append(Change(at=one.made_at, who=who, reason=one.reason, lines=lines))
    return found


def _changed_from(
    versions: Sequence[PlaybookVersion], made: PlaybookVersion | None
) -> Mapping[str, Any] | None:
    """What was in force before the hotel's own version: its own before, else the shipped one."""
    older = [one for one in versions if made and one.version < made.version]
    before = next((one for one in older if one.property_id), older[0] if older else None)
    return before.body if before else None


def load_changes(property_id: UUID, department: str, names: Mapping[str, str], *, again: str = "") -> Edition:
    """How the load of a department was changed, from the log. Queries: 4; 1 where it stands as shipped."""
    rule = load_rule_id(property_id, department)
    lines = entries(property_ids=None, object_id=rule, kind="requests", limit=20).lines if rule else []
    people = staff_lines({one.actor_id for one in lines})
    told = [
        Change(
            at=one.at,
            who=shown_name(people.get(one.actor_id)) or one.actor_label,
            lines=[
                (label, plain(one.facts.get(f"was_{name}"), names), plain(one.facts.get(name), names))
                for name, label in (
                    ("limit", _("Open tasks a person carries")),
                    ("helpers", _("Who is called")),
                )
                if _unordered(one.facts.get(f"was_{name}")) != _unordered(one.facts.get(name))
            ],
            back=f"?again={one.id}" if place else "",
        )
        for place, one in enumerate(lines)
    ]
    found = next((one.facts for one in lines if str(one.id) == again), {})
    return told, {name: found[name] for name in ("limit", "helpers") if name in found}


def flat(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an edit as the form has them: each norm a field, of the departments the first."""
    rest = {name: value for name, value in columns.items() if name not in ("norms", "handling")}
    if columns.get("handling"):
        rest["handling"] = columns["handling"][0]
    return rest | dict(columns.get("norms") or {})


def _unordered(value: Any) -> Any:
    """A value to compare: of departments that are called the order says nothing."""
    return set(value) if isinstance(value, list) else value
