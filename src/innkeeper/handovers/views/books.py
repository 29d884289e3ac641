"""The books of the posts: overview, one book, its lines, taking it over."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from innkeeper.accounts.doors import actor_of, hotel_of, signed_in
from innkeeper.accounts.policy import may_roster
from innkeeper.accounts.queries import posts, staff_lines
from innkeeper.handovers import actions, policy, rules
from innkeeper.handovers.forms import LineForm
from innkeeper.handovers.queries import handovers as queries
from innkeeper.handovers.queries.book import entries_of
from innkeeper.handovers.queries.shown import shown
from innkeeper.kernel import clock
from innkeeper.kernel.errors import InvalidInput
from innkeeper.web.htmx import go_to


@require_safe
@signed_in()
def overview(request: HttpRequest) -> HttpResponse:
    """Who has handed over and who has taken it; someone with one post and no more goes straight to their book."""
    actor, hotel, at = actor_of(request), hotel_of(request), clock.now()
    if not policy.oversees(actor) and len(actor.posts) == 1:
        return HttpResponseRedirect(reverse("handovers:book", args=[next(iter(actor.posts))]))
    given = queries.given_in_house(actor, hotel.pk, at=at)
    names = {post.code: post for post in posts(hotel.pk)}
    manned = queries.duty_now(hotel.pk, at=at)
    readable = [
        post
        for post in names.values()
        if post.code in actor.posts or (post.code in rules.BOOKS and policy.may_read(actor, post.code))
    ]
    context = {
        "given": [(one, names.get(one.post), one.is_late(at)) for one in given],
        "late": sum(one.is_late(at) for one in given),
        "manned": [(post, manned[post.code]) for post in readable if post.code in manned],
        "unmanned": [post for post in readable if post.code not in manned],
        "may_roster": may_roster(actor),
    }
    return render(request, "handovers/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def book(request: HttpRequest, post: str) -> HttpResponse:
    """The book of a post as it stands now; POST writes a line into it."""
    actor = actor_of(request)
    form = LineForm(request.POST or None, initial={"kind": "note"})
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, form, post)
            return go_to(request, reverse("handovers:book", args=[post]))
        except InvalidInput as wrong:
            for name, words in wrong.fields.items():
                form.add_error(name if name in form.fields else None, words)
    context = book_context(request, post) | {"form": form, "may_write": policy.may_read(actor, post)}
    return render(request, "handovers/book.html", context, status=422 if form.errors else 200)


def book_context(request: HttpRequest, code: str) -> dict[str, Any]:
    """What the page of a book shows. Raises NotFound, NotPermitted. Queries: 14 at most."""
    actor, hotel, at = actor_of(request), hotel_of(request), clock.now()
    post = queries.post_named(hotel.pk, code)
    policy.insist_reader(actor, code)
    entries = entries_of(actor, hotel, post, at=at)
    given = queries.given_of_post(actor, hotel.pk, code, at=at)
    return {
        "post": post,
        "at": at,
        "sections": shown(entries, actor=actor, at=at, can_act=True),
        "total": len(entries),
        "waiting": given[0] if given and not given[0].is_taken else None,
        "given": given,
    }


def _write(request: HttpRequest, form: LineForm, post: str) -> None:
    hotel, at, said = hotel_of(request), clock.now(), form.cleaned_data
    wanted = said["time"]
    line = actions.NewLine(
        kind=said["kind"],
        post=post,
        room_number=said["room"].strip(),
        due_at=rules.next_at(wanted, at=at, timezone=hotel.timezone) if wanted else None,
        text=said["text"],
    )
    actions.add_line(actor=actor_of(request), property_id=hotel.pk, line=line, at=at)


@require_POST
@signed_in()
def calls(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """The room was rung: answered or not."""
    answered = request.POST.get("answered")
    if answered not in ("yes", "no"):
        said = _("Say whether the guest answered.")
        raise InvalidInput(said, fields={"answered": said})
    is_answered = answered == "yes"
    row = actions.note_call(actor=actor_of(request), line_id=line_id, is_answered=is_answered, at=clock.now())
    return _back(request, row.post)


@require_POST
@signed_in()
def completion(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """The line is done."""
    row = actions.finish_line(actor=actor_of(request), line_id=line_id, at=clock.now())
    return _back(request, row.post)


@require_POST
@signed_in()
def removal(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """The line is taken back."""
    row = actions.take_line_back(actor=actor_of(request), line_id=line_id, at=clock.now())
    return _back(request, row.post)


@require_POST
@signed_in()
def acknowledgement(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """Take the book over."""
    taken = actions.acknowledge(actor=actor_of(request), handover_id=handover_id, at=clock.now())
    return go_to(request, reverse("handovers:book", args=[taken.handover.post]))


@require_safe
@signed_in()
def record(request: HttpRequest, handover_id: UUID) -> HttpResponse:
    """A handover as it was: what was open at the end of the shift, and what was when it was taken."""
    actor, hotel = actor_of(request), hotel_of(request)
    one = policy.handover_for(actor, handover_id)
    taken = queries.acknowledgement_of(one)
    frozen = taken or one
    entries = rules.thawed(frozen.snapshot)
    at = taken.at if taken else one.filled_at
    context = {
        "handover": one,
        "taken": taken,
        "frozen": frozen,
        "post": queries.post_named(hotel.pk, one.post),
        "at": at,
        "sections": shown(entries, actor=actor, at=at, can_act=False),
        "people": staff_lines({UUID(one_id) for one_id in one.given_by_ids} | ({taken.by_id} if taken else set())),
        "givers": [UUID(one_id) for one_id in one.given_by_ids],
    }  # fmt: skip
    return render(request, "handovers/record.html", context)


def _back(request: HttpRequest, post: str) -> HttpResponse:
    """To the book the press came from; one's own where the line stands in another's."""
    came_from = request.POST.get("book", "")
    code = came_from if came_from and policy.may_read(actor_of(request), came_from) else post
    if not policy.may_read(actor_of(request), code):
        return go_to(request, reverse("handovers:overview"))
    return go_to(request, reverse("handovers:book", args=[code]))
