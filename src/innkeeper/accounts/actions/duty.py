"""The roster: who is on duty when, and who is asked when nobody is."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from innkeeper.accounts import policy
from innkeeper.accounts.models import DeputyStep, DutyTurn, Post, Staff
from innkeeper.accounts.rules import SHIFT_HOURS, shift_span
from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.properties.queries import property_of


def roster_turn(
    *,
    actor: Actor,
    property_id: UUID,
    post_code: str,
    staff_id: UUID,
    on: date,
    shift: str,
    at: datetime,
    is_deputy: bool = False,
) -> DutyTurn:
    """Put a colleague on duty for a post and shift. Raises NotPermitted, NotFound, InvalidInput."""
    post = _post(actor, property_id, post_code)
    turns = _turns(post, staff_id, [on], shift, is_deputy=is_deputy)
    _keep(actor, turns, "accounts.turn_rostered", str(on), at)
    return turns[0]


def roster_days(
    *,
    actor: Actor,
    property_id: UUID,
    post_code: str,
    staff_id: UUID,
    days: Sequence[date],
    shift: str,
    at: datetime,
) -> int:
    """Put a colleague on duty for a post and shift on many days, with one entry for all; how many turns.

    All or none. Raises NotPermitted, NotFound, InvalidInput.
    """
    post, on_days = _post(actor, property_id, post_code), sorted(set(days))
    turns = _turns(post, staff_id, on_days, shift)
    if turns:
        _keep(actor, turns, "accounts.turns_rostered", f"{on_days[0]} – {on_days[-1]}", at)
    return len(turns)


def _turns(
    post: Post, staff_id: UUID, days: Sequence[date], shift: str, *, is_deputy: bool = False
) -> list[DutyTurn]:
    """A turn for each of the days, not kept yet. Raises NotFound, InvalidInput."""
    _insist_fit(post.property_id, staff_id, shift)
    zone = property_of(post.property_id).timezone
    turns = []
    for on in days:
        starts_at, ends_at = shift_span(on, shift, zone)
        turns.append(
            DutyTurn(
                property_id=post.property_id,
                post=post,
                staff_id=staff_id,
                on=on,
                shift=shift,
                starts_at=starts_at,
                ends_at=ends_at,
                is_deputy=is_deputy,
            )
        )
    return turns


def _keep(actor: Actor, turns: Sequence[DutyTurn], verb: str, on: str, at: datetime) -> None:
    """Write turns of one colleague, post and shift with one entry of the log; all or none. Raises InvalidInput."""
    one = turns[0]
    try:
        with transaction.atomic():
            DutyTurn.objects.bulk_create(turns)
            _note(actor, verb, one.staff_id, one.property_id, at, post=one.post.code, on=on, shift=one.shift)
    except IntegrityError as twice:
        fields = {"shift": one.shift}
        raise InvalidInput(_("This turn is on the roster already."), fields=fields) from twice


def remove_turn(*, actor: Actor, turn_id: UUID, at: datetime) -> date:
    """Take a turn off the roster and answer its day. Raises NotPermitted, NotFound."""
    turn = DutyTurn.objects.select_related("post").filter(pk=turn_id).first()
    if turn is None:
        raise NotFound(_("There is no such turn."))
    _post(actor, turn.property_id, turn.post.code)
    with transaction.atomic():
        turn.delete()
        _note(
            actor,
            "accounts.turn_removed",
            turn.staff_id,
            turn.property_id,
            at,
            post=turn.post.code,
            on=str(turn.on),
            shift=turn.shift,
        )
    return turn.on


def set_ladder(
    *, actor: Actor, property_id: UUID, post_code: str, deputies: Sequence[str], at: datetime
) -> None:
    """Say which posts answer, in order, when nobody holds the post on duty. Raises NotPermitted, NotFound, InvalidInput."""
    post = _post(actor, property_id, post_code)
    wanted = list(dict.fromkeys(deputies))
    known = {one.code: one for one in Post.objects.filter(property_id=property_id, code__in=wanted)}
    if post_code in wanted or len(known) != len(wanted):
        raise InvalidInput(_("A ladder names other posts of the hotel."), fields={"deputies": post_code})
    with transaction.atomic():
        DeputyStep.objects.filter(post=post).delete()
        DeputyStep.objects.bulk_create(
            DeputyStep(post=post, deputy=known[code], position=place)
            for place, code in enumerate(wanted, start=1)
        )
        _note(
            actor,
            "accounts.ladder_changed",
            post.pk,
            property_id,
            at,
            post=post_code,
            ladder=",".join(wanted),
        )


def _insist_fit(property_id: UUID, staff_id: UUID, shift: str) -> None:
    """The shift is one of the three, the colleague works here. Raises InvalidInput."""
    if shift not in SHIFT_HOURS:
        raise InvalidInput(
            _("Choose the early, late or night shift."), fields={"shift": "early, late, night"}
        )
    works_here = Staff.objects.filter(
        pk=staff_id, is_active=True, assignments__property_id=property_id
    ).exists()
    if not works_here:
        raise InvalidInput(_("This colleague does not work here."), fields={"staff": str(staff_id)})


def _post(actor: Actor, property_id: UUID, post_code: str) -> Post:
    """The post of a hotel whose roster the actor may change. Raises NotFound, NotPermitted."""
    if not actor.is_system and property_id not in actor.property_ids:
        raise NotFound(_("There is no such hotel."))
    policy.insist_roster(actor)
    post = Post.objects.filter(property_id=property_id, code=post_code).first()
    if post is None:
        raise NotFound(_("There is no such post."))
    return post


def _note(actor: Actor, verb: str, object_id: UUID, property_id: UUID, at: datetime, **facts: str) -> None:
    record(
        actor=actor, verb=verb, kind="duty", object_id=object_id, property_id=property_id, at=at, facts=facts
    )
