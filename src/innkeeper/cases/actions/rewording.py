"""A hotel edits its codes and its rules of first classification: kept with reason and history, open clocks rebased."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innkeeper.audit import actions as audit
from innkeeper.cases.actions.change import tell
from innkeeper.cases.actions.running import refresh_due
from innkeeper.cases.models import (
    Alert,
    Case,
    Category,
    ClassificationRule,
    NeedClass,
    Priority,
    Task,
    TaxonomyCode,
    WordingEdit,
)
from innkeeper.cases.queries.effects import DELIVER, target_of_run
from innkeeper.cases.queries.playbooks import code_named, code_to_edit, edition_of_row, rule_to_edit
from innkeeper.clocks import actions as clocks
from innkeeper.clocks import queries as clock_queries
from innkeeper.clocks.rules import OfficeCalendar
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import insist_unchanged
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.outbox import actions as outbox
from innkeeper.properties.models import Department
from innkeeper.properties.queries import work_calendar

EDITABLE = (
    "name_zh", "name_en", "words_zh", "words_en", "norms", "daily_cap", "sample_percent", "can_wait", "alert",
    "need_class", "handling", "is_active",
)  # fmt: skip
RULE_COLUMNS = ("words", "code", "category", "priority", "order", "is_active")
NORMS = ("contact", "arrive", "deliver")
LONGEST_NORM = 7 * 24 * 60
MOST_WORDS, LONGEST_WORD = 200, 60
MEANWHILE = gettext_lazy("Somebody changed this while you were at it. Yours is kept below.")


def edit_code(
    *,
    actor: Actor,
    property_id: UUID,
    code: str,
    change: Mapping[str, Any],
    reason: str,
    at: datetime,
    seen: str = "",
) -> TaxonomyCode:
    """Give the hotel its own edition of a code: names, words, norms, cap, draw, who goes. Only what differs counts.

    What danger to life or a confidential matter is called cannot be put out of use. Open clocks follow by a job. `seen` is the edition that the
    actor looked at. Raises as `code_wished` does; EditConflict when somebody edited the code since.
    """
    with transaction.atomic():
        before, fresh = code_wished(
            actor=actor, property_id=property_id, code=code, change=change, reason=reason
        )
        insist_unchanged(seen, edition_of_row(before), str(MEANWHILE))
        if not fresh:
            return before
        old = {name: getattr(before, name) for name in fresh}
        own = before if before.property_id else _own_copy(before, property_id)
        for name, value in fresh.items():
            setattr(own, name, value)
        own.save()
        _keep(actor, property_id, "code", code, old, fresh, reason, at=at)
        if "norms" in fresh:
            outbox.enqueue("cases.rebase_code", at=at, property_id=property_id, code=code)
    return own


def code_wished(
    *, actor: Actor, property_id: UUID, code: str, change: Mapping[str, Any], reason: str
) -> tuple[TaxonomyCode, dict[str, Any]]:
    """The code in force and what the change would make different, written nowhere.

    Raises: NotPermitted; NotFound; InvalidInput naming each field.
    """
    before = _code_to_edit(actor, property_id, code)
    fresh = {
        name: change[name] for name in EDITABLE if name in change and change[name] != getattr(before, name)
    }
    _refuse_bad_code(property_id, before, fresh, reason)
    return before, fresh


def edit_rule(
    *,
    actor: Actor,
    property_id: UUID,
    name: str,
    change: Mapping[str, Any],
    reason: str,
    at: datetime,
    seen: str = "",
) -> ClassificationRule:
    """Give the hotel its own rule, or its own edition of a shipped one.

    `seen` is the edition that the actor looked at. Raises as `rule_wished` does; EditConflict when somebody edited the
    rule since.
    """
    with transaction.atomic():
        found, before, after = rule_wished(
            actor=actor, property_id=property_id, name=name, change=change, reason=reason
        )
        insist_unchanged(seen, edition_of_row(found), str(MEANWHILE))
        row = found if found is not None and found.property_id else None
        row = row or ClassificationRule(property_id=property_id, name=name)
        for column, value in after.items():
            setattr(row, column, value)
        row.save()
        _keep(actor, property_id, "rule", name, before, after, reason, at=at)
    return row


def rule_wished(
    *, actor: Actor, property_id: UUID, name: str, change: Mapping[str, Any], reason: str
) -> tuple[ClassificationRule | None, dict[str, Any], dict[str, Any]]:
    """The rule in force, its columns as they are and as they would be, written nowhere. Raises: NotPermitted; InvalidInput."""
    _insist(actor, property_id)
    found = rule_to_edit(property_id, name)
    before = {column: getattr(found, column) for column in RULE_COLUMNS} if found else {}
    after = before | {column: change[column] for column in RULE_COLUMNS if column in change}
    _refuse_bad_rule(property_id, name, after, reason)
    return found, before, after


def rebase_code(*, actor: Actor, property_id: UUID, code: str, at: datetime) -> int:
    """The open clocks of a code's cases run on under its norms as they are now, from their true start; how many moved.

    Safe to repeat after a crash: a clock that keeps its target is left alone.
    """
    row = code_named(property_id, code)
    if row is None:
        return 0
    moved = 0
    found = Case.objects.filter(property_id=property_id, taxonomy_code=code, is_open=True)
    for case_id in list(found.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=case_id)
            moved += _rebase(case, row.norms or {}, actor=actor, at=at)
    return moved


def _rebase(case: Case, norms: Mapping[str, int], *, actor: Actor, at: datetime) -> int:
    tasks = {one.pk: one for one in Task.objects.filter(case=case, step=DELIVER, state__in=[*Task.OPEN])}
    worked = work_calendar(case.property_id)
    calendar, moved = OfficeCalendar(worked), 0
    for run in clock_queries.open_runs([case.pk, *tasks]):
        task = tasks.get(run.owner_id)
        target = target_of_run(run, case, task, norms, calendar=worked)
        if target is None or not clocks.retarget_clock(
            owner_id=run.owner_id, name=run.name, target=target, calendar=calendar, at=at, actor=actor
        ):
            continue
        moved += 1
        if task is not None:
            minutes = int(norms[DELIVER])
            after = clock_queries.open_runs([task.pk])
            due_at = next((one.due_at for one in after if one.name == run.name), task.due_at)
            Task.objects.filter(pk=task.pk).update(target_minutes=minutes, due_at=due_at)
    if moved:
        refresh_due(case)
        tell(
            case,
            actor=actor,
            verb="clocks_rebased",
            at=at,
            facts={"clocks": moved, "code": case.taxonomy_code},
        )
    return moved


def _insist(actor: Actor, property_id: UUID) -> None:
    if not actor.may("settings.change") or actor.property_id not in (None, property_id):
        raise NotPermitted(_("Changing codes and rules needs the right to change settings."))


def _code_to_edit(actor: Actor, property_id: UUID, code: str) -> TaxonomyCode:
    """The code in force, also one put out of use. Raises: NotPermitted, NotFound."""
    _insist(actor, property_id)
    found = code_to_edit(property_id, code)
    if found is None:
        raise NotFound(_("There is no such code."))
    return found


def _own_copy(shipped: TaxonomyCode, property_id: UUID) -> TaxonomyCode:
    """The shipped row as the hotel's own, not yet written."""
    columns = {
        column.name: getattr(shipped, column.name)
        for column in TaxonomyCode._meta.concrete_fields
        if column.name not in {"id", "property_id"}
    }
    return TaxonomyCode(property_id=property_id, **columns)


def _keep(
    actor: Actor,
    property_id: UUID,
    subject: str,
    key: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str,
    *,
    at: datetime,
) -> None:
    """The history's row and the audit entry, inside the caller's transaction."""
    row = WordingEdit.objects.create(
        property_id=property_id,
        subject=subject,
        key=key[:64],
        before=dict(before),
        after=dict(after),
        reason=reason.strip()[:200],
        made_at=at,
        made_by_id=actor.id,
    )
    audit.record(
        actor=actor,
        verb=f"cases.{subject}_edited",
        kind="cases.WordingEdit",
        object_id=row.pk,
        property_id=property_id,
        at=at,
        facts={"key": key, "columns": sorted(after)},
    )


def _refuse_bad_code(property_id: UUID, before: TaxonomyCode, fresh: Mapping[str, Any], reason: str) -> None:
    wrong: dict[str, str] = {}
    if not reason.strip():
        wrong["reason"] = _("Say why.")
    wrong |= _wrong_words(fresh)
    wrong |= _wrong_figures(fresh)
    for name, allowed in (("alert", Alert.values), ("need_class", NeedClass.values)):
        if name in fresh and fresh[name] not in allowed:
            wrong[name] = _("Choose one of the list.")
    if "handling" in fresh:
        here = set(Department.objects.filter(property_id=property_id).values_list("code", flat=True))
        if not fresh["handling"] or not set(fresh["handling"]) <= here:
            wrong["handling"] = _("Choose a department.")
    wrong |= _wrong_for_safety(before, fresh)
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def _wrong_for_safety(before: TaxonomyCode, fresh: Mapping[str, Any]) -> dict[str, str]:
    """What no hotel may set: danger to life and what is confidential keep their codes, and where the shipped list sends the
    assistant manager or security (disturbance, theft, harassment, privacy) no attendant goes (REQ-08). Queries: 0 or 1.
    """
    wrong = {}
    if fresh.get("is_active") is False and before.is_life_safety:
        wrong["is_active"] = _("A code of danger to life stays in use.")
    elif fresh.get("is_active") is False and before.is_restricted:
        wrong["is_active"] = _("A code of confidential cases stays in use.")
    if fresh.get("alert") == Alert.ATTENDANT:
        shipped = TaxonomyCode.objects.filter(property_id=None, code=before.code)
        if shipped.filter(alert__in=[Alert.MANAGER, Alert.SECURITY]).exists():
            wrong["alert"] = _("No attendant is sent into such a room: the assistant manager goes.")
    return wrong


def _wrong_words(fresh: Mapping[str, Any]) -> dict[str, str]:
    wrong = {}
    for name in ("name_zh", "name_en"):
        if name in fresh and not 0 < len(str(fresh[name]).strip()) <= LONGEST_WORD:
            wrong[name] = _("A name of at most 60 characters, in both languages.")
    for name in ("words_zh", "words_en"):
        if name in fresh and not _are_words(fresh[name]):
            wrong[name] = _("At least one word, each of at most 60 characters.")
    return wrong


def _are_words(words: Iterable[str]) -> bool:
    listed = list(words)
    return 0 < len(listed) <= MOST_WORDS and all(
        0 < len(word.strip("*+| ")) <= LONGEST_WORD and "\x00" not in word for word in listed
    )


def _wrong_figures(fresh: Mapping[str, Any]) -> dict[str, str]:
    wrong = {}
    for name, minutes in dict(fresh.get("norms") or {}).items():
        if name not in NORMS or not 0 < int(minutes) <= LONGEST_NORM:
            wrong[name] = _("Minutes between 1 and a week.")
    if fresh.get("daily_cap") is not None and not 0 < int(fresh["daily_cap"]) <= 100:
        wrong["daily_cap"] = _("A number from 1 to 100, or empty for no cap.")
    if not 0 <= int(fresh.get("sample_percent") or 0) <= 100:
        wrong["sample_percent"] = _("A share from 0 to 100 per cent.")
    return wrong


def _refuse_bad_rule(property_id: UUID, name: str, after: Mapping[str, Any], reason: str) -> None:
    wrong: dict[str, str] = {}
    if not reason.strip():
        wrong["reason"] = _("Say why.")
    if not 0 < len(name) <= LONGEST_WORD or "\x00" in name or "/" in name:
        wrong["name"] = _("A name of at most 60 characters, without a slash.")
    if not _are_words(after.get("words") or ()):
        wrong["words"] = _("At least one word, each of at most 60 characters.")
    if after.get("code") and code_named(property_id, str(after["code"])) is None:
        wrong["code"] = _("Choose a code of the list.")
    if after.get("category") and after["category"] not in Category.values:
        wrong["category"] = _("Choose one of the four categories.")
    if after.get("priority") and after["priority"] not in Priority.values:
        wrong["priority"] = _("Choose one of the four priorities.")
    if not (after.get("code") or after.get("category") or after.get("priority")):
        wrong["code"] = _("A rule says a code, a category or a priority.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
