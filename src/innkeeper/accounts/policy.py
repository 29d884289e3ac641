"""Which permissions exist, and which of them open personal data and so want a second factor."""

from collections.abc import Iterable
from enum import StrEnum

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotPermitted


class Permission(StrEnum):
    """The fixed permission codes; roles bundle them."""

    CASES_SEE = "cases.see"
    CASES_TAKE_IN = "cases.take_in"
    CASES_CLASSIFY = "cases.classify"
    CASES_HANDLE = "cases.handle"
    CASES_ASSIGN = "cases.assign"
    CASES_APPROVE = "cases.approve"
    CASES_CLOSE = "cases.close"
    CASES_SEE_RESTRICTED = "cases.see_restricted"
    CASES_IMPORT = "cases.import"
    TASKS_DO = "tasks.do"
    GUESTS_SEE = "guests.see"
    GUESTS_EDIT = "guests.edit"
    GUESTS_REVEAL_CONTACT = "guests.reveal_contact"
    GUESTS_REVEAL_IDENTITY = "guests.reveal_identity"
    GUESTS_REVEAL_PAYMENT = "guests.reveal_payment"
    GUESTS_ERASE = "guests.erase"
    STAYS_SEE = "stays.see"
    STAYS_EDIT = "stays.edit"
    STAYS_IMPORT = "stays.import"
    DISPUTES_EXPORT = "disputes.export"
    AUDIT_SEE = "audit.see"
    SETTINGS_CHANGE = "settings.change"
    ACCOUNTS_MANAGE = "accounts.manage"
    DEMO_WARP = "demo.warp"


LABELS = {
    Permission.CASES_SEE: _("See cases"),
    Permission.CASES_TAKE_IN: _("Take cases in"),
    Permission.CASES_CLASSIFY: _("Classify cases"),
    Permission.CASES_HANDLE: _("Handle cases"),
    Permission.CASES_ASSIGN: _("Assign cases and duty"),
    Permission.CASES_APPROVE: pgettext_lazy("right", "Approve"),
    Permission.CASES_CLOSE: _("Close cases"),
    Permission.CASES_SEE_RESTRICTED: _("See restricted cases"),
    Permission.CASES_IMPORT: _("Import cases"),
    Permission.TASKS_DO: _("Do tasks"),
    Permission.GUESTS_SEE: _("See guests, masked"),
    Permission.GUESTS_EDIT: _("Edit guest files"),
    Permission.GUESTS_REVEAL_CONTACT: _("Reveal names and contact"),
    Permission.GUESTS_REVEAL_IDENTITY: _("Reveal identity documents"),
    Permission.GUESTS_REVEAL_PAYMENT: _("Reveal payment"),
    Permission.GUESTS_ERASE: _("Erase guest files"),
    Permission.STAYS_SEE: _("See rooms and stays"),
    Permission.STAYS_EDIT: _("Change rooms and stays"),
    Permission.STAYS_IMPORT: _("Import stays"),
    Permission.DISPUTES_EXPORT: _("Make evidence packs"),
    Permission.AUDIT_SEE: _("See the audit log"),
    Permission.SETTINGS_CHANGE: _("Change settings"),
    Permission.ACCOUNTS_MANAGE: _("Manage accounts"),
    Permission.DEMO_WARP: _("Move the demo clock"),
}

ALL = frozenset(str(code) for code in Permission)

GUARDED: frozenset[str] = frozenset(
    {
        Permission.GUESTS_REVEAL_CONTACT,
        Permission.GUESTS_REVEAL_IDENTITY,
        Permission.GUESTS_REVEAL_PAYMENT,
        Permission.GUESTS_ERASE,
        Permission.DISPUTES_EXPORT,
        Permission.AUDIT_SEE,
        Permission.CASES_APPROVE,
        Permission.SETTINGS_CHANGE,
        Permission.ACCOUNTS_MANAGE,
    }
)


def usable(permissions: Iterable[str], *, has_second_factor: bool) -> frozenset[str]:
    """What a session may use of the permissions held: the guarded ones only behind a second factor."""
    held = frozenset(permissions) & ALL
    return held if has_second_factor else held - GUARDED


def wants_second_factor(permissions: Iterable[str]) -> bool:
    """Whether someone with these permissions must enrol a second factor to use them all."""
    return bool(frozenset(permissions) & GUARDED)


def may_roster(actor: Actor) -> bool:
    """Whether the actor says who is on duty: who assigns work, at night too, and who manages accounts."""
    return actor.may(Permission.CASES_ASSIGN) or actor.may(Permission.ACCOUNTS_MANAGE)


def insist_roster(actor: Actor) -> None:
    """Raises NotPermitted unless the actor says who is on duty."""
    if not may_roster(actor):
        raise NotPermitted(gettext("Changing the roster needs the right to assign."))
