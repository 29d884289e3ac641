"""Who may do what at the phone card. Anyone signed in logs and refuses; only some may open a message."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from innkeeper.calls.models import CallMessage
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted


def insist_here(actor: Actor) -> None:
    """Everyone who works in a hotel may log a call there. Raises NotPermitted."""
    if actor.property_id is None:
        raise NotPermitted(_("You hold no post in a hotel today."))


def may_deliver(actor: Actor) -> bool:
    """Whether the actor may open messages and match them with a guest."""
    return actor.property_id is not None and actor.may("guests.reveal_contact")


def visible_to(actor: Actor) -> QuerySet[CallMessage]:
    """The messages of the actor's hotel, for who may deliver them; none for others."""
    if actor.property_id is None or not may_deliver(actor):
        return CallMessage.objects.none()
    return CallMessage.objects.filter(property_id=actor.property_id)
