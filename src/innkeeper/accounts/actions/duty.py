"""The roster: who is on duty when, and who is asked when nobody is."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innkeeper.accounts import policy
from innkeeper.accounts.models import DeputyStep, DutyTurn, Post, Staff
from innkeeper.accounts.rules import SHIFT_HOURS, shift_span
from innkeeper.audit.actions import record
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import edition_of, insist_unchanged
from innkeeper.kernel.errors import InvalidInput, NotFound
from innkeeper.web.days import insist_near

GONE = gettext_lazy("There is no such turn. Perhaps somebody took it off the roster already.")


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
    """Put a colleague on duty for a post and shift. Raises as `turn_wished` does."""
    insist_near(at=at, on=on)
    turn = turn_wished(
        actor=actor,
        property_id=property_id,
        post_code=post_code,
        staff_id=staff_id,
        on=on,
        shift=shift,
        is_deputy=is_deputy,
    )
    _keep(actor, [turn], "accounts.turn_rostered", str(on), at)
    return turn


def turn_wished(
    *,
    actor: Actor,
    property_id: UUID,
    post_code: str,
    staff_id: UUID,
    on: date,
    shift: str,
    is_deputy: bool = False,
) -> DutyTurn:
    """The turn as it would be, written nowhere: what a screen shows before it is kept.

    Raises NotPermitted, NotFound; InvalidInput for a shift or colleague that cannot be, a turn that stands already,
    and for a colleague who is on duty for another post at that time and does not stand in.
    """
    post = _post(actor, property_id, post_code)
    return _turns(post, staff_id, [on], shift, is_deputy=is_deputy)[0]


def turn_to_remove(*, actor: Actor, turn_id: UUID) -> DutyTurn:
    """The turn that the actor may take off the roster. Raises NotPermitted, NotFound."""
    turn = DutyTurn.objects.select_related("post__property", "staff").filter(pk=turn_id).first()
    if turn is None:
        raise NotFound(str(GONE))
    _post(actor, turn.property_id, turn.post.code)
    return turn


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
    for on in on_days:
        insist_near(at=at, on=on)
    turns = _turns(post, staff_id, on_days, shift)
    if turns:
        _keep(actor, turns, "accounts.turns_rostered", f"{on_days[0]} – {on_days[-1]}", at)
    return len(turns)


def _turns(
    post: Post, staff_id: UUID, days: Sequence[date], shift: str, *, is_deputy: bool = False
) -> list[DutyTurn]:
    """A turn for each of the days, not kept yet. Raises NotFound, InvalidInput."""
    staff = _fit(post.property_id, staff_id, shift)
    zone = post.property.timezone
    turns: list[DutyTurn] = []
    for on in days:
        starts_at, ends_at = shift_span(on, shift, zone)
        turns.append(
            DutyTurn(
                property_id=post.property_id,
                post=post,
                staff=staff,
                on=on,
                shift=shift,
                starts_at=starts_at,
                ends_at=ends_at,
                is_deputy=is_deputy,
            )
        )
    _insist_free(turns)
    return turns


def _insist_free(turns: Sequence[DutyTurn]) -> None:
    """The colleague does not stand for two posts at once, unless to stand in. Raises InvalidInput."""
    if not turns:
        return
    mine = DutyTurn.objects.filter(property_id=turns[0].property_id, staff_id=turns[0].staff_id)
    begins_at, ends_at = turns[0].starts_at, turns[-1].ends_at
    near = mine.filter(starts_at__lt=ends_at, ends_at__gt=begins_at).select_related("post")
    for kept in near:
        for one in turns:
            if kept.starts_at >= one.ends_at or kept.ends_at <= one.starts_at:
                continue
            if kept.post_id == one.post_id:
                said = _("This turn is on the roster already.")
                raise InvalidInput(said, fields={"shift": said})
            if not (kept.is_deputy or one.is_deputy):
                said = _(
                    "On duty as %(post)s at that time already. To stand for two posts, choose “Stands in”."
                )
                said %= {"post": kept.post.name}
                raise InvalidInput(said, fields={"staff": said})


def _keep(actor: Actor, turns: Sequence[DutyTurn], verb: str, on: str, at: datetime) -> None:
    """Write turns of one colleague, post and shift with one entry of the log; all or none. Raises InvalidInput."""
    one = turns[0]
    try:
        with transaction.atomic():
            DutyTurn.objects.bulk_create(turns)
            _note_turn(actor, verb, one, on, at)
    except IntegrityError as twice:
        fields = {"shift": one.shift}
        raise InvalidInput(_("This turn is on the roster already."), fields=fields) from twice


def remove_turn(*, actor: Actor, turn_id: UUID, at: datetime) -> date:
    """Take a turn off the roster and answer its day. Raises NotPermitted, NotFound."""
    turn = turn_to_remove(actor=actor, turn_id=turn_id)
    with transaction.atomic():
        if not DutyTurn.objects.filter(pk=turn_id).delete()[0]:
            raise NotFound(str(GONE))
        _note_turn(actor, "accounts.turn_removed", turn, str(turn.on), at)
    return turn.on


def set_ladder(
    *,
    actor: Actor,
    property_id: UUID,
    post_code: str,
    deputies: Sequence[str],
    at: datetime,
    seen: str = "",
) -> None:
    """Say which posts answer, in order, when nobody holds the post on duty.

    `seen` is the edition of the ladder that the actor looked at. Raises as `ladder_wished` does; EditConflict when
    somebody changed it since.
    """
    post, wanted = ladder_wished(actor=actor, property_id=property_id, post_code=post_code, deputies=deputies)
    with transaction.atomic():
        Post.objects.select_for_update().get(pk=post.pk)
        steps = DeputyStep.objects.filter(post=post)
        was = list(steps.order_by("position").values_list("deputy__code", flat=True))
        insist_unchanged(
            seen,
            edition_of(was),
            _("Somebody changed this ladder while you were at it. Yours is kept below."),
        )
        steps.delete()
        DeputyStep.objects.bulk_create(
            DeputyStep(post=post, deputy=deputy, position=place)
            for place, deputy in enumerate(wanted, start=1)
        )
        facts = {"post": post_code, "was": was, "ladder": [one.code for one in wanted]}
        _note(actor, "accounts.ladder_changed", post.pk, property_id, at, facts)


def ladder_wished(
    *, actor: Actor, property_id: UUID, post_code: str, deputies: Sequence[str]
) -> tuple[Post, list[Post]]:
    """The post and its ladder as it would be, written nowhere.

    Raises NotPermitted, NotFound; InvalidInput for a post that is not another one of the hotel, and for a ladder
    without a last resort: a post on call, so that at night somebody is reached.
    """
    post = _post(actor, property_id, post_code)
    wanted = list(dict.fromkeys(deputies))
    known = {one.code: one for one in Post.objects.filter(property_id=property_id, code__in=wanted)}
    if post_code in wanted or len(known) != len(wanted):
        said = _("A ladder names other posts of the hotel.")
        raise InvalidInput(said, fields={"deputies": said})
    if not (post.is_on_call or any(one.is_on_call for one in known.values())):
        on_call = Post.objects.filter(property_id=property_id, is_on_call=True).order_by("position", "code")
        said = _("At night nobody may be on duty: end the ladder with a post on call, such as %(post)s.")
        said %= {"post": next((one.name for one in on_call), _("General manager"))}
        raise InvalidInput(said, fields={"deputies": said})
    return post, [known[code] for code in wanted]


def _fit(property_id: UUID, staff_id: UUID, shift: str) -> Staff:
    """The colleague who works here; the shift is one of the three. Raises InvalidInput."""
    if shift not in SHIFT_HOURS:
        raise InvalidInput(
            _("Choose the early, late or night shift."), fields={"shift": "early, late, night"}
        )
    staff = Staff.objects.filter(pk=staff_id, is_active=True, assignments__property_id=property_id).first()
    if staff is None:
        raise InvalidInput(_("This colleague does not work here."), fields={"staff": str(staff_id)})
    return staff


def _post(actor: Actor, property_id: UUID, post_code: str) -> Post:
    """The post of a hotel whose roster the actor may change. Raises NotFound, NotPermitted."""
    if not actor.is_system and property_id not in actor.property_ids:
        raise NotFound(_("There is no such hotel."))
    policy.insist_roster(actor)
    post = Post.objects.select_related("property").filter(property_id=property_id, code=post_code).first()
    if post is None:
        raise NotFound(_("There is no such post."))
    return post


def _note_turn(actor: Actor, verb: str, turn: DutyTurn, on: str, at: datetime) -> None:
    """The roster is the hotel's: its entries stand under the hotel, so that its history is found."""
    facts = {"staff_id": str(turn.staff_id), "post": turn.post.code, "on": on, "shift": turn.shift}
    _note(actor, verb, turn.property_id, turn.property_id, at, facts)


def _note(
    actor: Actor, verb: str, object_id: UUID, property_id: UUID, at: datetime, facts: Mapping[str, object]
) -> None:
    record(
        actor=actor, verb=verb, kind="duty", object_id=object_id, property_id=property_id, at=at, facts=facts
    )
