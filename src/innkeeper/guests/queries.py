"""Reads of the guest files for lists and screens: masked values only, nothing is opened here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, UUIDField
from django.utils.translation import gettext as _

from innkeeper.guests import policy
from innkeeper.guests.models import (
    CHANNEL_WORDS,
    REASON_WORDS,
    ArchiveSearch,
    Channel,
    Erasure,
    ErasureReason,
    Guest,
    GuestItem,
    Level,
    Outcome,
    Preference,
    Theme,
)
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import NotFound
from innkeeper.properties.models import Property
from innkeeper.statements import Loaded, Several
from innkeeper.vault import holds as vault_holds

SEALED_COLUMNS = ("full_name", "phone", "email", "id_number", "payment", "birthday")
RECENT = 25
SEARCHERS = 100
ERASURES = 20


@dataclass(frozen=True, slots=True)
class GuestLine:
    """A guest as lists show one: masked, or under the show name."""

    id: UUID
    shown_name: str
    title: str
    vip_level: int
    language: str
    is_incognito: bool
    phone_masked: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One sealed item of a file: its mask, where it came from and when, whether the reader may open it."""

    field: str
    masked: str
    is_given: bool
    may_reveal: bool
    needs_second_factor: bool
    channel: Channel | None
    on: date | None


@dataclass(frozen=True, slots=True)
class PreferenceLine:
    """One preference that holds."""

    id: UUID
    theme: Theme
    value: str
    level: Level
    source: Channel
    on: date

    @property
    def source_words(self) -> str:
        """The channel in the reader's words."""
        return str(CHANNEL_WORDS[self.source])


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Through which channel an open item came, and when."""

    field: str
    channel: Channel
    on: date


@dataclass(frozen=True, slots=True)
class GuestFile:
    """A guest file as this reader may see it."""

    line: GuestLine
    revision: int
    special_needs: str
    referral_source: str
    items: tuple[ItemLine, ...]
    sources: tuple[SourceLine, ...]
    preferences: tuple[PreferenceLine, ...]


def visible_to(actor: Actor, *, property_id: UUID | None = None) -> QuerySet[Guest]:
    """The files of the groups whose hotels the actor works in; the system's of one hotel when it is named."""
    if actor.is_system and property_id is None and actor.property_id is None:
        return Guest.objects.all()
    houses = frozenset({property_id}) if property_id else actor.houses
    if not actor.is_system:
        houses &= actor.houses
    groups = Property.objects.filter(pk__in=houses).values("group_id")
    return Guest.objects.filter(group_id__in=groups)


def guest_for(*, actor: Actor, guest_id: UUID, property_id: UUID | None = None) -> Guest:
    """The guest's row, if the actor may know of it. Queries: 1. Raises NotFound, also for an erased file."""
    guest = visible_to(actor, property_id=property_id).filter(pk=guest_id, erased_at=None).first()
    if guest is None:
        raise NotFound(_("There is no such guest file."))
    return guest


def shown_name(guest: Guest, *, actor: Actor | None = None) -> str:
    """The name on lists: the show name where there is one, masked otherwise; nothing of one who stays incognito."""
    if guest.is_erased:
        return _("Erased")
    if guest.show_name:
        return guest.show_name
    if guest.is_incognito and (actor is None or not policy.may_see_incognito(actor)):
        return _("Incognito stay")
    return guest.name_masked


def line_of(guest: Guest, *, actor: Actor | None = None) -> GuestLine:
    """One guest as a list line."""
    is_hidden = guest.is_incognito and (actor is None or not policy.may_see_incognito(actor))
    return GuestLine(
        id=guest.id,
        shown_name=shown_name(guest, actor=actor),
        title=guest.title,
        vip_level=guest.vip_level,
        language=guest.language,
        is_incognito=guest.is_incognito,
        phone_masked="" if is_hidden else guest.phone_masked,
        country="" if is_hidden else guest.country,
    )


def guest_lines(guest_ids: Collection[UUID], *, actor: Actor | None = None) -> dict[UUID, GuestLine]:
    """Lines for lists, by id; without an actor nobody's incognito is lifted. Queries: 1, none for no ids."""
    if not guest_ids:
        return {}
    return {guest.id: line_of(guest, actor=actor) for guest in LINES.all(ids=guest_ids)}


LINES = Loaded(
    lambda *, ids: Guest.objects.filter(pk__in=ids), Guest, without=SEALED_COLUMNS, ids=Several(UUIDField())
)


def recent_guests(*, actor: Actor, property_id: UUID, limit: int = RECENT) -> list[GuestLine]:
    """The files changed last in this hotel, masked; none who stays incognito. Queries: 1.

    Those of the group's other hotels are for who searches by name or number.
    """
    files = (
        visible_to(actor, property_id=property_id)
        .filter(changed_in_id=property_id, erased_at=None)
        .defer(*SEALED_COLUMNS)
    )
    if not policy.may_see_incognito(actor):
        files = files.filter(is_incognito=False)
    return [line_of(guest, actor=actor) for guest in files.order_by("-changed_at")[:limit]]


def guest_file(*, actor: Actor, guest_id: UUID, property_id: UUID | None = None) -> GuestFile:
    """The file as the actor may see it (PRIV-05): whoever has a task reads preferences, nothing sealed.

    Raises NotPermitted, NotFound. Queries: 3.
    """
    policy.ensure(actor, *policy.READERS)
    guest = guest_for(actor=actor, guest_id=guest_id, property_id=property_id)
    newest = _newest_items(guest.id)
    works_with_files = actor.may("guests.edit")
    items = tuple(
        _item_line(actor, guest, name, newest)
        for name, rule in policy.REVEALS.items()
        if works_with_files or (name != "full_name" and actor.may(rule.permission))
    )
    sources = tuple(
        SourceLine(name, Channel(item.channel), item.on)
        for name, item in sorted(newest.items())
        if name not in SEALED_COLUMNS
    )
    return GuestFile(
        line=line_of(guest, actor=actor),
        revision=guest.revision,
        special_needs=guest.special_needs,
        referral_source=guest.referral_source,
        items=items,
        sources=sources if works_with_files else (),
        preferences=preferences_of(guest.id),
    )


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of a file: which items, through which channel, when, by whom."""

    fields: tuple[str, ...]
    channel: Channel
    on: date
    noted_by: UUID


def changes_of(guest_id: UUID, *, limit: int = 12) -> list[ChangeLine]:
    """How the file came to be what it is, newest first (PROF-02). Queries: 1."""
    rows = GuestItem.objects.filter(guest_id=guest_id).order_by("-on", "-id")[:limit]
    return [ChangeLine(tuple(row.fields.split()), Channel(row.channel), row.on, row.noted_by) for row in rows]


def preferences_of(guest_id: UUID) -> tuple[PreferenceLine, ...]:
    """The preferences that hold, what must be first, then the newest. Queries: 1."""
    held = Preference.objects.filter(guest_id=guest_id, replaced_at=None).order_by("-on", "-id")
    lines = [
        PreferenceLine(p.id, Theme(p.theme), p.value, Level(p.level), Channel(p.source), p.on) for p in held
    ]
    return tuple(sorted(lines, key=lambda line: line.level is not Level.MUST))


def preferences_of_many(guest_ids: Collection[UUID], *, each: int = 3) -> dict[UUID, list[str]]:
    """The first preferences of each of these guests, what must be first. Queries: 1, none for no ids."""
    if not guest_ids:
        return {}
    found: dict[UUID, list[str]] = {}
    held = Preference.objects.filter(guest_id__in=guest_ids, replaced_at=None).order_by("-on", "-id")
    for one in sorted(held, key=lambda row: row.level != Level.MUST):
        lines = found.setdefault(one.guest_id, [])
        if len(lines) < each:
            lines.append(one.value)
    return found


def _newest_items(guest_id: UUID) -> dict[str, GuestItem]:
    rows = GuestItem.objects.filter(guest_id=guest_id).order_by("on", "id")
    return {name: row for row in rows for name in row.fields.split()}


def _item_line(actor: Actor, guest: Guest, name: str, newest: dict[str, GuestItem]) -> ItemLine:
    rule, item = policy.REVEALS[name], newest.get(name)
    is_hidden = name == "full_name" and guest.is_incognito and not policy.may_see_incognito(actor)
    return ItemLine(
        field=name,
        masked="" if is_hidden else getattr(guest, rule.masked),
        is_given=getattr(guest, name) is not None,
        may_reveal=policy.may_reveal(actor, name) and not is_hidden,
        needs_second_factor=rule.needs_second_factor,
        channel=Channel(item.channel) if item else None,
        on=item.on if item else None,
    )


@dataclass(frozen=True, slots=True)
class ErasureLine:
    """One request to erase a file: when, by whom, why, and what came of it."""

    at: datetime
    asked_by: UUID
    reason: ErasureReason
    outcome: str
    holds: tuple[str, ...]
    until_on: date | None

    @property
    def reason_words(self) -> str:
        """The reason in the reader's words."""
        return str(REASON_WORDS[self.reason])


@dataclass(frozen=True, slots=True)
class ErasureFile:
    """A file before and after its erasure: what would go, what holds it back, what was asked so far.

    `holds` gives the day until when; `is_held_open` says that a legal hold stands that names no day.
    """

    line: GuestLine
    erased_at: datetime | None
    items: tuple[str, ...]
    preferences: int
    holds: dict[str, date]
    is_held_open: bool
    requests: tuple[ErasureLine, ...]

    @property
    def is_noted(self) -> bool:
        """Whether an erasure was asked for, was noted, and was not withdrawn."""
        return not self.erased_at and bool(self.requests) and self.requests[0].outcome == Outcome.RESTRICTED

    @property
    def until_on(self) -> date | None:
        """The last day of what holds it back."""
        return max(self.holds.values(), default=None)


def erasure_file(*, actor: Actor, guest_id: UUID, property_id: UUID) -> ErasureFile:
    """What erasing the file would do, or has done; an erased file is answered too, by what was kept of the act.

    Raises NotPermitted, NotFound. Queries: 4, and those of the holds.
    """
    policy.ensure_may_erase(actor)
    guest = visible_to(actor, property_id=property_id).filter(pk=guest_id).first()
    if guest is None:
        raise NotFound(_("There is no such guest file."))
    holds = {} if guest.is_erased else policy.holds_on(guest.id)
    asked = Erasure.objects.filter(guest_id=guest.id).order_by("-at", "-id")[:ERASURES]
    return ErasureFile(
        line=line_of(guest, actor=actor),
        erased_at=guest.erased_at,
        items=tuple(name for name in SEALED_COLUMNS if getattr(guest, name) is not None),
        preferences=guest.preferences.count(),
        holds=holds,
        is_held_open=not holds and not guest.is_erased and bool(vault_holds.standing(guest.id)),
        requests=tuple(
            ErasureLine(
                one.at,
                one.asked_by,
                ErasureReason(one.reason),
                one.outcome,
                tuple(one.holds.split()),
                one.until_on,
            )
            for one in asked
        ),
    )


def erased_among(guest_ids: Collection[UUID]) -> set[UUID]:
    """Which of these files were erased, for the house itself. Queries: 1."""
    return set(Guest.objects.filter(pk__in=guest_ids).exclude(erased_at=None).values_list("pk", flat=True))


def noted_erasures(guest_ids: Collection[UUID] | None = None) -> list[Erasure]:
    """What was asked for, noted and neither done nor withdrawn: the newest request of each file, the oldest first.

    Of these files, or of all. Queries: 1.
    """
    newest = Erasure.objects.filter(guest_id=OuterRef("guest_id")).order_by("-at", "-id").values("pk")[:1]
    standing = Guest.objects.filter(pk=OuterRef("guest_id"), erased_at=None)
    noted = Erasure.objects.filter(Exists(standing), outcome=Outcome.RESTRICTED, pk=Subquery(newest))
    if guest_ids is not None:
        noted = noted.filter(guest_id__in=guest_ids)
    return list(noted.order_by("at", "pk"))


def guests_noted_for_erasure(*, actor: Actor, property_id: UUID) -> list[tuple[GuestLine, Erasure]]:
    """The files whose erasure is noted, with the request, as far as the actor may know of them. Queries: 2.

    Raises NotPermitted.
    """
    policy.ensure_may_erase(actor)
    noted = noted_erasures()
    files = visible_to(actor, property_id=property_id).in_bulk([one.guest_id for one in noted])
    return [(line_of(files[one.guest_id], actor=actor), one) for one in noted if one.guest_id in files]


@dataclass(frozen=True, slots=True)
class SearcherLine:
    """How often one colleague searched the archive of late, how many files that showed, and whether it was unusual."""

    staff_id: UUID
    searches: int
    rows: int
    last_at: datetime
    unusual: int


def searchers(property_id: UUID, *, since: datetime) -> list[SearcherLine]:
    """Who searched the archive in the hotel since then, the most searches first; never for whom. Queries: 1."""
    counted = (
        ArchiveSearch.objects.filter(property_id=property_id, at__gte=since)
        .values("staff_id")
        .annotate(
            n=Count("pk"), shown=Sum("rows"), last=Max("at"), odd=Count("pk", filter=Q(is_reported=True))
        )
        .order_by("-n", "staff_id")
    )
    columns = ("staff_id", "n", "shown", "last", "odd")
    return [SearcherLine(*row) for row in counted.values_list(*columns)[:SEARCHERS]]
