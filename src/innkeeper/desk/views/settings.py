"""The settings' front page: which screens change what, for whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.accounts.policy import may_roster
from innkeeper.guests.policy import ERASE_PERMISSION

ROSTER = "roster"
SCREENS = (
    (_("Staff"), _("Who works here, posts, leaving the house"), "settings_staff", "accounts.manage"),
    (_("Roles and rights"), _("What each role may do"), "settings_roles", "accounts.manage"),
    (
        _("Review of rights"),
        _("Look through all rights and sign"),
        "settings_rights_review",
        "accounts.manage",
    ),
    (_("Duty roster"), _("Who is on, who stands in"), "settings_duty", ROSTER),
    (
        _("Organisation"),
        _("Departments, heads, duties of each post"),
        "settings_organisation",
        "settings.change",
    ),
    (
        _("Calendar"),
        _("Working days, public holidays, moved workdays"),
        "desk:settings_calendar",
        "settings.change",
    ),
    (
        _("Playbooks"),
        _("Times, posts, texts and steps of each kind of case"),
        "desk:settings_playbooks",
        "settings.change",
    ),
    (
        _("Codes and norms"),
        _("What things are called, how soon, how many, who goes"),
        "desk:settings_codes",
        "settings.change",
    ),
    (
        _("Words that classify"),
        _("Which words mean what; try a line"),
        "desk:settings_rules",
        "settings.change",
    ),
    (
        pgettext_lazy("settings", "Messages"),
        _("What notices and messages to guests say"),
        "desk:settings_texts",
        "settings.change",
    ),
    (
        _("Load and help"),
        _("When other departments are called to help"),
        "desk:settings_loads",
        "settings.change",
    ),
    (
        _("Rooms and departures"),
        _("Inspections, linen, rush rooms, what a departure settles"),
        "stays:wishes",
        "settings.change",
    ),
    (
        _("Keeping times"),
        _("How long found things are kept, and what happens then"),
        "lost_property:keepings",
        "settings.change",
    ),
    (
        _("Ways out of the house"),
        _("Groups and devices that ring, how each fares"),
        "settings_channels",
        "settings.change",
    ),
    (
        _("Jobs given up"),
        _("What the house could not do by itself; begin it anew"),
        "desk:settings_jobs",
        "accounts.manage",
    ),
    (_("Ways in"), _("Mailboxes and webhooks"), "settings_sources", "settings.change"),
    (_("Shared devices"), _("Phones that colleagues share"), "settings_devices", "accounts.manage"),
    (
        _("Empowerment limits"),
        _("What a post may give without asking, and every change of it"),
        "complaints:limits",
        "settings.change",
    ),
    (_("Compensation"), _("What was given to guests, totals, file"), "complaints:register", "cases.close"),
    (_("Drills"), _("Across departments: calendar, results, lessons"), "complaints:drills", "cases.close"),
    (
        _("Complaint summaries"),
        _("Sent to departments, who has confirmed"),
        "complaints:summaries",
        "cases.close",
    ),
    (_("Imports"), _("Stays from a file, bad rows, progress"), "stays:imports", "stays.import"),
    (_("Searches of the archive"), _("Who looked for whom, how often"), "guests:watch", "audit.see"),
    (
        _("Noted erasures"),
        _("Files that are erased once nothing holds them"),
        "desk:noted_erasures",
        ERASE_PERMISSION,
    ),
)


@require_safe
@signed_in()
def settings(request: HttpRequest) -> HttpResponse:
    """The screens that the actor may use, each with what it is for."""
    actor = actor_of(request)
    shown = [
        (title, words, reverse(name))
        for title, words, name, right in SCREENS
        if (may_roster(actor) if right == ROSTER else actor.may(right))
    ]
    return render(request, "desk/settings.html", {"screens": shown})
