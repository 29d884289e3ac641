"""What a request adds to the case page: what is planned, the follow-up call, the guest's own word."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext

from innkeeper.cases.playbooks import Section
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.text import marked as _
from innkeeper.service_requests.models import Word
from innkeeper.service_requests.queries import detail_of, has_open_call, planned_of
from innkeeper.service_requests.rules import TOUR_STRATEGIES


class PageCase(Protocol):
    """What the section asks of the case that the page shows."""

    pk: UUID
    ref: str
    is_open: bool
    is_held: bool


def fill(*, actor: Actor, case: PageCase, at: datetime) -> Mapping[str, Any]:
    """What is planned, whether a call is due, which buttons the actor may press. Queries: 1, 3 where a call was drawn."""
    may_press = case.is_open and actor.may("cases.take_in")
    detail = detail_of(case.pk)
    is_drawn = bool(detail and detail.is_sampled)
    is_call_due = may_press and is_drawn and has_open_call(case.pk)
    return {
        "ref": case.ref,
        "detail": detail,
        "strategy": gettext(TOUR_STRATEGIES.get(detail.need_class, "")) if detail else "",
        "planned": planned_of(case.pk) if case.is_held or is_drawn else [],
        "is_call_due": is_call_due,
        "may_withdraw": may_press and not is_call_due,
        "may_confirm": may_press and (detail is None or detail.confirmed_by != Word.GUEST),
    }


SECTIONS = (
    Section(
        name="request",
        title=_("Request"),
        template="service_requests/_section.html",
        fill=fill,
        is_aside=True,
    ),
)
