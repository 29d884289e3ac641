"""What a complaint adds to the case page: what was written, and the forms that are open now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from innkeeper.accounts import queries as accounts
from innkeeper.cases.models import Channel
from innkeeper.cases.playbooks import Section
from innkeeper.complaints.forms import PLACES
from innkeeper.complaints.models import Answer, Content, OptionKind, RecoveryKind
from innkeeper.complaints.queries import course_of
from innkeeper.kernel.actors import Actor
from innkeeper.properties.models import Department

OWNING_POSTS = (
    "executive_housekeeper",
    "chief_engineer",
    "fb_manager",
    "security_manager",
    "assistant_manager",
    "quality_manager",
)
MEANS = (Channel.PHONE, Channel.ON_SITE, Channel.ROOM_PHONE, Channel.WECHAT, Channel.EMAIL)


class PageCase(Protocol):
    """What the sections ask of the case that the page shows."""

    pk: UUID
    ref: str
    stage: str
    is_open: bool
    property_id: UUID
    owner_id: UUID | None


def fill_course(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """Everything written of the complaint, and which forms the actor may use now. Queries: about 20."""
    is_handler = actor.is_system or case.owner_id == actor.id
    return {
        "ref": case.ref,
        "stage": case.stage,
        "course": course_of(case.pk),
        "may_solve": case.is_open and is_handler and case.stage == "resolve",
        "may_hear": case.is_open and actor.may("cases.take_in") and case.stage == "feedback",
        "may_review": case.is_open
        and case.stage == "review"
        and (is_handler or "quality_manager" in actor.posts),
        "may_visit": not case.is_open and actor.may("cases.take_in"),
        "may_finish": case.is_open,
        "may_recover": case.is_open and is_handler,
        "means": [(one.value, one.label) for one in MEANS],
        "option_kinds": OptionKind.choices,
        "answers": Answer.choices,
        "contents": Content.choices,
        "recovery_kinds": RecoveryKind.choices,
        "places": PLACES,
        "departments": list(Department.objects.filter(property_id=case.property_id).order_by("code")),
        "owners": _owners(case.property_id, at),
    }


def _owners(property_id: UUID, at: datetime) -> list[Any]:
    """Who can own a measure: the heads, and who stands for them today. Queries: 1."""
    return accounts.holders_of(property_id, OWNING_POSTS, at=at)


SECTIONS = (Section(name="course", template="complaints/_course.html", fill=fill_course),)
