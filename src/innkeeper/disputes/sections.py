"""What a dispute adds to the case page: what was written, and the forms that are open now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases.models import Channel
from innkeeper.cases.playbooks import Section
from innkeeper.disputes.forms import PLACES
from innkeeper.disputes.models import Answer, EndKind, Party, PointKind, Rung, TalkOutcome
from innkeeper.disputes.queries import course_of
from innkeeper.disputes.rules import LADDER, LAWS, PURPOSE_WORDS, PURPOSES
from innkeeper.kernel.actors import Actor
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


def fill_dispute(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """Everything written of the dispute, and which forms the actor may use now. Queries: about 22."""
    course = course_of(case.pk, at=at)
    is_handler = actor.is_system or case.owner_id == actor.id
    here = LADDER.index(course.rung)
    return {
        "ref": case.ref,
        "course": course,
        "rail": [
            RailStage(label=str(label), state=_place(place, here))
            for place, (_value, label) in enumerate(Rung.choices)
        ],
        "may_argue": case.is_open and is_handler,
        "may_end": case.is_open and is_handler and case.stage == "resolve",
        "may_hear": case.is_open and actor.may("cases.take_in") and case.stage == "feedback",
        "may_review": case.is_open
        and case.stage == "review"
        and (is_handler or "quality_manager" in actor.posts),
        "may_pack": actor.may("disputes.export"),
        "parties": Party.choices,
        "point_kinds": PointKind.choices,
        "outcomes": TalkOutcome.choices,
        "ends": EndKind.choices,
        "answers": Answer.choices,
        "rungs": [(value, label) for value, label in Rung.choices if value != course.rung],
        "laws": LAWS,
        "purposes": [(one, _(PURPOSE_WORDS[one])) for one in PURPOSES],
        "places": PLACES,
        "means": [(one.value, one.label) for one in MEANS],
        "departments": list(Department.objects.filter(property_id=case.property_id).order_by("code")),
    }


def _place(place: int, here: int) -> str:
    """How a rung stands to where the dispute is: done, now or later."""
    return "now" if place == here else "done" if place < here else ""


def _(text: str) -> str:
    """Marks a text for the catalogue; the page translates it."""
    return text


SECTIONS = (
    Section(name="dispute", title=_("Dispute"), template="disputes/_dispute.html", fill=fill_dispute),
)
