"""What a dispute adds to the case page: what was written, and the forms that are open now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext

from innkeeper.cases.models import Channel
from innkeeper.cases.playbooks import Section
from innkeeper.disputes.forms import PLACES
from innkeeper.disputes.models import Answer, EndKind, Party, PointKind, Rung, TalkOutcome
from innkeeper.disputes.queries import course_of
from innkeeper.disputes.rules import LADDER, LAWS, PURPOSE_WORDS, PURPOSES
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.text import marked as _
from innkeeper.properties.models import Department
from innkeeper.web.parts import RailStage

MEANS = (Channel.PHONE, Channel.ON_SITE, Channel.EMAIL, Channel.WECHAT)


class PageCase(Protocol):
    """What the sections ask of the case that the page shows."""

    pk: UUID
    ref: str
    stage: str
    is_open: bool
    property_id: UUID
    owner_id: UUID | None


def fill_ladder(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """Where the dispute stands, its talks, the way to another rung. Queries: 6."""
    course = course_of(case.pk, at=at)
    here = LADDER.index(course.rung)
    return _base(actor, case) | {
        "course": course,
        "rail": [
            RailStage(label=str(label), state=_place(place, here))
            for place, (_value, label) in enumerate(Rung.choices)
        ],
        "outcomes": TalkOutcome.choices,
        "rungs": [(value, label) for value, label in Rung.choices if value != course.rung],
    }


def fill_claims(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """Claims, points and offers. Queries: 4."""
    return _base(actor, case) | {
        "course": course_of(case.pk, at=at),
        "parties": Party.choices,
        "point_kinds": PointKind.choices,
    }


def fill_law(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """The law relied on and who is liable by it. Queries: 3."""
    return _base(actor, case) | {"course": course_of(case.pk, at=at), "parties": Party.choices, "laws": LAWS}


def fill_end(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """The outcome, its terms, what came after. Queries: 7."""
    base = _base(actor, case)
    return base | {
        "course": course_of(case.pk, at=at),
        "may_end": base["may_argue"] and case.stage == "resolve",
        "may_hear": case.is_open and actor.may("cases.take_in") and case.stage == "feedback",
        "may_review": case.is_open
        and case.stage == "review"
        and (base["is_handler"] or "quality_manager" in actor.posts),
        "parties": Party.choices,
        "ends": EndKind.choices,
        "answers": Answer.choices,
        "places": PLACES,
        "means": [(one.value, one.label) for one in MEANS],
        "departments": list(Department.objects.filter(property_id=case.property_id).order_by("code")),
    }


def fill_packs(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """The evidence packs made, and the form to make one. Queries: 2."""
    return _base(actor, case) | {
        "course": course_of(case.pk, at=at),
        "may_pack": actor.may("disputes.export"),
        "purposes": [(one, gettext(PURPOSE_WORDS[one])) for one in PURPOSES],
    }


def _base(actor: Actor, case: PageCase) -> dict[str, Any]:
    """What every section asks."""
    is_handler = actor.is_system or case.owner_id == actor.id
    return {"ref": case.ref, "is_handler": is_handler, "may_argue": case.is_open and is_handler}


def _place(place: int, here: int) -> str:
    """How a rung stands to where the dispute is: done, now or later."""
    return "now" if place == here else "done" if place < here else ""


SECTIONS = (
    Section(
        name="ladder",
        title=_("Ladder of the dispute"),
        template="disputes/_ladder.html",
        fill=fill_ladder,
    ),
    Section(
        name="claims",
        title=_("Claims and offers"),
        template="disputes/_claims.html",
        fill=fill_claims,
        gates=("claims_recorded",),
    ),
    Section(
        name="law",
        title=_("Law and liability"),
        template="disputes/_law.html",
        fill=fill_law,
        gates=("law_relied_on",),
    ),
    Section(
        name="end",
        title=_("Outcome and terms"),
        template="disputes/_end.html",
        fill=fill_end,
        gates=("ended", "terms_carried_out", "other_side_heard", "lesson_written"),
    ),
    Section(
        name="packs",
        title=_("Evidence packs"),
        template="disputes/_packs.html",
        fill=fill_packs,
        is_aside=True,
    ),
)
