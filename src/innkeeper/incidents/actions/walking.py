"""The walk (外送): a guest with a booking sleeps elsewhere tonight, well looked after, and comes back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy as case_policy
from innkeeper.cases.actions import OpenedCase
from innkeeper.cases.models import Approval, ApprovalState, Case
from innkeeper.incidents.models import Walk
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.properties.queries import property_of
from innkeeper.stays.queries import stay_card
from innkeeper.stays.rules.stays import StayStatus
from innkeeper.web.days import insist_near

LIMITS_MINOR = {"assistant_manager": 150_000, "front_office_manager": 300_000, "manager_on_duty": 800_000}
HIGHEST = case_policy.HIGHEST_POST
"""Spends what a walk costs, and is asked for what no other post may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkPlan:
    """Where the guest sleeps and how they get there and back. Units: `cost_minor` in the currency's minor unit."""

    hotel: str
    transport: str
    cost_minor: int
    returns_on: date
    currency: str = "CNY"
    call_offered: bool = False


def begin_walk(*, actor: Actor, property_id: UUID, stay_id: UUID, at: datetime) -> OpenedCase:
    """Open the walk of one expected guest as a case with its steps. Twice is once.

    Raises: NotPermitted; NotFound, also for a stay of another hotel; WrongState for a guest who is here or gone.
    """
    card = stay_card(stay_id, actor=actor, has_moves=False)
    if card.property_id != property_id:
        raise NotFound(_("There is no such stay."))
    if card.status is not StayStatus.EXPECTED:
        raise WrongState(_("Only a guest who is still to come is walked."))
    said = cases.in_both(lambda: _("Walked to another hotel: no room tonight."))
    intake = cases.Intake(
        kind="walk",
        property_id=property_id,
        text=said.zh,
        title=said,
        departs_at=None,
        channel="on_site",
        noted_by=actor.id,
        stay_id=stay_id,
        guest_ids=card.guest_ids,
        taxonomy_code="room_not_ready",
        category="complaint",
        priority=2,
        idempotency_key=f"walk:{stay_id}",
    )

    def then(case: Case) -> None:
        Walk.objects.create(case_id=case.pk, property_id=property_id, stay_id=stay_id)
        job = cases.Job(
            title=cases.in_both(lambda: _("Settle room and car before the guest is told")),
            department="front_office",
            post="assistant_manager",
            minutes=30,
        )
        cases.offer(case, job, actor=actor, at=at)

    return cases.open_case(actor=actor, intake=intake, at=at, then=then)


def arrange_walk(*, actor: Actor, case_id: UUID, plan: WalkPlan, at: datetime) -> bool:
    """Write down hotel, ride, cost, call and return; above the limit of the actor's post the post is asked that may.

    True when it needs no approval. Raises: InvalidInput naming the field; NotPermitted for another than the handler.
    """
    seen = case_policy.case_for(actor, pk=case_id, kind="walk")
    _refuse_bad(plan, today=local_date(at, property_of(seen.property_id).timezone))
    insist_near(at=at, returns_on=plan.returns_on)
    with cases.changing(actor=actor, case_id=case_id, verb="step", at=at) as case:
        changed = Walk.objects.filter(case_id=case.pk).update(
            hotel=cases.hidden(plan.hotel, case, length=80),
            transport=cases.hidden(plan.transport, case, length=80),
            currency=plan.currency,
            cost_minor=plan.cost_minor,
            call_offered=plan.call_offered,
            returns_on=plan.returns_on,
            arranged_at=at,
            arranged_by_id=actor.id,
        )
        if not changed:
            raise NotFound(_("There is no such walk."))
        cases.tell(case, actor=actor, verb="walk_arranged", at=at, facts={"cost_minor": plan.cost_minor})
        is_free = HIGHEST in actor.posts or plan.cost_minor <= limit_of(actor)
        if not is_free and not _is_asked(case, plan):
            cases.asked(case, _question(plan), actor=actor, at=at)
        cases.settle(case, actor=actor, at=at)
    return is_free


def limit_of(actor: Actor) -> int:
    """How much the actor may spend on a walk by the highest of their posts, in minor units."""
    return max((LIMITS_MINOR.get(post, 0) for post in actor.posts), default=0)


def _question(plan: WalkPlan) -> cases.Question:
    return cases.Question(
        subject="walk",
        post="manager_on_duty" if plan.cost_minor <= LIMITS_MINOR["manager_on_duty"] else HIGHEST,
        reason=_("A walk above the limit of the post."),
        currency=plan.currency,
        amount_minor=plan.cost_minor,
    )


def _is_asked(case: Case, plan: WalkPlan) -> bool:
    return Approval.objects.filter(
        case=case,
        subject="walk",
        amount_minor__gte=plan.cost_minor,
        state__in=[ApprovalState.ASKED, ApprovalState.GIVEN],
    ).exists()


def _refuse_bad(plan: WalkPlan, *, today: date) -> None:
    """Units: `today` is the hotel's own day. Raises: InvalidInput naming each field."""
    wrong: dict[str, str] = {}
    if not plan.hotel.strip():
        wrong["hotel"] = _("Which hotel.")
    if not plan.transport.strip():
        wrong["transport"] = _("How the guest gets there and back.")
    if plan.cost_minor < 0:
        wrong["cost"] = _("An amount, not below zero.")
    if plan.returns_on < today:
        wrong["returns_on"] = _("Today or a later day.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
