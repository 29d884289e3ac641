"""What the house sets for its complaints: empowerment limits of posts, how often it drills; and the drills themselves."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import posts
from innkeeper.audit import actions as audit
from innkeeper.cases.actions.checking import required, storable
from innkeeper.complaints.models import Drill, DrillRule, EmpowermentLimit
from innkeeper.complaints.queries.house import limits_of
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import edition_of, insist_unchanged
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.properties.models import Department, Property
from innkeeper.web.days import insist_near

SETTINGS, DRILLS = "settings.change", "cases.close"
HIGHEST_MINOR = 10_000_000_00
MONTHS = range(1, 25)


def set_limit(
    *,
    actor: Actor,
    property_id: UUID,
    post: str,
    amount_minor: int | None,
    reason: str,
    at: datetime,
    seen: str = "",
) -> UUID:
    """Say what a post may give in one case without asking; None is no limit. The earlier ones are kept (CASE-27).

    `seen` is the edition that the actor looked at. Units: fen. Raises as `limit_wished` does; EditConflict when somebody
    set this limit since.
    """
    given = {"post": post, "amount_minor": amount_minor}
    limit_wished(actor=actor, property_id=property_id, reason=reason, post=post, amount_minor=amount_minor)
    with transaction.atomic():
        Property.objects.select_for_update().get(pk=property_id)
        was = limits_of(property_id).get(post, 0)
        words = _("Somebody set this post's limit while you were at it. Yours is kept below.")
        insist_unchanged(seen, edition_of(was), words)
        row = EmpowermentLimit.objects.create(
            property_id=property_id, reason=reason.strip()[:200], set_by_id=actor.id, from_at=at, **given
        )
        _tell(actor, "limit_set", row.pk, property_id, given, at=at)
    return row.pk


def limit_wished(
    *, actor: Actor, property_id: UUID, post: str, amount_minor: int | None, reason: str
) -> Mapping[str, int | None]:
    """The limits of all posts as they would be, written nowhere. Units: fen.

    Raises: NotPermitted; InvalidInput for an unknown post, an amount out of range, or no reason.
    """
    _insist(actor, property_id, SETTINGS)
    required(reason=reason[:4000])
    if post not in {one.code for one in posts(property_id)}:
        raise InvalidInput(_("Choose one of the list."), fields={"post": _("Choose one of the list.")})
    if amount_minor is not None and not 0 <= amount_minor <= HIGHEST_MINOR:
        raise InvalidInput(_("Give an amount."), fields={"amount": _("Give an amount of zero or more.")})
    return {**limits_of(property_id), post: amount_minor}


def set_drill_rule(*, actor: Actor, property_id: UUID, every_months: int, at: datetime) -> UUID:
    """Say within how many months the house drills together (CASE-32). Raises: NotPermitted; InvalidInput."""
    _insist(actor, property_id, SETTINGS)
    if every_months not in MONTHS:
        words = _("Give 1 to 24 months.")
        raise InvalidInput(words, fields={"every_months": words})
    with transaction.atomic():
        row = DrillRule.objects.create(
            property_id=property_id, every_months=every_months, set_by_id=actor.id, from_at=at
        )
        _tell(actor, "drill_rule_set", row.pk, property_id, {"every_months": every_months}, at=at)
    return row.pk


def plan_drill(
    *, actor: Actor, property_id: UUID, topic: str, departments: Sequence[str], on: date, at: datetime
) -> UUID:
    """Put a drill of two departments or more into the calendar (CASE-32). Raises: NotPermitted; InvalidInput."""
    _insist(actor, property_id, DRILLS)
    required(topic=topic)
    insist_near(at=at, planned_on=on)
    here = set(Department.objects.filter(property_id=property_id).values_list("code", flat=True))
    chosen = sorted(set(departments) & here)
    if len(chosen) < 2:
        words = _("Choose two departments at least.")
        raise InvalidInput(words, fields={"departments": words})
    with transaction.atomic():
        row = Drill.objects.create(
            property_id=property_id,
            topic=topic.strip()[:120],
            departments=chosen,
            planned_on=on,
            planned_by_id=actor.id,
            planned_at=at,
        )
        facts = {"departments": chosen, "planned_on": on.isoformat()}
        _tell(actor, "drill_planned", row.pk, property_id, facts, at=at)
    return row.pk


def note_drill(
    *, actor: Actor, drill_id: UUID, held_on: date, result: str, lessons: str, today: date, at: datetime
) -> None:
    """Note that a drill was held, with its result and lessons (CASE-32).

    Raises: NotPermitted; InvalidInput for a day to come or missing words; WrongState the second time; NotFound.
    """
    drill = Drill.objects.filter(pk=drill_id).first()
    if drill is None or drill.property_id != actor.property_id:
        raise NotFound(_("There is no such drill."))
    _insist(actor, drill.property_id, DRILLS)
    required(result=result, lessons=lessons)
    storable(result=result, lessons=lessons)
    insist_near(at=at, held_on=held_on)
    if held_on > today:
        words = _("A drill is noted after it was held.")
        raise InvalidInput(words, fields={"held_on": words})
    with transaction.atomic():
        noted = Drill.objects.filter(pk=drill_id, held_on__isnull=True).update(
            held_on=held_on,
            result=result.strip()[:400],
            lessons=lessons.strip()[:2000],
            noted_by_id=actor.id,
        )
        if not noted:
            raise WrongState(_("This drill is noted already."))
        facts = {"held_on": held_on.isoformat()}
        _tell(actor, "drill_held", drill.pk, drill.property_id, facts, at=at)


def _insist(actor: Actor, property_id: UUID, permission: str) -> None:
    if not actor.may(permission) or (not actor.is_system and actor.property_id != property_id):
        raise NotPermitted(_("Your post does not allow this."))


def _tell(
    actor: Actor, verb: str, row_id: UUID, property_id: UUID, facts: Mapping[str, object], *, at: datetime
) -> None:
    audit.record(
        actor=actor,
        verb=f"complaints.{verb}",
        kind="complaints.House",
        object_id=row_id,
        property_id=property_id,
        at=at,
        facts=facts,
    )
