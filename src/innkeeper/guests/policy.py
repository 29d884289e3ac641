"""Who may open, change and find guest files; which grants they get; what holds back an erasure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.guests.models import Guest
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted
from innkeeper.vault import holds as vault_holds
from innkeeper.vault.grants import Grant

NAME_FIELD = "guests.Guest.full_name"
PHONE_FIELD = "guests.Guest.phone"
GRANT_TIME = timedelta(minutes=5)
ERASE_PERMISSION = "guests.erase"
INCOGNITO_PERMISSION = "guests.reveal_identity"
BOOKERS = ("guests.edit", "stays.edit")
READERS = ("guests.see", "tasks.do")


@dataclass(frozen=True, slots=True)
class RevealRule:
    """What an item asks of whoever opens it."""

    permission: str
    masked: str
    needs_second_factor: bool = False


REVEALS: Mapping[str, RevealRule] = {
    "full_name": RevealRule("guests.see", "name_masked"),
    "phone": RevealRule("guests.reveal_contact", "phone_masked"),
    "email": RevealRule("guests.reveal_contact", "email_masked"),
    "birthday": RevealRule("guests.reveal_contact", "birthday_masked"),
    "id_number": RevealRule("guests.reveal_identity", "id_masked", needs_second_factor=True),
    "payment": RevealRule("guests.reveal_payment", "payment_masked", needs_second_factor=True),
}

Hold = Callable[[UUID], date | None]
_holds: dict[str, Hold] = {}


def register_hold(name: str, hold: Hold) -> None:
    """Let another room of the house hold back an erasure: `hold(guest_id)` gives the date until when, or None."""
    _holds[name] = hold


def holds_on(guest_id: UUID) -> dict[str, date]:
    """What holds the file back from erasure, and until when."""
    found = {name: hold(guest_id) for name, hold in sorted(_holds.items())}
    return {name: until for name, until in found.items() if until is not None}


def is_held(guest_id: UUID) -> bool:
    """Whether anything keeps the file from being erased now, with a day or without one."""
    return bool(holds_on(guest_id)) or bool(vault_holds.standing(guest_id))


def ensure(actor: Actor, *permissions: str) -> None:
    """Raises NotPermitted unless the actor holds one of the permissions."""
    if not any(actor.may(permission) for permission in permissions):
        raise NotPermitted(_("Your post does not allow this."), fields={"permission": permissions[0]})


def ensure_house(actor: Actor, property_id: UUID) -> None:
    """Raises NotPermitted for a hotel in which the actor does not work."""
    if not actor.is_system and property_id not in actor.houses:
        raise NotPermitted(_("You do not work in this hotel."))


def may_see_incognito(actor: Actor) -> bool:
    """Whether lists may show this actor who stays incognito."""
    return actor.may(INCOGNITO_PERMISSION)


def ensure_may_change(actor: Actor, guest: Guest) -> None:
    """Raises NotPermitted for the file of one who stays incognito, unless lists show this actor who it is."""
    if guest.is_incognito and not may_see_incognito(actor):
        raise NotPermitted(_("Your post does not change the file of a guest who stays incognito."))


def ensure_may_erase(actor: Actor) -> None:
    """Raises NotPermitted unless the actor may erase files, and signed in with a second factor. The system may."""
    if actor.is_system:
        return
    ensure(actor, ERASE_PERMISSION)
    if not _has_second_factor(actor):
        raise NotPermitted(_("Erasing a file asks for sign-in with a second factor."))


def may_reveal(actor: Actor, field: str) -> bool:
    """Whether the actor may open this item of a file at all."""
    rule = REVEALS[field]
    return actor.may(rule.permission) and (not rule.needs_second_factor or _has_second_factor(actor))


def grant_names(actor: Actor, *, purpose: str, at: datetime) -> Grant:
    """The grant to open names for a piece of work at hand. Raises NotPermitted."""
    ensure(actor, "guests.see")
    return Grant(actor=actor, fields=frozenset({NAME_FIELD}), purpose=purpose, expires_at=at + GRANT_TIME)


def grant_item(actor: Actor, *, guest: Guest, field: str, purpose: str, at: datetime) -> Grant:
    """The grant to open one item of one file (PRIV-05). Raises NotPermitted naming what is wanted."""
    rule = REVEALS[field]
    ensure(actor, rule.permission)
    if guest.is_incognito and field == "full_name":
        ensure(actor, INCOGNITO_PERMISSION)
    if rule.needs_second_factor and not _has_second_factor(actor):
        raise NotPermitted(
            _("This item opens only after sign-in with a second factor."), fields={"field": field}
        )
    return Grant(
        actor=actor,
        fields=frozenset({f"guests.Guest.{field}"}),
        purpose=purpose,
        expires_at=at + GRANT_TIME,
    )


def grant_house_search(machine: Actor, *, at: datetime) -> Grant:
    """The grant of the house search: names and phones of who is here or arrives today, under a machine purpose."""
    return Grant(
        actor=machine,
        fields=frozenset({NAME_FIELD, PHONE_FIELD}),
        purpose="house_search",
        expires_at=at + GRANT_TIME,
    )


def _has_second_factor(actor: Actor) -> bool:
    return actor.is_system or actor.has_second_factor
