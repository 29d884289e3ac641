"""Who may read and write which book: the post's own people, and those who oversee the shift."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from innkeeper.handovers.models import BookLine, Handover
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound, NotPermitted

OVERSEE = "cases.assign"
TAKE_IN = "cases.take_in"


def oversees(actor: Actor) -> bool:
    """Whether the actor reads the books of all posts."""
    return actor.may(OVERSEE)


def may_read(actor: Actor, post: str) -> bool:
    """Whether the actor reads the book of this post."""
    return post in actor.posts or oversees(actor)


def insist_reader(actor: Actor, post: str) -> None:
    """Raises NotPermitted for a book that is not the actor's."""
    if not may_read(actor, post):
        raise NotPermitted(_("This is another post's book."))


def insist_writer(actor: Actor, post: str) -> None:
    """Who takes guests' wishes in writes into any book; others into their own. Raises NotPermitted."""
    if not (may_read(actor, post) or actor.may(TAKE_IN)):
        raise NotPermitted(_("Your post does not write into this book."))


def lines_of_house(actor: Actor) -> QuerySet[BookLine]:
    """The lines of the actor's hotels."""
    if actor.is_system:
        return BookLine.objects.all()
    return BookLine.objects.filter(property_id__in=actor.houses)


def visible_to(actor: Actor) -> QuerySet[Handover]:
    """The handovers of the actor's hotels that the actor may read."""
    if actor.is_system:
        return Handover.objects.all()
    rows = Handover.objects.filter(property_id__in=actor.houses)
    return rows if oversees(actor) else rows.filter(post__in=actor.posts)


def handover_for(actor: Actor, handover_id: UUID) -> Handover:
    """One handover. Queries: 1. Raises NotFound."""
    found = visible_to(actor).select_related("acknowledgement").filter(pk=handover_id).first()
    if found is None:
        raise NotFound(_("There is no such handover."))
    return found


def ensure_house(actor: Actor, property_id: UUID) -> None:
    """Raises NotFound for a hotel in which the actor does not work."""
    if not actor.is_system and property_id not in actor.houses:
        raise NotFound(_("There is no such hotel."))


def insist_overseer(actor: Actor) -> None:
    """Raises NotPermitted for who does not oversee the shift."""
    if not oversees(actor):
        raise NotPermitted(_("Your post does not allow this."))
