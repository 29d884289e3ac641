"""The search of the archive: by tokens only, few masked rows, each search counted."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from innkeeper.audit import actions as audit
from innkeeper.guests import events, policy, rules
from innkeeper.guests.actions.items import token_of
from innkeeper.guests.models import ArchiveSearch, Guest, GuestToken
from innkeeper.guests.queries import GuestLine, line_of
from innkeeper.kernel.actors import Actor, system
from innkeeper.notices.actions import notify_post
from innkeeper.outbox import actions as outbox
from innkeeper.properties.queries import property_of

MOST_ROWS = 20
WATCH_WINDOW = timedelta(hours=1)
USUAL_SEARCHES_AN_HOUR = 40
WATCHER = "privacy_officer"


def search_archive(*, actor: Actor, property_id: UUID, phrase: str, at: datetime) -> list[GuestLine]:
    """Guests of the group whose name, pinyin, initials, phone or its tail equals the phrase: 20 masked rows at most.

    Every search is an audit entry (of how many rows, never of the phrase) and is counted by the watch.
    Raises NotPermitted. Queries: 6.
    """
    policy.ensure(actor, "guests.see")
    policy.ensure_house(actor, property_id)
    group_id = property_of(property_id).group_id
    keys = [key for key in rules.phrase_keys(phrase) if key.value]
    wanted = [token_of(key, group_id=group_id) for key in keys]
    matching = GuestToken.objects.filter(token__in=wanted).values("guest_id")
    found = Guest.objects.filter(pk__in=matching, group_id=group_id, erased_at=None).order_by("-changed_at")
    if not policy.may_see_incognito(actor):
        found = found.filter(is_incognito=False)
    lines = [line_of(guest, actor=actor) for guest in found[:MOST_ROWS]] if wanted else []
    columns = sorted({key.column.value for key in keys})
    with transaction.atomic():
        _count(actor, property_id=property_id, rows=len(lines), at=at)
        audit.record(
            actor=actor,
            verb="guests.archive_searched",
            kind="property",
            object_id=property_id,
            property_id=property_id,
            at=at,
            facts={"rows": len(lines), "by": columns},
            subject_ids=[line.id for line in lines],
        )
    return lines


def _count(actor: Actor, *, property_id: UUID, rows: int, at: datetime) -> None:
    """Count the search; past the usual number, tell the privacy officer once an hour."""
    recent = ArchiveSearch.objects.filter(staff_id=actor.id, at__gt=at - WATCH_WINDOW)
    seen = list(recent.values_list("is_reported", flat=True))
    is_unusual = len(seen) + 1 > USUAL_SEARCHES_AN_HOUR and not any(seen)
    ArchiveSearch.objects.create(
        property_id=property_id, staff_id=actor.id, at=at, rows=rows, is_reported=is_unusual
    )
    if is_unusual:
        alarm = events.GuestSearchesUnusual(
            property_id=property_id, staff_id=actor.id, searches=len(seen) + 1
        )
        outbox.record(alarm, at=at)
        notify_post(
            actor=system("watch", property_id=property_id),
            post_code=WATCHER,
            property_id=property_id,
            kind="guests.searches_unusual",
            object_kind="archive",
            object_id=property_id,
            at=at,
            text_key="guests.searches_unusual",
            facts={"count": len(seen) + 1},
            level="warn",
        )
