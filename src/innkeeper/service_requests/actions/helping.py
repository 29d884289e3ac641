"""More to do than people on duty: other departments are called to help (REQ-11)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import people_on_duty
from innkeeper.audit import actions as audit
from innkeeper.cases.models import Task
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import insist_unchanged
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.notices import actions as notices
from innkeeper.properties.models import Department
from innkeeper.service_requests.models import HelpCall, LoadRule
from innkeeper.service_requests.queries import Load, edition_of_load, load_of
from innkeeper.service_requests.rules import needs_help

TOP_LIMIT = 50


def weigh_load(*, actor: Actor, property_id: UUID, department: str, at: datetime) -> HelpCall | None:
    """Call the helpers when a department has more open tasks than its people carry; end the call when it is calm.

    One call at a time; the open one is answered again. None where none is open. Queries: 3, 10 for a new call.
    """
    rule = load_of(property_id, department)
    if rule is None or not rule.helpers:
        return None
    with transaction.atomic():
        here = HelpCall.objects.select_for_update().filter(property_id=property_id, department=department)
        call = here.filter(ended_at=None).first()
        tasks = Task.objects.filter(
            property_id=property_id, department=department, state__in=[*Task.OPEN]
        ).count()
        people = people_on_duty(property_id, department, at=at)
        if needs_help(open_tasks=tasks, on_duty=people, limit=rule.limit):
            return call or _called(property_id, department, rule.helpers, tasks, people, actor=actor, at=at)
        if call is not None and 2 * tasks <= rule.limit * people:
            call.ended_at, call.ended_by_id = at, actor.id
            call.save(update_fields=["ended_at", "ended_by_id"])
            _log(actor, "requests.help_ended", call.pk, property_id, {"department": department}, at=at)
            return None
        return call


def end_help(*, actor: Actor, call_id: UUID, at: datetime) -> None:
    """The help is there, or no longer needed. Ended twice, the first stays. Raises: NotFound, NotPermitted."""
    call = HelpCall.objects.filter(pk=call_id, property_id__in=actor.property_ids).first()
    if call is None:
        raise NotFound(_("There is no such call."))
    if not actor.may("cases.assign"):
        raise NotPermitted(_("Ending a call for help needs the right to assign cases."))
    with transaction.atomic():
        if HelpCall.objects.filter(pk=call_id, ended_at=None).update(ended_at=at, ended_by_id=actor.id):
            _log(
                actor,
                "requests.help_ended",
                call.pk,
                call.property_id,
                {"department": call.department},
                at=at,
            )


def set_load(
    *,
    actor: Actor,
    property_id: UUID,
    department: str,
    limit: int,
    helpers: Sequence[str],
    at: datetime,
    seen: str = "",
) -> LoadRule:
    """Say how many open tasks a person carries, and who is called beyond that.

    `seen` is the edition that the actor looked at. Raises as `load_wished` does; EditConflict when somebody changed
    the rule since.
    """
    wished = load_wished(
        actor=actor, property_id=property_id, department=department, limit=limit, helpers=helpers
    )
    with transaction.atomic():
        Department.objects.select_for_update().get(property_id=property_id, code=department)
        was = load_of(property_id, department)
        words = _("Somebody changed this limit while you were at it. Yours is kept below.")
        insist_unchanged(seen, edition_of_load(was), words)
        rule, _is_new = LoadRule.objects.update_or_create(
            property_id=property_id,
            department=department,
            defaults={
                "limit": wished.limit,
                "helpers": list(wished.helpers),
                "changed_at": at,
                "changed_by_id": actor.id,
            },
        )
        facts = {
            "department": department,
            "limit": limit,
            "helpers": rule.helpers,
            "was_limit": was.limit if was else None,
            "was_helpers": list(was.helpers) if was else [],
        }
        _log(actor, "requests.load_set", rule.pk, property_id, facts, at=at)
    return rule


def load_wished(
    *, actor: Actor, property_id: UUID, department: str, limit: int, helpers: Sequence[str]
) -> Load:
    """The rule as it would be, written nowhere. Raises: NotPermitted; InvalidInput naming each field."""
    if not actor.may("settings.change") or actor.property_id not in (None, property_id):
        raise NotPermitted(_("Changing the load needs the right to change settings."))
    known = set(Department.objects.filter(property_id=property_id).values_list("code", flat=True))
    wrong = {}
    if not 1 <= limit <= TOP_LIMIT:
        wrong["limit"] = _("A number from 1 to %(top)d.") % {"top": TOP_LIMIT}
    if department not in known:
        wrong["department"] = _("Choose a department of the hotel.")
    if not set(helpers) <= known or department in helpers:
        wrong["helpers"] = _("Choose other departments of the hotel.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    return Load(department, limit, tuple(dict.fromkeys(helpers)))


def _called(
    property_id: UUID,
    department: str,
    helpers: Sequence[str],
    tasks: int,
    people: int,
    *,
    actor: Actor,
    at: datetime,
) -> HelpCall:
    call = HelpCall.objects.create(
        property_id=property_id,
        department=department,
        helpers=list(helpers),
        open_tasks=tasks,
        on_duty=people,
        called_at=at,
    )
    facts: dict[str, str | int | bool | None] = {
        "department": department,
        "open": tasks,
        "on_duty": people,
    }
    for one in Department.objects.filter(property_id=property_id, code__in=helpers):
        notices.notify_post(
            actor=actor,
            post_code=one.head_post_code,
            property_id=property_id,
            kind="requests.help",
            object_kind="help_call",
            object_id=call.pk,
            at=at,
            text_key="requests.help",
            facts=facts,
            level="warn",
        )
    _log(actor, "requests.help_called", call.pk, property_id, {**facts, "helpers": list(helpers)}, at=at)
    return call


def _log(
    actor: Actor, verb: str, object_id: UUID, property_id: UUID, facts: Mapping[str, object], *, at: datetime
) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        kind="requests",
        object_id=object_id,
        property_id=property_id,
        at=at,
        facts=facts,
    )
