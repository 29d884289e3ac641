"""Which case a merged one is in by now, and which ones went up in it: short chains, walked one by one."""

from uuid import UUID

from innkeeper.cases.models import Case


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
