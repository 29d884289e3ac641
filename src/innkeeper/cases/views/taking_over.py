"""Taking a whole case over at night, from the section that says that nobody on duty holds it."""

from uuid import UUID

from django.http import HttpRequest

from innkeeper.cases import actions
from innkeeper.cases.views.door import on_case
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now


@on_case
def takeover(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    """Take over a case that nobody on duty holds."""
    actions.take_over_case(actor=actor, case_id=case_id, at=now())
