"""Which case a merged one is in by now, which ones went up in it, and what was one case once: short chains, walked one by one."""

from uuid import UUID

from django.db.models import F, Q

from innkeeper.cases.models import Case, CaseLink

SPLIT = "split"
"""How a second matter is linked with the case that it was split off from, both ways."""


def top_of(case_id: UUID) -> UUID:
    """The case in which this one goes on: itself where it is not merged. Queries: 1 for each merge, and 1."""
    into = Case.objects.filter(pk=case_id).values_list("merged_into_id", flat=True).first()
    return case_id if into is None else top_of(into)


def all_above(case_id: UUID) -> list[UUID]:
    """The cases that this one is in by now, the nearest first. Queries: 1 for each merge, and 1."""
    into = Case.objects.filter(pk=case_id).values_list("merged_into_id", flat=True).first()
    return [] if into is None else [into, *all_above(into)]


def all_within(case_id: UUID) -> list[UUID]:
    """The case, those that are merged into it, and those within these. Queries: 1 for each row of merges."""
    found, row = [case_id], [case_id]
    while row:
        row = list(Case.objects.filter(merged_into__in=row).values_list("pk", flat=True))
        found += row
    return found


def family_of(case_id: UUID) -> set[UUID]:
    """The case with all that was split off from it or went up in it, however far: one guest's one matter at some time.

    Queries: 2 for each row of relatives, and 2.
    """
    found, row = {case_id}, {case_id}
    while row:
        linked = CaseLink.objects.filter(case__in=row, relation=SPLIT, undone_at=None)
        merged = Case.objects.filter(Q(merged_into__in=row) | Q(pk__in=row, merged_into__isnull=False))
        kin = set(linked.values_list("other_id", flat=True))
        for one, into in merged.values_list("pk", F("merged_into_id")):
            kin |= {one, into}
        row = kin - found
        found |= row
    return found
