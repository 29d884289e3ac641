"""One stay at the desk: its page, and each thing that is done to it; what is refused comes back with what was typed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from innkeeper.accounts.doors import actor_of, hotel_of, house_of, signed_in
from innkeeper.cases.forms import a_flag, an_id, text
from innkeeper.desk.forms import CheckInForm
from innkeeper.desk.queries.stay import rooms_that_suit, stay_page
from innkeeper.guests.queries import guest_for, guest_lines
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import InvalidInput, NotFound, WrongState
from innkeeper.service_requests.actions import Answer, receive_guest, record_needs
from innkeeper.stays import actions, forms
from innkeeper.stays.queries import StayCard, stay_of_loan
from innkeeper.stays.rules.departures import Detail, Loan, LoanEnd
from innkeeper.stays.rules.stays import BookingType, StayStatus
from innkeeper.web import htmx
from innkeeper.web.refusals import refusal

Doer = Callable[..., str | None]
View = Callable[..., HttpResponse]
SHOWN_ON_THE_PAGE = (InvalidInput, WrongState, NotFound)


@require_safe
@signed_in("stays.see")
def stay(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """One stay: who, which room, what is lent, open and still to be settled."""
    return page_of(request, stay_id)


@require_safe
@signed_in("stays.see")
def rooms(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """Rooms that suit the guest better, with their reasons: fetched when the choice comes into sight."""
    is_short = "short" in request.GET
    card, found = rooms_that_suit(actor_of(request), stay_id, limit=2 if is_short else 3)
    shown = {"card": card, "proposals": found, "is_expected": card.status is StayStatus.EXPECTED}
    part = "desk/_better.html" if is_short else "desk/_proposals.html"
    return htmx.render(request, "desk/proposals.html", part, shown)


def page_of(
    request: HttpRequest, stay_id: UUID, *, status: int = 200, more: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page with its forms."""
    actor, at = actor_of(request), now()
    page = stay_page(actor, hotel_of(request), stay_id, at=at)
    _keep_look(actor, page.card, at=at)
    shown = {
        "page": page,
        "card": page.card,
        "may_see_guest": actor.may("guests.see"),
        "check_in_form": CheckInForm(initial={"room": page.card.room}, auto_id="check-in-%s"),
        "room_form": forms.RoomForm(initial={"room": page.card.room}),
        "move_form": forms.MoveForm(),
        "departure_form": forms.DepartureForm(initial={"departure_on": page.card.departure_on}),
        "loan_form": forms.LoanForm(),
        "amenity_form": forms.AmenityForm(),
        "correction_form": forms.CorrectionForm(),
    }
    return render(request, "desk/stay.html", shown | dict(more or {}), status=status)


def _keep_look(actor: Actor, card: StayCard, *, at: datetime) -> None:
    ids, house = card.guest_ids, card.property_id
    actions.note_look(actor=actor, stay_id=card.id, guest_ids=ids, property_id=house, at=at)


def on_stay(doer: Doer) -> View:
    """A view that does one thing to the stay of the address and goes back to it, or where the doer says."""

    @require_POST
    @signed_in()
    @wraps(doer)
    def view(request: HttpRequest, stay_id: UUID, **more: Any) -> HttpResponse:
        actor = actor_of(request)
        try:
            goal = doer(request, actor, stay_id, **more)
        except SHOWN_ON_THE_PAGE as wrong:
            if isinstance(wrong, NotFound) or htmx.wants_fragment(request):
                raise
            shown = refusal(request, wrong)
            if isinstance(wrong, actions.RoomPromised):
                shown["all_the_same"] = _("Give it to this guest all the same")
            return page_of(request, stay_id, status=wrong.status, more=shown)
        return htmx.go_to(request, goal or reverse("desk:stay", args=[stay_id]))

    return view


def given(form: Form) -> dict[str, Any]:
    """The cleaned values. Raises InvalidInput naming each wrong field."""
    if form.is_valid():
        return form.cleaned_data
    wrong = {name: " ".join(map(str, words)) for name, words in form.errors.items()}
    raise InvalidInput(next(iter(wrong.values())), fields=wrong)


@on_stay
def check_in(request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """The guest moves into the room given, and says what they need (REQ-01)."""
    said = given(CheckInForm(request.POST))
    receive_guest(
        actor=actor,
        stay_id=stay_id,
        room_number=said["room"],
        answer=Answer(needs=said["needs"], is_none=said["is_none"]),
        key=an_id(request.POST, "key"),
        is_knowing=a_flag(request.POST, "is_knowing"),
        at=now(),
    )


@on_stay
def needs(request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """A need of a guest who moved in by the import of the stays, or who is asked again (REQ-01)."""
    answer = Answer(needs=text(request.POST, "needs", limit=500))
    record_needs(actor=actor, stay_id=stay_id, answer=answer, key=an_id(request.POST, "key"), at=now())


@on_stay
def no_needs(request: HttpRequest, actor: Actor, stay_id: UUID) -> str | None:
    """Such a guest was asked and needs nothing: one press, from the list too, and back to it (REQ-01)."""
    key, answer = an_id(request.POST, "key"), Answer(is_none=True)
    record_needs(actor=actor, stay_id=stay_id, answer=answer, key=key, at=now())
    is_listed = request.POST.get("back") == "list"
    return reverse("desk:figure_list", args=["not-asked"]) if is_listed else None


@on_stay
def allocation(request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """Mean a room for the guest."""
    room = given(forms.RoomForm(request.POST))["room"]
    actions.allocate_room(actor=actor, stay_id=stay_id, room_number=room, at=now())


@on_stay
def moves(request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """Move the guest to another room."""
    said = given(forms.MoveForm(request.POST))
    actions.move_room(
        actor=actor,
        stay_id=stay_id,
        room_number=said["room"],
        reason=said["reason"],
        is_knowing=a_flag(request.POST, "is_knowing"),
        at=now(),
    )


@on_stay
def departure(request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """Extend, shorten, or grant a late check-out."""
    said, zone = given(forms.DepartureForm(request.POST)), hotel_of(request).timezone
    on, hour = said["departure_on"], said["hour"]
    departs_at = forms.moment(on, hour, zone) if hour else None
    actions.change_departure(actor=actor, stay_id=stay_id, departure_on=on, departs_at=departs_at, at=now())


@on_stay
def check_out(_request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """The guest leaves."""
    actions.check_out(actor=actor, stay_id=stay_id, at=now())


@on_stay
def no_show(_request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """The guest was expected and did not come."""
    actions.mark_no_show(actor=actor, stay_id=stay_id, at=now())


@on_stay
def cancellation(_request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """The booking is cancelled."""
    actions.cancel_stay(actor=actor, stay_id=stay_id, at=now())


@on_stay
def reinstatement(_request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """The guest is expected again."""
    actions.reinstate_stay(actor=actor, stay_id=stay_id, at=now())


@on_stay
def loans(request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """Lend something."""
    said = given(forms.LoanForm(request.POST))
    actions.lend_item(
        actor=actor,
        stay_id=stay_id,
        item=Loan(said["item"]),
        count=said["count"],
        note=said["note"],
        at=now(),
    )


@on_stay
def details(_request: HttpRequest, actor: Actor, stay_id: UUID, detail: str) -> None:
    """Tick one detail of the departure."""
    if detail not in set(Detail):
        raise NotFound(_("There is no such detail."))
    actions.tick_detail(actor=actor, stay_id=stay_id, detail=Detail(detail), at=now())


@on_stay
def closure(_request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """Close the record."""
    actions.close_record(actor=actor, stay_id=stay_id, at=now())


@on_stay
def corrections(request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """Put a wrong detail right."""
    said = given(forms.CorrectionForm(request.POST))
    wrong = actions.Wrong(field=said["field"], new_value=said["new_value"], apology=said["apology"])
    actions.correct_stay(actor=actor, stay_id=stay_id, wrong=wrong, at=now())


@on_stay
def amenities(request: HttpRequest, actor: Actor, stay_id: UUID) -> None:
    """Order an amenity to the guest's room."""
    said, at = given(forms.AmenityForm(request.POST)), now()
    due_at = forms.next_moment(said["hour"], now=at, zone=hotel_of(request).timezone)
    actions.order_amenity(
        actor=actor, stay_id=stay_id, room_number="", what=said["what"], due_at=due_at, at=at
    )


@require_POST
@signed_in()
def loan_end(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """The item is back, paid for or waived."""
    actor = actor_of(request)
    stay_id = stay_of_loan(actor, loan_id)
    if stay_id is None:
        raise NotFound(_("There is no such loan."))
    ended_as = LoanEnd(given(forms.LoanEndForm(request.POST))["ended_as"])
    actions.end_loan(actor=actor, loan_id=loan_id, ended_as=ended_as, at=now())
    return htmx.go_to(request, reverse("desk:stay", args=[stay_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("stays.edit")
def new_stay(request: HttpRequest, guest_id: UUID) -> HttpResponse:
    """Take a booking for a guest who has a file."""
    actor, house = actor_of(request), house_of(request)
    file = guest_for(actor=actor, guest_id=guest_id, property_id=house)
    form = forms.StayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return htmx.go_to(request, reverse("desk:stay", args=[_expect(request, form, guest_id)]))
        except InvalidInput as wrong:
            for name, words in wrong.fields.items():
                form.add_error(name if name in form.fields else None, words)
    line = guest_lines([file.pk], actor=actor)[file.pk]
    return render(
        request, "desk/new_stay.html", {"form": form, "line": line}, status=422 if form.errors else 200
    )


def _expect(request: HttpRequest, form: forms.StayForm, guest_id: UUID) -> UUID:
    said, hotel = form.cleaned_data, hotel_of(request)
    eta = said["eta"]
    expected = actions.expect_stay(
        actor=actor_of(request),
        property_id=hotel.pk,
        party=[actions.Party(guest_id)],
        arrival_on=said["arrival_on"],
        departure_on=said["departure_on"],
        booking_type=BookingType(said["booking_type"]),
        arrives_at=forms.moment(said["arrival_on"], eta, hotel.timezone, field="eta") if eta else None,
        room_type_code=said["room_type_code"],
        adults=said["adults"],
        children=said["children"],
        at=now(),
    )
    return expected.id
