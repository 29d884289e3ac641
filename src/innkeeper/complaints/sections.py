"""What a complaint adds to the case page: service recovery, the way to a solution, the outcome; each fetched by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from innkeeper.accounts import queries as accounts
from innkeeper.cases.models import Channel
from innkeeper.cases.playbooks import Section
from innkeeper.complaints.actions import departments_to_set, may_verify
from innkeeper.complaints.forms import PLACES
from innkeeper.complaints.models import (
    Answer,
    Content,
    GuestOpinion,
    Measure,
    OptionKind,
    RecoveryKind,
    Thanks,
    ThanksMeans,
    Verification,
)
from innkeeper.complaints.queries import course_of, outcome_of, recoveries_of
from innkeeper.complaints.queries.house import lessons_for
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.text import marked as _
from innkeeper.properties.models import Department

OWNING_POSTS = (
    "executive_housekeeper",
    "chief_engineer",
    "fb_manager",
    "security_manager",
    "assistant_manager",
    "quality_manager",
)
IMPORTANT = 2
MEANS = (Channel.PHONE, Channel.ON_SITE, Channel.ROOM_PHONE, Channel.WECHAT, Channel.EMAIL)


class PageCase(Protocol):
    """What the sections ask of the case that the page shows."""

    pk: UUID
    ref: str
    stage: str
    is_open: bool
    property_id: UUID
    round: int
    priority: int
    taxonomy_code: str
    owner_id: UUID | None
    channel: str
    handling_department: str
    departs_at: datetime | None


@dataclass(frozen=True, slots=True)
class FirstMeasure:
    """What stands in the form of the first measure already: what the guest agreed to, by whom and by when."""

    text: str
    department: str
    owner_id: UUID | None
    due_at: datetime


def fill_recovery(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """What was given to make good, and the form to give more. Queries: 1."""
    return {
        "ref": case.ref,
        "recoveries": recoveries_of(case.pk),
        "may_recover": case.is_open and _is_handler(actor, case),
        "recovery_kinds": RecoveryKind.choices,
    }


def fill_course(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """Proposals, the guest's opinion, measures, and which of their forms the actor may use now. Queries: 6 to 9."""
    may_solve = case.is_open and _is_handler(actor, case) and case.stage == "resolve"
    course = course_of(case.pk)
    return {
        "ref": case.ref,
        "course": course,
        "may_solve": may_solve,
        "may_dispute": course.opinions and (may_solve or (not case.is_open and _may_dispute(actor, case))),
        "may_set_departments": case.is_open
        and _is_handler(actor, case)
        and departments_to_set(case.pk, case.taxonomy_code),
        "may_finish": case.is_open,
        "means": _means(case),
        "first": _first_measure(case, course.opinions, at=at),
        "option_kinds": OptionKind.choices,
        "answers": Answer.choices,
        "places": PLACES,
        "departments": _departments(case.property_id) if may_solve else [],
        "owners": accounts.holders_of(case.property_id, OWNING_POSTS, at=at) if may_solve else [],
    }


def fill_outcome(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """What the guest was told and said, what the house learnt, and which of their forms are open now. Queries: 4."""
    is_handler = _is_handler(actor, case)
    return {
        "ref": case.ref,
        "outcome": outcome_of(case.pk),
        "may_solve": case.is_open and is_handler and case.stage == "resolve",
        "may_hear": case.is_open and actor.may("cases.take_in") and case.stage == "feedback",
        "may_review": case.is_open
        and case.stage == "review"
        and (is_handler or "quality_manager" in actor.posts),
        "may_visit": not case.is_open and actor.may("cases.take_in"),
        "means": _means(case),
        "contents": Content.choices,
    }


def fill_care(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """Whether the effect was verified and the guest thanked, and the forms for it. Queries: 2."""
    thanked = list(Thanks.objects.filter(case_id=case.pk).order_by("at"))
    return {
        "ref": case.ref,
        "verifications": list(Verification.objects.filter(case_id=case.pk).order_by("at")),
        "thanks": thanked,
        "may_verify": case.is_open and _may_look(actor, case),
        "may_thank": not case.is_open
        and case.priority <= IMPORTANT
        and actor.may("cases.take_in")
        and not any(one.round == case.round for one in thanked),
        "thanks_means": ThanksMeans.choices,
        "extras": RecoveryKind.choices,
    }


def fill_lessons(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """What was learnt from like cases (IMP-06). Queries: 2."""
    return {
        "lessons": lessons_for(actor, case_id=case.pk, property_id=case.property_id, code=case.taxonomy_code)
    }


def _means(case: PageCase) -> list[tuple[str, str]]:
    """The ways to reach a guest, the one in which they came first."""
    return [(one.value, str(one.label)) for one in sorted(MEANS, key=lambda one: one.value != case.channel)]


def _first_measure(case: PageCase, opinions: Sequence[GuestOpinion], *, at: datetime) -> FirstMeasure:
    """What the guest agreed to last, for who handles the case, within the hour and before the guest leaves."""
    agreed = opinions[-1] if opinions else None
    chosen = agreed.option if agreed and agreed.answer == Answer.AGREES else None
    due_at = at + timedelta(hours=1)
    if case.departs_at is not None and case.departs_at > at:
        due_at = min(due_at, case.departs_at)
    return FirstMeasure(
        text=chosen.text_redacted if chosen else "",
        department=case.handling_department,
        owner_id=case.owner_id,
        due_at=due_at,
    )


def _may_dispute(actor: Actor, case: PageCase) -> bool:
    """Whether `open_dispute` would let the actor: the handler, or who assigns cases."""
    return actor.may("cases.assign") or _is_handler(actor, case)


def _is_handler(actor: Actor, case: PageCase) -> bool:
    return actor.is_system or case.owner_id == actor.id


def _may_look(actor: Actor, case: PageCase) -> bool:
    """Whether the actor is of who looks at the effect: quality, or a doer or a department of its measures. Queries: 1 to 3."""
    measures = list(Measure.objects.filter(case_id=case.pk))
    if not measures or any(one.done_at is None for one in measures):
        return False
    doers = {person for one in measures for person in (one.owner_id, one.done_by_id)}
    is_doer = actor.id in doers or bool(actor.departments & {one.department for one in measures})
    return is_doer or may_verify(actor, case.property_id)


def _departments(property_id: UUID) -> list[Department]:
    return list(Department.objects.filter(property_id=property_id).order_by("code"))


SECTIONS = (
    Section(
        name="recovery",
        title=_("Service recovery"),
        template="complaints/_recovery.html",
        fill=fill_recovery,
        is_aside=True,
    ),
    Section(
        name="course",
        title=_("Solution and measures"),
        template="complaints/_course.html",
        fill=fill_course,
        gates=("solution_proposed", "guest_asked", "measures_done", "prevention_named", "recovery_settled"),
    ),
    Section(
        name="outcome",
        title=_("Outcome"),
        template="complaints/_outcome.html",
        fill=fill_outcome,
        gates=("result_told", "feedback_taken", "reviewed"),
    ),
    Section(
        name="care",
        title=_("Verified and thanked"),
        template="complaints/_care.html",
        fill=fill_care,
        gates=("effect_verified",),
    ),
    Section(
        name="lessons",
        title=_("Lessons from like cases"),
        template="complaints/_lessons.html",
        fill=fill_lessons,
        is_aside=True,
    ),
)
