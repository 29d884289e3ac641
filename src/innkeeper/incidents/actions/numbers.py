"""The hotel's own emergency numbers."""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from innkeeper.audit import actions as audit
from innkeeper.incidents.models import EmergencyNumber, Service
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotPermitted

NUMBER = re.compile(r"\+?[0-9 -]{0,23}")
PUBLIC = frozenset({Service.MEDICAL, Service.FIRE, Service.POLICE})


def set_numbers(*, actor: Actor, property_id: UUID, numbers: Mapping[str, str], at: datetime) -> None:
    """Keep whom the action card calls here; an empty number of the house itself is not shown.

    Raises: NotPermitted; InvalidInput, also for a public service without a number.
    """
    if not actor.may("settings.change") or actor.property_id not in (None, property_id):
        raise NotPermitted(_("Your post does not change settings."))
    wrong = {
        name: _("A telephone number.")
        for name, value in numbers.items()
        if name not in Service.values
        or not NUMBER.fullmatch(value.strip())
        or (name in PUBLIC and not value.strip())
    }
    if wrong:
        raise InvalidInput(_("A telephone number."), fields=wrong)
    with transaction.atomic():
        for name, value in numbers.items():
            EmergencyNumber.objects.update_or_create(
                property_id=property_id, service=name, defaults={"number": value.strip()}
            )
        audit.record(
            actor=actor,
            verb="incidents.numbers_changed",
            kind="incidents.EmergencyNumber",
            object_id=property_id,
            property_id=property_id,
            at=at,
            facts={name: value.strip() for name, value in numbers.items()},
        )
