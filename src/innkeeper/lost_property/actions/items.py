"""The only writers of lost & found: noted, kept, matched, the owner called, handed over or disposed of."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.utils.translation import gettext as _

from innkeeper.accounts.queries import staff_by_number, still_here
from innkeeper.cases import actions as cases
from innkeeper.cases.actions import OpenedCase
from innkeeper.cases.models import Case
from innkeeper.cases.policy import is_named
from innkeeper.guests.actions import reveal_field
from innkeeper.kernel.actors import Actor, system
from innkeeper.kernel.days import local_date
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.kernel.ids import key_of
from innkeeper.lost_property.models import Category, ContactTry, Leaving, LostItem, Means, Side, State
from innkeeper.lost_property.queries import OPEN_STATES, claims_on, keeping_of, visible_to
from innkeeper.properties.queries import property_of, rooms_by_number
from innkeeper.stays.queries import RoomCard, card_for_room, last_stay_of_room
from innkeeper.web.templatetags.parts import full_day

KIND = "lost_property"
SEARCH_MINUTES = 60


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Noted:
    """One thing in one line. `stay_id` and `owner_id` where a past stay is known; `key` makes it once.

    `has_left`: the guest has checked out, so that it is not the one who lives in the room now who misses it.
    """

    side: str
    words: str
    category: str = "other"
    room: str = ""
    place: str = ""
    contact: str = ""
    has_left: bool = False
    stay_id: UUID | None = None
    owner_id: UUID | None = None
    key: UUID | None = None


def note_item(*, actor: Actor, property_id: UUID, noted: Noted, at: datetime) -> OpenedCase:
    """Enter a thing that was found, or that a guest misses. Whoever does tasks may enter a find. Twice is once.

    Raises: InvalidInput naming the field; NotPermitted.
    """
    _refuse_bad(noted)
    if not (actor.may("cases.take_in") or (noted.side == Side.FOUND and actor.may("tasks.do"))):
        raise NotPermitted(_("Your post does not allow this."))
    opener = actor if actor.may("cases.take_in") else system("lost_property", property_id=property_id)
    if actor.property_id != property_id and not actor.is_system:
        raise NotPermitted(_("Your post does not allow this."))
    room = noted.room.strip() or _room_at_the_head(property_id, noted.words)
    card = card_for_room(property_id, room, at) if room else None
    stay_id, guests = _whose(noted, property_id, card)
    is_lost = noted.side == Side.LOST
    intake = cases.Intake(
        kind=KIND,
        property_id=property_id,
        text=noted.words,
        channel="phone" if is_lost else "on_site",
        contact=noted.contact,
        noted_by=None if is_lost else actor.id,
        is_anonymous=not (guests or noted.contact.strip()),
        room_number=card.room if card else "",
        room_id=card.room_id if card else None,
        stay_id=stay_id,
        guest_ids=guests,
        taxonomy_code="lost_item",
        priority=3,
        category="basic",
        idempotency_key=f"lost:{key_of(noted.key or uuid4(), noted.side, noted.words, noted.room, noted.place)}",
    )

    def then(case: Case) -> None:
        _item(case, noted, actor=actor, owner_id=guests[0] if guests else None, at=at)
        cases.offer(case, _errand(noted.side), actor=opener, at=at)
        cases.tell(case, actor=actor, verb=f"{noted.side}_noted", at=at, facts={"category": noted.category})

    return cases.open_case(actor=opener, intake=intake, at=at, then=then)


def _room_at_the_head(property_id: UUID, words: str) -> str:
    """The room with which a line begins, as at intake; "" for none. Queries: 0 or 1."""
    found = re.match(r"\s*(\d{3,5})(?!\d)", words)
    return found[1] if found and rooms_by_number(property_id, [found[1]]) else ""


def keep_item(
    *, actor: Actor, case_id: UUID, safe_place: str, safe_number: str, witness_number: str, at: datetime
) -> None:
    """Put a find into the safe: place, number, and a witness who is not the actor. Raises: InvalidInput; WrongState; NotFound."""
    item = open_item(actor, case_id)
    wrong: dict[str, str] = {}
    if not safe_place.strip() or not safe_number.strip():
        wrong["safe_number"] = _("Give the place and the number.")
    witness_id = _witness(item, witness_number, wrong, actor=actor, at=at)
    taken = LostItem.objects.filter(property_id=item.property_id, safe_number=safe_number.strip()[:20])
    if safe_number.strip() and taken.exclude(pk=item.pk).exists():
        wrong["safe_number"] = _("This number is taken.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    if item.side != Side.FOUND:
        raise WrongState(_("Only what was found can be kept."))
    number = safe_number.strip()[:20]
    try:
        with _changing(item, actor=actor, at=at) as case:
            LostItem.objects.filter(pk=item.pk).update(
                state=State.SAFE,
                safe_place=safe_place.strip()[:40],
                safe_number=number,
                witness_id=witness_id,
            )
            cases.tell(case, actor=actor, verb="item_kept", at=at, facts={"number": number})
            cases.settle(case, actor=keeper_of(item), at=at)
    except IntegrityError as twice:
        text = _("This number is taken.")
        raise InvalidInput(text, fields={"safe_number": text}) from twice


def match_items(*, actor: Actor, case_id: UUID, other_case_id: UUID, at: datetime) -> None:
    """The find is what the report misses: the find learns its owner, both cases are linked. Whatever either was matched
    with by mistake is free again.

    Raises: InvalidInput for two of one side; NotFound; NotPermitted; WrongState.
    """
    one, other = open_item(actor, case_id), open_item(actor, other_case_id)
    if not actor.may("cases.take_in"):
        raise NotPermitted(_("Your post does not allow this."))
    if one.side == other.side:
        text = _("A find is matched with a report.")
        raise InvalidInput(text, fields={"other": text})
    found, lost = (one, other) if one.side == Side.FOUND else (other, one)
    with _changing(found, actor=actor, at=at) as case:
        LostItem.objects.filter(matched_with__in=[found, lost]).update(matched_with=None)
        LostItem.objects.filter(pk=found.pk).update(
            matched_with=lost, owner_id=lost.owner_id, stay_id=lost.stay_id
        )
        LostItem.objects.filter(pk=lost.pk).update(matched_with=found)
        cases.tell(case, actor=actor, verb="items_matched", at=at, facts={"other": str(lost.case_id)})
    cases.link_cases(
        actor=keeper_of(found), case_id=found.case_id, other_id=lost.case_id, relation="related", at=at
    )


def open_number(*, actor: Actor, case_id: UUID, at: datetime) -> str:
    """The owner's own number on the guest file, opened through the log; no other number is ever called.

    Raises: NotFound where no owner or number is known; NotPermitted.
    """
    item = open_item(actor, case_id)
    if item.owner_id is None:
        raise NotFound(_("No owner is known yet."))
    return reveal_field(
        actor=actor,
        guest_id=item.owner_id,
        field="phone",
        purpose="lost_property",
        at=at,
        case_id=item.case_id,
        property_id=item.property_id,
    )


def note_call(*, actor: Actor, case_id: UUID, reached_owner: bool, at: datetime) -> None:
    """Keep that the owner was called in neutral words; who else answered is told nothing. Raises: NotFound; WrongState."""
    item = open_item(actor, case_id)
    _insist_desk(actor)
    if item.owner_id is None:
        raise WrongState(_("No owner is known yet."))
    with _changing(item, actor=actor, at=at) as case:
        ContactTry.objects.create(item=item, reached_owner=reached_owner, by_id=actor.id, at=at)
        cases.tell(case, actor=actor, verb="owner_called", at=at, facts={"reached": reached_owner})
        cases.settle(case, actor=keeper_of(item), at=at)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Handing:
    """How a thing leaves: `proof` is the photo or signature, `witness_number` the second colleague present."""

    means: str
    witness_number: str
    is_identity_checked: bool = False
    proof: bytes | None = None


def hand_over(*, actor: Actor, case_id: UUID, handing: Handing, at: datetime) -> None:
    """Give the thing to its owner: identity checked, a photo or signature, two colleagues present.

    Raises: InvalidInput naming what is missing; NotPermitted; NotFound; WrongState for what was not kept, or is claimed by
    two guests.
    """
    item = open_item(actor, case_id)
    _insist_desk(actor)
    if item.state != State.SAFE:
        raise WrongState(_("Only what lies in the safe is handed over."))
    if claims_on(keeper_of(item), item):
        raise WrongState(_("Another guest claims it too. Settle whose it is and end the other report first."))
    wrong: dict[str, str] = {}
    if not handing.is_identity_checked:
        wrong["identity"] = _("Check the identity first.")
    if not handing.proof:
        wrong["proof"] = _("A photo or the signature.")
    if handing.means not in {Means.IN_PERSON, Means.COURIER}:
        wrong["means"] = _("Choose one of the list.")
    witness_id = _witness(item, handing.witness_number, wrong, actor=actor, at=at)
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
    assert handing.proof is not None
    evidence_id = cases.add_evidence(
        actor=keeper_of(item), case_id=item.case_id, content=handing.proof, caption=_("Handed over"), at=at
    )
    _left(item, handing.means, State.RETURNED, witness_id, actor=actor, at=at, evidence_id=evidence_id)


def dispose(*, actor: Actor, case_id: UUID, means: str, witness_number: str, at: datetime) -> None:
    """Dispose of what nobody claimed, after the hotel's time and with a witness. Raises: InvalidInput; NotPermitted; WrongState; NotFound."""
    item = open_item(actor, case_id)
    _insist_desk(actor)
    if item.side != Side.FOUND:
        raise WrongState(_("Only what was found is disposed of; a report is ended."))
    if means not in {Means.POLICE, Means.CHARITY, Means.DESTROYED}:
        raise InvalidInput(_("Choose one of the list."), fields={"means": _("Choose one of the list.")})
    if local_date(at, property_of(item.property_id).timezone) <= item.keep_until and means != Means.POLICE:
        raise WrongState(_("The house keeps it until %(day)s.") % {"day": full_day(item.keep_until)})
    wrong: dict[str, str] = {}
    witness_id = _witness(item, witness_number, wrong, actor=actor, at=at)
    if wrong:
        raise InvalidInput(wrong["witness"], fields=wrong)
    _left(item, means, State.DISPOSED, witness_id, actor=actor, at=at)


def end_report(*, actor: Actor, case_id: UUID, at: datetime) -> None:
    """End a report: the guest has it, or was told that nothing was found. Raises: NotFound; NotPermitted; WrongState for a find."""
    item = open_item(actor, case_id)
    _insist_desk(actor)
    if item.side != Side.LOST:
        raise WrongState(_("A find ends when it is handed over or disposed of."))
    with _changing(item, actor=actor, at=at) as case:
        LostItem.objects.filter(pk=item.pk).update(state=State.ENDED, ended_at=at)
        cases.tell(case, actor=actor, verb="report_ended", at=at)
        cases.settle(case, actor=keeper_of(item), at=at)


def _whose(noted: Noted, property_id: UUID, card: RoomCard | None) -> tuple[UUID | None, Sequence[UUID]]:
    """The stay and the guests who miss it: who lives in the room now, or who left it last."""
    owner = (noted.owner_id,) if noted.owner_id else ()
    if noted.side != Side.LOST or card is None:
        return noted.stay_id, owner
    if not noted.has_left:
        return noted.stay_id or card.stay_id, owner or card.guest_ids
    gone = last_stay_of_room(property_id, card.room)
    return noted.stay_id or (gone.id if gone else None), owner or (gone.guest_ids if gone else ())


def _item(case: Case, noted: Noted, *, actor: Actor, owner_id: UUID | None, at: datetime) -> None:
    on: date = local_date(at, property_of(case.property_id).timezone)
    LostItem.objects.create(
        case_id=case.pk,
        property_id=case.property_id,
        side=noted.side,
        category=noted.category,
        what_redacted=case.title_redacted,
        room_number=case.room_number,
        place=noted.place.strip()[:60],
        on=on,
        keep_until=on + timedelta(days=keeping_of(case.property_id, noted.category).days),
        finder_id=actor.id if noted.side == Side.FOUND else None,
        owner_id=owner_id,
        stay_id=case.stay_id,
        created_at=at,
    )


def _errand(side: str) -> cases.Job:
    if side == Side.FOUND:
        said = cases.in_both(lambda: _("Put it into the safe, two together, and number it"))
        return cases.Job(title=said, department="security", minutes=SEARCH_MINUTES)
    said = cases.in_both(lambda: _("Search for it, two together"))
    return cases.Job(title=said, department="housekeeping", minutes=SEARCH_MINUTES)


def _left(
    item: LostItem,
    means: str,
    state: str,
    witness_id: UUID | None,
    *,
    actor: Actor,
    at: datetime,
    evidence_id: UUID | None = None,
) -> None:
    with _changing(item, actor=actor, at=at) as case:
        Leaving.objects.create(
            item=item,
            means=means,
            is_identity_checked=evidence_id is not None,
            evidence_id=evidence_id,
            by_id=actor.id,
            witness_id=witness_id,
            at=at,
        )
        LostItem.objects.filter(pk=item.pk).update(state=state, ended_at=at)
        cases.tell(case, actor=actor, verb=f"item_{state}", at=at, facts={"means": means})
        cases.settle(case, actor=keeper_of(item), at=at)


@contextmanager
def _changing(item: LostItem, *, actor: Actor, at: datetime) -> Iterator[Case]:
    """The frame of a change: the house holds the case, the actor stands in the log. Raises WrongState where a
    colleague was faster.
    """
    if not (actor.may("cases.take_in") or actor.may("tasks.do")):
        raise NotPermitted(_("Your post does not allow this."))
    with cases.changing(actor=keeper_of(item), case_id=item.case_id, verb="task", at=at) as case:
        if LostItem.objects.select_for_update().get(pk=item.pk).state != item.state:
            raise WrongState(_("It is settled already."))
        yield case


def _insist_desk(actor: Actor) -> None:
    """Who calls an owner or lets a thing leave works at a desk that takes guests' matters in. Raises NotPermitted."""
    if not actor.may("cases.take_in"):
        raise NotPermitted(_("Your post does not allow this."))


def _witness(
    item: LostItem, number: str, wrong: dict[str, str], *, actor: Actor, at: datetime
) -> UUID | None:
    """A colleague who works in the hotel today and is not the actor; `wrong` learns where it is nobody such."""
    try:
        witness = staff_by_number(number.strip())
    except NotFound as unknown:
        wrong["witness"] = unknown.text
        return None
    if witness.pk == actor.id:
        wrong["witness"] = _("The witness is somebody else.")
    elif is_named(item.case_id, witness.pk):
        wrong["witness"] = _("A colleague whom the case names is no witness.")
    elif not still_here(item.property_id, [witness.pk], at=at):
        wrong["witness"] = _("This colleague does not work here.")
    return witness.pk


def keeper_of(item: LostItem) -> Actor:
    """The house itself, for what follows from a colleague's press."""
    return system("lost_property", property_id=item.property_id)


def open_item(actor: Actor, case_id: UUID) -> LostItem:
    """The thing that the actor may see and that is still here. Raises: NotFound; WrongState."""
    item = visible_to(actor).filter(case_id=case_id).first()
    if item is None:
        raise NotFound(_("There is no such thing."))
    if item.state not in OPEN_STATES:
        raise WrongState(_("It is settled already."))
    return item


def _refuse_bad(noted: Noted) -> None:
    wrong: dict[str, str] = {}
    if noted.side not in Side.values:
        wrong["side"] = _("Found or missed.")
    if noted.category not in Category.values:
        wrong["category"] = _("Choose one of the list.")
    if not noted.words.strip():
        wrong["words"] = _("Say what it is, where and when.")
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)
