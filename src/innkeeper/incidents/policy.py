"""Who may do what in hard cases. Anyone signed in raises an emergency; the rest follows the case."""

from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import policy as cases
from innkeeper.cases.models import Case
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import NotPermitted


def insist_raise(actor: Actor, property_id: UUID) -> None:
    """Everyone who works in the hotel may raise an emergency there. Raises NotPermitted."""
    if not actor.is_system and actor.property_id != property_id:
        raise NotPermitted(_("You hold no post in this hotel."))


def opener(actor: Actor, property_id: UUID, *, label: str = "incidents") -> Actor:
    """Who opens the case: the actor, or the house itself for those who take no cases in."""
    return actor if actor.is_system or actor.may("cases.take_in") else system(label, property_id=property_id)


def insist_manage(actor: Actor, case: Case, verb: str) -> None:
    """Who takes cases in or assigns them works on an incident. Raises NotPermitted."""
    if actor.is_system or cases.is_handler(actor, case):
        return
    if not (actor.may("cases.take_in") or actor.may("cases.assign")):
        raise NotPermitted(_("Your post does not allow this."))


def insist_duty_manager(actor: Actor) -> None:
    """What the house says to many rooms is sent by who assigns. Raises NotPermitted."""
    if not (actor.is_system or actor.may("cases.assign")):
        raise NotPermitted(_("The duty manager sends it."))
