"""A shift ends and its book stands by itself; the next shift takes it. A late colleague holds nothing up."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from innkeeper.accounts.models import DutyTurn
from innkeeper.accounts.queries import next_turn_at
from innkeeper.audit import actions as audit
from innkeeper.clocks import actions as clocks
from innkeeper.clocks import rules as clock_rules
from innkeeper.handovers import events, policy, rules
from innkeeper.handovers.models import Acknowledgement, Handover
from innkeeper.handovers.queries.book import entries_of
from innkeeper.handovers.queries.handovers import post_named, takers
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.errors import NotPermitted, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.outbox import actions as outbox
from innkeeper.properties.queries import property_of

LOOK_BACK = timedelta(hours=9)
NEXT_SHIFT = timedelta(days=3)
"""How far ahead the roster is looked at for who takes a book: over a weekend."""


def fill_handovers(*, at: datetime) -> int:
    """Fill the book of every post whose shift has ended since the last look; how many. Safe to repeat.

    Queries: 2, and about 25 for each book that is filled.
    """
    ended = DutyTurn.objects.filter(ends_at__gt=at - LOOK_BACK, ends_at__lte=at).select_related("post")
    shifts: dict[tuple[UUID, str, date, str], list[DutyTurn]] = defaultdict(list)
    for turn in ended:
        shifts[turn.property_id, turn.post.code, turn.on, turn.shift].append(turn)
    known = set(
        Handover.objects.filter(ended_at__gt=at - LOOK_BACK).values_list("property_id", "post", "on", "shift")
    )
    return sum(_fill(turns, at=at) for key, turns in sorted(shifts.items(), key=str) if key not in known)


def _fill(turns: list[DutyTurn], *, at: datetime) -> bool:
    """Freeze what is open for the post of these turns. False when another worker was first, or the post keeps no book
    and left nothing open."""
    turn = turns[0]
    house = property_of(turn.property_id)
    actor = system("handovers.fill", property_id=house.pk)
    rows = rules.frozen(entries_of(actor, house, turn.post, at=at))
    if not rows and turn.post.code not in rules.BOOKS:
        return False
    book = Handover(
        id=uuid7(),
        property_id=house.pk,
        post=turn.post.code,
        on=turn.on,
        shift=turn.shift,
        ended_at=turn.ends_at,
        filled_at=at,
        given_by_ids=sorted(str(one.staff_id) for one in turns),
        snapshot=rows,
        open_count=len(rows),
        digest=rules.digest_of(rows),
    )
    try:
        with transaction.atomic():
            book.save(force_insert=True)
            clocks.start_clock(
                actor=actor,
                owner_kind=rules.HANDOVER_OWNER,
                owner_id=book.pk,
                property_id=book.property_id,
                name=rules.HANDOVER_CLOCK,
                target=clock_rules.FixedTime(_seconds_to_take(book, at=at)),
                at=at,
                ladder=(clock_rules.Threshold(100, 0, repeat_every=rules.ACKNOWLEDGE_WITHIN, repeats=1),),
            )
            _tell(book, "filled", actor=actor, digest=book.digest, count=book.open_count, at=at)
            outbox.record(
                events.HandoverFilled(property_id=book.property_id, handover_id=book.pk, post=book.post),
                at=at,
            )
    except IntegrityError:
        return False
    return True


def _seconds_to_take(book: Handover, *, at: datetime) -> int:
    """How long the book may lie: no post is late whose next shift has not begun. With nobody on the roster it rings soon."""
    begins = next_turn_at(book.property_id, book.post, at, within=NEXT_SHIFT) or at
    return int((begins - at + rules.ACKNOWLEDGE_WITHIN).total_seconds())


def acknowledge(*, actor: Actor, handover_id: UUID, at: datetime) -> Acknowledgement:
    """The next shift takes the book; what stands in it at this moment is frozen with its digest (ORG-06).

    While somebody holds the post on the roster only they take it, so that nobody who oversees the shift silences its
    alarm for them. Raises: NotFound; NotPermitted for another post, for who is not on duty where somebody is, and for who
    gives it and is not on duty again; WrongState when it was taken before.
    """
    book = policy.handover_for(actor, handover_id)
    policy.insist_reader(actor, book.post)
    if hasattr(book, "acknowledgement"):
        raise WrongState(_("This handover was taken already."))
    here = takers(book.property_id, book.post, at=at)
    if actor.id not in here and str(actor.id) in book.given_by_ids:
        raise NotPermitted(_("Who hands over cannot take over: the next shift does."))
    if here and actor.id not in here:
        raise NotPermitted(_("Who is on duty for the post now takes its book."))
    house = property_of(book.property_id)
    machine = system("handovers.acknowledge", property_id=house.pk)
    rows = rules.frozen(entries_of(machine, house, post_named(house.pk, book.post), at=at))
    with transaction.atomic():
        Handover.objects.select_for_update().get(pk=book.pk)
        taken, is_new = Acknowledgement.objects.get_or_create(
            handover=book,
            defaults={
                "by_id": actor.id,
                "at": at,
                "snapshot": rows,
                "open_count": len(rows),
                "digest": rules.digest_of(rows),
            },
        )
        if not is_new:
            raise WrongState(_("This handover was taken already."))
        clocks.stop_clock(owner_id=book.pk, name=rules.HANDOVER_CLOCK, at=at, actor=actor)
        _tell(book, "acknowledged", actor=actor, digest=taken.digest, count=taken.open_count, at=at)
        outbox.record(
            events.HandoverAcknowledged(property_id=book.property_id, handover_id=book.pk, post=book.post),
            at=at,
        )
    return taken


def _tell(book: Handover, verb: str, *, actor: Actor, digest: str, count: int, at: datetime) -> None:
    facts = {"post": book.post, "on": str(book.on), "shift": book.shift, "digest": digest, "open": count}
    audit.record(
        actor=actor,
        verb=f"handovers.{verb}",
        kind="handovers.Handover",
        object_id=book.pk,
        property_id=book.property_id,
        at=at,
        facts=facts,
    )
