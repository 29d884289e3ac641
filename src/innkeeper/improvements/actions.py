"""The only writers of improvements: born of a review, and checked for their effect."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.actions.wording import hidden
from innkeeper.improvements.models import Improvement
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState

EFFECT_LENGTH = 2000
CHECKED = "checked"
"""The stage in which the effect is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What a review says, redacted: cause, measure, use in the next service. Of a restricted case it stays restricted."""

    review_id: UUID
    source_case_id: UUID
    property_id: UUID
    department: str
    cause: str
    measure: str
    use: str
    is_restricted: bool = False


def create_from_review(*, actor: Actor, lesson: Lesson, at: datetime) -> UUID:
    """Make the improvement that a review leaves behind (CASE-25). Safe to repeat: one per review.

    Raises: NotPermitted for an actor who does not take in.
    """
    held = Improvement.objects.filter(review_id=lesson.review_id).first()
    if held is not None:
        return held.pk
    intake = cases.Intake(
        kind="improvement",
        property_id=lesson.property_id,
        text=lesson.measure,
        channel="on_site",
        is_anonymous=True,
        taxonomy_code="other",
        category="basic",
        priority=3,
        responsible_department=lesson.department,
        is_restricted=lesson.is_restricted,
        idempotency_key=f"review:{lesson.review_id}",
    )
    opened = cases.open_case(actor=actor, intake=intake, at=at)
    made, _is_new = Improvement.objects.get_or_create(
        review_id=lesson.review_id,
        defaults={
            "property_id": lesson.property_id,
            "case_id": opened.id,
            "source_case_id": lesson.source_case_id,
            "department": lesson.department,
            "cause_redacted": lesson.cause,
            "measure_redacted": lesson.measure,
            "use_redacted": lesson.use,
            "created_at": at,
        },
    )
    return made.pk


def record_effect(*, actor: Actor, case_id: UUID, effect: str, is_effective: bool, at: datetime) -> None:
    """Write down whether the improvement worked; somebody else than its owner says so.

    Raises: InvalidInput; WrongState before it is carried out; NotPermitted, logged; NotFound.
    """
    if not effect.strip() or "\x00" in effect:
        raise InvalidInput(_("Say what has changed."), fields={"effect": _("Say what has changed.")})
    with cases.changing(actor=actor, case_id=case_id, verb="classify", at=at) as case:
        if case.owner_id == actor.id:
            raise NotPermitted(_("Somebody else than who did it checks the effect."))
        if case.stage != CHECKED:
            raise WrongState(_("The effect is checked after the measure is carried out."))
        changed = Improvement.objects.filter(case_id=case.pk).update(
            effect_redacted=hidden(effect, case, length=EFFECT_LENGTH),
            is_effective=is_effective,
            effect_at=at,
            effect_by_id=actor.id,
        )
        if not changed:
            raise NotFound(_("There is no such improvement."))
        cases.tick(case, ["check_effect"], actor=actor, at=at)
        cases.tell(case, actor=actor, verb="effect_recorded", at=at, facts={"is_effective": is_effective})
