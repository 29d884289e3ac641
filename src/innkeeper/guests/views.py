"""Screens of the guest files: list, search, new file, preference, reveal in place."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from innkeeper.accounts.doors import actor_of, house_of, signed_in
from innkeeper.accounts.queries import staff_lines
from innkeeper.guests import actions, policy, queries
from innkeeper.guests.actions import GuestItems
from innkeeper.guests.forms import GuestEditForm, GuestForm, PhraseForm, PreferenceForm
from innkeeper.guests.models import CHANNEL_WORDS, Channel, Guest, Level, Theme
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import EditConflict, InvalidInput
from innkeeper.web import htmx
from innkeeper.web.parts import Mask

ITEM_WORDS = {
    "full_name": gettext_lazy("Full name"),
    "phone": gettext_lazy("Phone"),
    "email": pgettext_lazy("address", "E-mail"),
    "birthday": gettext_lazy("Birthday"),
    "id_number": gettext_lazy("Document number"),
    "payment": gettext_lazy("Payment"),
}
FIELD_WORDS = ITEM_WORDS | {
    "title": gettext_lazy("Title"),
    "show_name": gettext_lazy("Show name"),
    "is_incognito": gettext_lazy("Incognito stay"),
    "vip_level": gettext_lazy("VIP level"),
    "language": gettext_lazy("Language"),
    "country": gettext_lazy("Country or region"),
    "special_needs": gettext_lazy("Special needs"),
    "referral_source": gettext_lazy("Referral source"),
}
PURPOSES = {
    "call_guest": gettext_lazy("To reach the guest about this stay"),
    "check_in": gettext_lazy("For check-in or registration"),
    "settle": gettext_lazy("To settle a bill or a refund"),
    "correct_file": gettext_lazy("To correct the file"),
}


@require_GET
@signed_in("guests.see")
def guest_list(request: HttpRequest) -> HttpResponse:
    """The files changed last, masked."""
    actor = actor_of(request)
    context = {
        "lines": actions.read_recent(actor=actor, property_id=_house(actor), at=now()),
        "form": PhraseForm(),
        "may_edit": any(actor.may(one) for one in policy.BOOKERS),
    }
    return render(request, "guests/list.html", context)


@require_POST
@signed_in("guests.see")
def searches(request: HttpRequest) -> HttpResponse:
    """One search of the archive; by POST, so that no name stands in an address."""
    actor, form = actor_of(request), PhraseForm(request.POST)
    lines = (
        actions.search_archive(
            actor=actor, property_id=_house(actor), phrase=form.cleaned_data["phrase"], at=now()
        )
        if form.is_valid()
        else []
    )
    context = {"lines": lines, "form": form, "is_search": True, "may_edit": actor.may("guests.edit")}
    return htmx.render(request, "guests/list.html", "guests/_lines.html", context)


WATCHED = timedelta(days=30)


@require_safe
@signed_in("audit.see")
def watch(request: HttpRequest) -> HttpResponse:
    """Who searched the archive in the last thirty days, and how often; never for whom. Queries: 2."""
    lines = queries.searchers(house_of(request), since=now() - WATCHED)
    people = staff_lines({one.staff_id for one in lines})
    return render(request, "guests/watch.html", {"lines": [(one, people.get(one.staff_id)) for one in lines]})


@require_http_methods(["GET", "POST"])
@signed_in("guests.see")
def new_guest(request: HttpRequest) -> HttpResponse:
    """Open a guest file."""
    actor = actor_of(request)
    policy.ensure(actor, *policy.BOOKERS)
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        channel = Channel(given.pop("channel"))
        items = GuestItems(**{name: value for name, value in given.items() if value not in ("", None, False)})
        try:
            guest = actions.register_guest(
                actor=actor, property_id=_house(actor), items=items, channel=channel, at=now()
            )
        except InvalidInput as wrong:
            for name, words in wrong.fields.items():
                form.add_error(name if name in form.fields else None, words)
        else:
            return htmx.go_to(request, file_path(guest.id))
    return render(request, "guests/new.html", {"form": form}, status=422 if form.errors else 200)


EDITED_OPEN = ("title", "show_name", "is_incognito", "vip_level", "language", "country", "special_needs")
EDITED_SEALED = ("full_name", "phone", "email", "birthday")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("guests.edit")
def edit_guest(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    """Change a guest file; its history stands beside the form."""
    actor, house = actor_of(request), house_of(request)
    guest = queries.guest_for(actor=actor, guest_id=guest_id, property_id=house)
    policy.ensure_may_change(actor, guest)
    actions.note_look(actor=actor, guest_id=guest.id, property_id=house, at=now())
    first = {name: getattr(guest, name) for name in (*EDITED_OPEN, "revision")}
    form = GuestEditForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            _change(actor, house, guest, form)
            return htmx.go_to(request, file_path(guest.id))
        except (InvalidInput, EditConflict) as wrong:
            for name, words in (wrong.fields or {"": wrong.text}).items():
                form.add_error(name if name in form.fields else None, words)
    changes = queries.changes_of(guest.id)
    context = {
        "form": form,
        "line": queries.line_of(guest, actor=actor),
        "changes": [
            (
                one,
                [str(FIELD_WORDS[name]) for name in one.fields if name in FIELD_WORDS],
                str(CHANNEL_WORDS[one.channel]),
            )
            for one in changes
        ],
        "people": staff_lines({one.noted_by for one in changes}),
    }
    return render(request, "guests/edit.html", context, status=422 if form.errors else 200)


def _change(actor: Actor, property_id: UUID, guest: Guest, form: GuestEditForm) -> None:
    """What differs is changed; nothing that was left alone. Raises InvalidInput, EditConflict."""
    said = form.cleaned_data
    given = {name: said[name] for name in EDITED_SEALED if said[name]}
    given |= {name: said[name] for name in EDITED_OPEN if said[name] != getattr(guest, name)}
    actions.change_guest(
        actor=actor,
        property_id=property_id,
        guest_id=guest.id,
        items=GuestItems(**given),
        revision=said["revision"],
        channel=Channel(said["channel"]),
        at=now(),
    )


@require_POST
@signed_in()
def preferences(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    """Note a preference."""
    actor, form = actor_of(request), PreferenceForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(
            _("Say what the guest prefers."),
            fields={name: " ".join(map(str, words)) for name, words in form.errors.items()},
        )
    given = form.cleaned_data
    actions.add_preference(
        actor=actor,
        property_id=_house(actor),
        guest_id=guest_id,
        theme=Theme(given["theme"]),
        value=given["value"],
        level=Level(given["level"]),
        source=Channel(given["source"]),
        at=now(),
    )
    return htmx.go_to(request, file_path(guest_id))


@require_POST
@signed_in()
def reveals(request: HttpRequest, guest_id: UUID, field: str) -> HttpResponse:
    """Open one sealed item in place, for a stated purpose."""
    actor = actor_of(request)
    value = actions.reveal_field(
        actor=actor,
        guest_id=guest_id,
        field=field,
        purpose=request.POST.get("purpose", ""),
        property_id=_house(actor),
        at=now(),
    )
    file = queries.guest_file(actor=actor, guest_id=guest_id, property_id=_house(actor))
    item = next(one for one in file.items if one.field == field)
    opened = replace(mask_of(item, guest_id), open_value=value)
    context = {"item": opened, "back": file_path(guest_id)}
    return htmx.render(request, "guests/reveal.html", "guests/_mask.html", context)


def file_path(guest_id: UUID) -> str:
    """The address of a guest file; the page is put together by the desk."""
    return reverse("desk:guest", args=[guest_id])


def mask_of(item: queries.ItemLine, guest_id: UUID) -> Mask:
    """A sealed item as the component shows it, with the reason where this reader may not open it."""
    refused = ""
    if item.is_given and not item.may_reveal:
        refused = _("Second factor needed") if item.needs_second_factor else _("Not for your post")
    return Mask(
        dom_id=f"mask-{item.field}",
        label=str(ITEM_WORDS[item.field]),
        masked=item.masked,
        reveal_url=reverse("guests:reveals", args=[guest_id, item.field]) if item.may_reveal else "",
        refused=refused,
        purposes=[(code, str(words)) for code, words in PURPOSES.items()],
    )


def guest_file_context(*, actor: Actor, guest_id: UUID, property_id: UUID) -> dict[str, object]:
    """What the desk's guest page shows of the file itself: `file`, `masks`, `preference_form`, `may_edit`.

    The look is written to the log. Raises NotPermitted, NotFound. Queries: 4, or 6 the first time.
    """
    file = actions.read_file(actor=actor, guest_id=guest_id, property_id=property_id, at=now())
    sources = [
        (mask_of(item, guest_id), str(CHANNEL_WORDS[item.channel]) if item.channel else "", item.on)
        for item in file.items
    ]
    return {
        "file": file,
        "masks": sources,
        "preference_form": PreferenceForm(),
        "may_edit": any(actor.may(one) for one in policy.BOOKERS),
        "may_change": actor.may("guests.edit"),
    }


def _house(actor: Actor) -> UUID:
    if actor.property_id is None:
        raise InvalidInput(_("Choose a hotel first."), fields={"property": _("A hotel.")})
    return actor.property_id
