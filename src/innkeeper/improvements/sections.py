"""What an improvement adds to the case page: what it is for and whether it worked; and to a complaint what it left behind."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from innkeeper.cases.playbooks import Section
from innkeeper.improvements.actions import CHECKED, EFFECT_LENGTH
from innkeeper.improvements.queries import improvement_of, left_behind, source_of
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.text import marked as _


class PageCase(Protocol):
    """What the sections ask of the case that the page shows."""

    pk: UUID
    ref: str
    stage: str
    is_open: bool
    owner_id: UUID | None


def fill(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """Cause, measure, use, where it comes from, its effect, and the form where the reader checks it. Queries: 2."""
    found = improvement_of(case.pk)
    return {
        "ref": case.ref,
        "improvement": found,
        "source": source_of(actor, found) if found else None,
        "longest": EFFECT_LENGTH,
        "is_to_check": case.is_open and case.stage == CHECKED,
        "may_check": case.is_open
        and case.stage == CHECKED
        and actor.may("cases.classify")
        and case.owner_id != actor.id,
    }


def fill_left_behind(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """What the reviews of the complaint have left, each with its own case. Queries: 2."""
    return {"lines": left_behind(actor, case.pk)}


SECTIONS = (
    Section(
        name="improvement",
        title=_("What is to change"),
        template="improvements/_improvement.html",
        fill=fill,
        gates=("effect_recorded",),
    ),
)
OF_COMPLAINTS = (
    Section(
        name="improvements",
        title=_("What it left behind"),
        template="improvements/_left_behind.html",
        fill=fill_left_behind,
        is_aside=True,
    ),
)
