"""Doing on an improvement: somebody else than who did it writes down whether it worked."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from innkeeper.cases.forms import text
from innkeeper.cases.views.door import on_case
from innkeeper.improvements import actions
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput

ANSWERS = {"yes": True, "no": False}


def _effect(request: HttpRequest, actor: Actor, case_id: UUID) -> None:
    is_effective = ANSWERS.get(text(request.POST, "is_effective"))
    if is_effective is None:
        said = _("Say whether it worked.")
        raise InvalidInput(said, fields={"is_effective": said})
    actions.record_effect(
        actor=actor,
        case_id=case_id,
        effect=text(request.POST, "effect", limit=actions.EFFECT_LENGTH),
        is_effective=is_effective,
        at=now(),
    )


effect = on_case(_effect, kind="improvement")
