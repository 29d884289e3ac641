"""Playbooks, codes and rules into the database: versions are only added, and only what is proved."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import posts
from innkeeper.audit import actions as audit
from innkeeper.cases.actions.escalating import PERSONS
from innkeeper.cases.models import (
    ClassificationRule,
    PlaybookOverride,
    PlaybookVersion,
    Priority,
    TaxonomyCode,
    WordingEdit,
)
from innkeeper.cases.playbooks import Playbook, PlaybookError, ceilings, kinds, proof, read, registry
from innkeeper.cases.playbooks.schema import PRIORITIES
from innkeeper.cases.queries.playbooks import current_version
from innkeeper.kernel import clock
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.editions import insist_unchanged
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.kernel.shipped import shipped_path

DATA = Path(__file__).resolve().parent.parent / "data"
STEP_NAME = r"[a-z][a-z0-9_]{1,39}"
REASON_LIMIT = 200
EDITION = ("taxonomy", "classification")
CODE_COLUMNS = tuple(
    column.name
    for column in TaxonomyCode._meta.concrete_fields
    if column.name not in {"id", "property_id", "code", "order"}
)
PRIORITY_NUMBERS = {name: number for number, name in enumerate(PRIORITIES, start=1)}


def version_in_force(kind: str, property_id: UUID, *, actor: Actor, at: datetime) -> PlaybookVersion:
    """The version that a new case begins on; a house that has none yet publishes what it ships. Raises NotFound."""
    found = current_version(kind, property_id)
    if found is None and kind in {known.name for known in kinds()}:
        publish_shipped(actor=actor, at=at)
        found = current_version(kind, property_id)
    if found is None:
        raise NotFound(_("There is no playbook for this kind of case."))
    return found


def publish_shipped(*, actor: Actor, at: datetime) -> list[PlaybookVersion]:
    """Publish every shipped playbook whose body has changed, and the taxonomy of a house that has none.

    Hotels with changes of their own get theirs anew. Raises PlaybookError for one that is not proved; running cases
    stay on the version they began (JRN-03).
    """
    made: list[PlaybookVersion] = []
    with transaction.atomic():
        for kind in kinds():
            playbook = registry.shipped(kind.name)
            fresh = publish(playbook, actor=actor, at=at)
            if fresh is not None:
                made.append(fresh)
                made += _republish_overrides(kind.name, actor=actor, at=at)
        seed_taxonomy(at=at)
    return made


def publish(
    playbook: Playbook, *, actor: Actor, at: datetime, property_id: UUID | None = None
) -> PlaybookVersion | None:
    """Publish one playbook as the next version of its kind; None when it is the newest already.

    Raises PlaybookError naming what is not proved (JRN-02).
    """
    faults = proof.faults(playbook, known_checks=registry.known_checks(playbook.kind))
    if faults:
        raise PlaybookError("; ".join(f"{fault.kind}: {fault.text}" for fault in faults))
    body = playbook.model_dump(mode="json")
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    versions = PlaybookVersion.objects.filter(kind=playbook.kind)
    newest = versions.filter(property_id=property_id).order_by("-version").first()
    if newest is not None and newest.digest == digest:
        return None
    number = (versions.aggregate(last=Max("version"))["last"] or 0) + 1
    made = PlaybookVersion.objects.create(
        property_id=property_id, kind=playbook.kind, version=number, body=body, digest=digest, published_at=at
    )
    audit.record(
        actor=actor,
        verb="cases.playbook_published",
        kind="cases.PlaybookVersion",
        object_id=made.pk,
        property_id=property_id,
        at=at,
        facts={"kind": playbook.kind, "version": number},
    )
    return made


def override_playbook(
    *,
    actor: Actor,
    property_id: UUID,
    kind: str,
    change: Mapping[str, Any],
    reason: str,
    at: datetime,
    seen: str = "",
) -> PlaybookVersion:
    """Change times, posts or texts of a playbook for one hotel, or add steps; kept with its reason.

    `change` reads {"ceilings": {clock: {priority: target}}, "steps": {step: {"owner_post", "in_minutes", "title",
    "standard"}}, "add_steps": {stage: [step, ...]}, "ladders": {name: [rung, ...]}}. Gates cannot be named: none
    is ever removed. A time may be stricter than the ceiling shipped, never slower (CASE-09 to CASE-13).
    `seen` is the version that the actor looked at. Raises NotPermitted; InvalidInput saying what was refused;
    EditConflict when another version is in force since.
    """
    if not actor.may("settings.change") or actor.property_id not in (None, property_id):
        raise NotPermitted(_("Changing a playbook needs the right to change settings."))
    if not reason.strip() or len(reason.strip()) > REASON_LIMIT:
        said = _("Say why, in 200 characters at most.")
        raise InvalidInput(said, fields={"reason": said})
    in_force = current_version(kind, property_id)
    if in_force is None:
        raise NotFound(_("There is no playbook for this kind of case."))
    words = _("Somebody changed this playbook while you were at it. What you typed is kept below.")
    insist_unchanged(seen, str(in_force.version), words)
    if wrong := wrong_fields(property_id, change):
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    try:
        playbook = read(changed(in_force.body, change))
        _insist_within(kind, change)
        with transaction.atomic():
            PlaybookOverride.objects.create(
                property_id=property_id,
                kind=kind,
                change=dict(change),
                reason=reason.strip(),
                made_at=at,
                made_by_id=actor.id,
            )
            return publish(playbook, actor=actor, at=at, property_id=property_id) or in_force
    except PlaybookError as refused:
        raise InvalidInput(_("The change is refused: %(why)s") % {"why": refused}) from refused


def faults_of_change(property_id: UUID, kind: str, change: Mapping[str, Any]) -> list[str]:
    """What keeps a change from being published: the same proof as `innkeeper playbooks check`. Empty when it is proved.

    Raises NotFound. Queries: 2.
    """
    in_force = current_version(kind, property_id)
    if in_force is None:
        raise NotFound(_("There is no playbook for this kind of case."))
    try:
        playbook = read(changed(in_force.body, change))
    except PlaybookError as refused:
        return [str(refused)]
    found = proof.faults(playbook, known_checks=registry.known_checks(kind))
    slower = [_slower(one) for one in ceilings.loosened(registry.shipped(kind), change)]
    slower += wrong_fields(property_id, change).values()
    return slower + [f"{fault.rule}: {fault.text}" for fault in found]


def wrong_fields(property_id: UUID, change: Mapping[str, Any]) -> dict[str, str]:
    """What cannot be of a change, by the field of the settings that says it: times, posts, words, names. Queries: 1."""
    known = {one.code for one in posts(property_id)} | PERSONS
    wrong = _wrong_times(change.get("ceilings", {})) | _wrong_rungs(change.get("ladders", {}), known)
    for name, step in change.get("steps", {}).items():
        wrong |= _wrong_step(f"s:{name}", step, known)
    for steps in change.get("add_steps", {}).values():
        for step in steps:
            wrong |= _wrong_step("new", step, known)
            if not re.fullmatch(STEP_NAME, str(step.get("name", ""))):
                wrong["new:name"] = _("Small letters, digits and _ alone, such as call_housekeeping.")
    return wrong


def _wrong_times(clocks: Mapping[str, Any]) -> dict[str, str]:
    return {
        f"c:{name}:{priority}:n": _("A number of 1 or more.")
        for name, targets in clocks.items()
        for priority, target in targets.items()
        if not any(target.values())
    }


def _wrong_rungs(ladders: Mapping[str, Any], known: Collection[str]) -> dict[str, str]:
    rungs = [
        (f"l:{name}:{place}", one["posts"]) for name in ladders for place, one in enumerate(ladders[name])
    ]
    wrong = {field: _("Choose who is told.") for field, told in rungs if not told}
    return wrong | {
        f"{field}:{one}": _no_post(one) for field, told in rungs for one in told if one not in known
    }


def _wrong_step(field: str, step: Mapping[str, Any], known: Collection[str]) -> dict[str, str]:
    wrong = {}
    for part, short in (("title", ""), ("standard", "s")):
        for language, text in dict(step.get(part) or {}).items():
            if not str(text).strip():
                wrong[f"{field}:{short}{language}"] = _("A few words, in both languages.")
    if "owner_post" in step and step["owner_post"] not in known:
        wrong[f"{field}:post"] = _no_post(step["owner_post"])
    if step.get("in_minutes") == 0:
        wrong[f"{field}:min"] = _("A number of 1 or more.")
    return wrong


def _no_post(code: object) -> str:
    return _("The hotel has no such post: %(post)s. Choose one of the list.") % {"post": code}


def changed(body: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The body with a hotel's change in it. Raises PlaybookError for anything that may not be changed."""
    unknown = sorted(set(change) - {"ceilings", "steps", "add_steps", "ladders"})
    if unknown:
        raise PlaybookError(
            f"only ceilings, steps, add_steps and ladders may be changed, not {', '.join(unknown)}"
        )
    fresh: dict[str, Any] = json.loads(json.dumps(body))
    for one in fresh["clocks"]:
        one["ceilings"] |= change.get("ceilings", {}).get(one["name"], {})
    for stage in fresh["stages"]:
        for step in stage["steps"]:
            step |= _allowed(change.get("steps", {}).get(step["name"], {}))
        stage["steps"] += list(change.get("add_steps", {}).get(stage["name"], []))
    fresh["ladders"] |= change.get("ladders", {})
    return fresh


def seed_taxonomy(*, at: datetime | None = None) -> int:
    """Bring the shipped codes and word rules to the edition of this release; a hotel's own rows stay. How many changed.

    Queries: 1 where the edition is known already.
    """
    edition = hashlib.sha256(b"".join((DATA / f"{name}.yaml").read_bytes() for name in EDITION)).hexdigest()
    if WordingEdit.objects.filter(property_id=None, subject="edition", key=edition).exists():
        return 0
    with transaction.atomic():
        changed_rows = _bring_codes() + _bring_rules()
        WordingEdit.objects.create(
            subject="edition",
            key=edition,
            reason="release",
            made_at=at or clock.now(),
            made_by_id=system("cases.seed_taxonomy").id,
        )
    return changed_rows


def _bring_codes() -> int:
    """The shipped codes as the release has them; one that it no longer has is put out of use."""
    rows = [
        _code_columns(row) | {"order": order}
        for order, row in enumerate(_shipped("taxonomy")["codes"], start=1)
    ]
    known = {one.code: one for one in TaxonomyCode.objects.filter(property_id=None)}
    TaxonomyCode.objects.bulk_create([TaxonomyCode(**row) for row in rows if row["code"] not in known])
    kept = [TaxonomyCode(pk=known[row["code"]].pk, **row) for row in rows if row["code"] in known]
    TaxonomyCode.objects.bulk_update(kept, [*CODE_COLUMNS, "order"], batch_size=50)
    TaxonomyCode.objects.filter(property_id=None).exclude(code__in=[row["code"] for row in rows]).update(
        is_active=False
    )
    return len(rows)


def _bring_rules() -> int:
    """The shipped rules as the release has them."""
    rows = _shipped("classification")["rules"]
    ClassificationRule.objects.filter(property_id=None).delete()
    ClassificationRule.objects.bulk_create(
        [
            ClassificationRule(**row | {"priority": PRIORITY_NUMBERS.get(row.get("priority", ""))})
            for row in rows
        ]
    )
    return len(rows)


def _shipped(name: str) -> Any:
    return shipped_path(DATA / f"{name}.yaml")


def _code_columns(row: Mapping[str, Any]) -> dict[str, Any]:
    """A shipped row as columns; every word is text, also the one that YAML takes for a truth value."""
    columns = dict(row) | {"priority": PRIORITY_NUMBERS[row["priority"]]}
    for words in ("words_zh", "words_en"):
        columns[words] = [str(word) for word in row.get(words, [])]
    return columns


def _insist_within(kind: str, change: Mapping[str, Any]) -> None:
    """No time of the change is slower than its ceiling. Raises: InvalidInput naming each and its ceiling."""
    slower = {
        f"c:{one.name}:{one.priority}:n": _slower(one)
        for one in ceilings.loosened(registry.shipped(kind), change)
    }
    if slower:
        raise InvalidInput(" ".join(slower.values()), fields=slower)


def _slower(one: ceilings.Loosened) -> str:
    """What is refused and why, in the reader's language."""
    number, unit = ceilings.parts_of(one.ceiling)
    units = {
        "minutes": _("minutes"),
        "hours": _("hours"),
        "days": _("days"),
        "months": _("months"),
        "working_days": _("working days"),
    }
    return _(
        "%(clock)s, %(priority)s: at most %(number)d %(unit)s. A hotel may be stricter, never slower."
    ) % {
        "clock": one.clock.shown(get_language() or "zh-hans"),
        "priority": Priority(PRIORITY_NUMBERS[one.priority]).label,
        "number": number,
        "unit": units[unit],
    }


def _allowed(change: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(change) - {"owner_post", "in_minutes", "title", "standard"})
    if unknown:
        raise PlaybookError(f"a step's {', '.join(unknown)} may not be changed")
    return dict(change)


def _republish_overrides(kind: str, *, actor: Actor, at: datetime) -> list[PlaybookVersion]:
    """Each hotel's own version again, on the new shipped one."""
    made = []
    rows = PlaybookOverride.objects.filter(kind=kind).order_by("property_id", "made_at", "pk")
    bodies: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        base = bodies.get(row.property_id) or registry.shipped(kind).model_dump(mode="json")
        bodies[row.property_id] = changed(base, ceilings.within(registry.shipped(kind), row.change))
    for property_id, body in bodies.items():
        fresh = publish(read(body), actor=actor, at=at, property_id=property_id)
        made += [fresh] if fresh else []
    return made
