"""Reads of lost & found: the list, one thing, what may match it, the facts of its gates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from innkeeper.accounts.queries import shown_name, staff_lines
from innkeeper.cases import policy
from innkeeper.cases.models import Case, CaseLink
from innkeeper.cases.rules import CaseFacts
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.editions import edition_of
from innkeeper.kernel.text import folded, is_han
from innkeeper.lost_property.models import Category, KeepingTime, LostItem, Means, Side, State
from innkeeper.lost_property.rules import Keeping, LostFacts, Trait, likely, shipped_keeping
from innkeeper.web.parts import Change

AT_MOST, SHOWN = 100, 40
OPEN_STATES = (State.OPEN, State.SAFE)
CLAIM = "claim"
"""How a find is linked with the report of a second guest who says that it is theirs."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One thing in the list, with the ref of its case."""

    item: LostItem
    ref: str


def visible_to(actor: Actor) -> QuerySet[LostItem]:
    """The things whose cases the actor may see."""
    return LostItem.objects.filter(case_id__in=policy.visible_to(actor).values("pk"))


def items(actor: Actor, property_id: UUID, *, is_open: bool = True) -> list[ItemLine]:
    """The things of the hotel, the newest first. Queries: 2."""
    rows = visible_to(actor).filter(property_id=property_id)
    rows = rows.filter(state__in=OPEN_STATES) if is_open else rows.exclude(state__in=OPEN_STATES)
    return _with_refs(rows.order_by("-on", "-created_at")[:AT_MOST])


def item_of(case_id: UUID) -> LostItem | None:
    """The thing behind a case. Queries: 1."""
    return LostItem.objects.select_related("leaving", "matched_with").filter(case_id=case_id).first()


def matches(actor: Actor, item: LostItem) -> list[tuple[ItemLine, int]]:
    """What of the other side may be the same thing, with its likeness. Queries: 2."""
    other = Side.LOST if item.side == Side.FOUND else Side.FOUND
    rows = visible_to(actor).filter(
        property_id=item.property_id, side=other, state__in=OPEN_STATES, matched_with=None
    )
    known = {line.item.pk: line for line in _with_refs(rows.order_by("-on")[:AT_MOST])}
    found = likely(_trait(item), [_trait(line.item) for line in known.values()])
    return [(known[one], score) for one, score in found]


def spoken_for(actor: Actor, item: LostItem) -> list[tuple[ItemLine, int]]:
    """The finds that a report may mean though they went to another guest, or are matched with another report. Queries: 2."""
    if item.side != Side.LOST:
        return []
    taken = Q(state=State.RETURNED) | Q(state__in=OPEN_STATES, matched_with__isnull=False)
    rows = visible_to(actor).filter(taken, property_id=item.property_id, side=Side.FOUND)
    rows = rows.exclude(matched_with=item).exclude(case_id__in=_claimed(item))
    known = {line.item.pk: line for line in _with_refs(rows.order_by("-on")[:AT_MOST])}
    found = likely(_trait(item), [_trait(line.item) for line in known.values()])
    return [(known[one], score) for one, score in found]


def is_spoken_for(found: LostItem, report: LostItem) -> bool:
    """Whether the find went to another guest, or is matched with another report. Queries: 0."""
    is_matched = found.matched_with_id not in (None, report.pk)
    return found.state == State.RETURNED or (found.state in OPEN_STATES and is_matched)


def claims_on(actor: Actor, found: LostItem) -> list[ItemLine]:
    """The open reports that claim the find beside the one that it is matched with. Queries: 2, or 1."""
    tied = CaseLink.objects.filter(case=found.case_id, relation=CLAIM, undone_at=None)
    rows = visible_to(actor).filter(case_id__in=tied.values("other"), state=State.OPEN)
    return _with_refs(row for row in rows if row.pk != found.matched_with_id)


def _claimed(report: LostItem) -> QuerySet[CaseLink, UUID]:
    tied = CaseLink.objects.filter(other=report.case_id, relation=CLAIM, undone_at=None)
    return tied.values_list("case_id", flat=True)


def lost_facts(case_id: UUID, case_facts: CaseFacts) -> LostFacts:
    """What the gates ask. Queries: 2."""
    item = LostItem.objects.filter(case_id=case_id).first()
    if item is None:  # the case opens before its thing is written: nothing is kept or searched for yet
        return LostFacts(case=case_facts, is_found=True)
    return LostFacts(
        case=case_facts,
        is_found=item.side == Side.FOUND,
        is_in_safe=item.state == State.SAFE,
        tries=item.tries.count(),
        has_owner=item.owner_id is not None,
        is_settled=item.state not in OPEN_STATES,
    )


def keepings(property_id: UUID) -> dict[str, Keeping]:
    """How long each kind is kept now, and what happens then. Queries: 1."""
    rows = KeepingTime.objects.filter(property_id=property_id).order_by("from_at", "pk")
    own = {row.category: Keeping(row.days, row.then) for row in rows}
    return {one: own.get(one) or shipped_keeping(one) for one in Category.values}


def keeping_of(property_id: UUID, category: str) -> Keeping:
    """How long one kind is kept. Queries: 1."""
    return keepings(property_id).get(category) or shipped_keeping(category)


def edition_of_keeping(held: Keeping) -> str:
    """The mark of a keeping time as it stands. Queries: 0."""
    return edition_of(held.days, held.then)


def kept_now(property_id: UUID, category: str) -> int:
    """How many found things of a kind lie here: they keep the day that they were given. Queries: 1."""
    rows = LostItem.objects.filter(property_id=property_id, category=category, state__in=OPEN_STATES)
    return rows.filter(side=Side.FOUND).count()


def keeping_changes(
    property_id: UUID, *, category: str = "", again: str = ""
) -> tuple[list[Change], dict[str, Any]]:
    """Every change, of one kind or of all, the newest first; and what the edition `again` put in. Queries: 2."""
    rows = KeepingTime.objects.filter(property_id=property_id).order_by("-from_at", "-pk")
    found = list((rows.filter(category=category) if category else rows)[:SHOWN])
    people = staff_lines({row.set_by_id for row in found})
    told = [
        Change(
            at=row.from_at,
            who=shown_name(people.get(row.set_by_id)),
            reason=row.reason,
            lines=[
                (
                    "" if category else str(row.get_category_display()),
                    keeping_words(_before(row, found[place + 1 :])),
                    keeping_words(Keeping(row.days, row.then)),
                )
            ],
            back=f"?again={row.pk}" if category and place else "",
        )
        for place, row in enumerate(found)
    ]
    typed = (
        {"days": one.days, "then": one.then, "reason": one.reason} for one in found if str(one.pk) == again
    )
    return told, next(typed, {})


def keeping_words(held: Keeping) -> str:
    """90 days, then to a charity."""
    days = ngettext("%(n)s day", "%(n)s days", held.days) % {"n": held.days}
    return f"{days} · {dict(Means.choices)[held.then]}"


def _before(row: KeepingTime, earlier: Sequence[KeepingTime]) -> Keeping:
    same = next((one for one in earlier if one.category == row.category), None)
    return Keeping(same.days, same.then) if same else shipped_keeping(row.category)


def _with_refs(rows: Iterable[LostItem]) -> list[ItemLine]:
    found = list(rows)
    refs = dict(Case.objects.filter(pk__in=[row.case_id for row in found]).values_list("pk", "ref"))
    return [ItemLine(row, refs.get(row.case_id, "")) for row in found]


def _trait(item: LostItem) -> Trait:
    text = folded(item.what_redacted)
    words = {one for one in text if is_han(one)} | {
        one for one in text.split() if one.isascii() and len(one) > 2
    }
    return Trait(item.pk, item.category, item.room_number, item.on, frozenset(words))
