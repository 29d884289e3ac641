"""Colleagues by name: one line each, read once for a whole page."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from innkeeper.accounts.models import (
    Assignment,
    Staff,
)
from innkeeper.accounts.rules import StaffLine
from innkeeper.kernel.errors import NotFound
from innkeeper.statements import Holes, Several, Statement


def line_of(staff: Staff, post_code: str = "") -> StaffLine:
    """The person in one line. Queries: 0."""
    return StaffLine(staff.pk, staff.staff_number, staff.work_name, staff.work_name_en, post_code)


def shown_name(line: StaffLine | None) -> str:
    """The work name in the reader's language; empty for nobody. Queries: 0."""
    zh, en = (line.work_name, line.work_name_en) if line else ("", "")
    return zh if (get_language() or "zh").startswith("zh") else (en or zh)


def staff_lines(ids: Collection[UUID]) -> dict[UUID, StaffLine]:
    """People by id, each with the newest post held; unknown ids are left out. Queries: 1, 0 for none."""
    return {row[0]: StaffLine(*row) for row in LINES.rows(ids=ids)}


def _staff_lines(*, ids: Holes) -> QuerySet[Any, Any]:
    newest = Assignment.objects.filter(staff_id=OuterRef("pk")).order_by("-from_on", "-pk")
    people = Staff.objects.filter(pk__in=ids).annotate(
        post_code=Coalesce(Subquery(newest.values("post__code")[:1]), Value(""))
    )
    return people.values_list("pk", "staff_number", "work_name", "work_name_en", "post_code")


LINES = Statement(_staff_lines, ids=Several(UUIDField()))


class Colleagues(Mapping[UUID, StaffLine]):
    """People whom a page names: each of its parts says whom, and all are read once. Queries: 1 at the first look."""

    def __init__(self, ids: Iterable[UUID | None] = ()) -> None:
        self._wanted = {one for one in ids if one is not None}

    def want(self, ids: Iterable[UUID | None]) -> None:
        """These will be named too. Whoever says so after the first look costs a query more."""
        self._wanted |= {one for one in ids if one is not None}
        self.__dict__.pop("_lines", None)

    @cached_property
    def _lines(self) -> dict[UUID, StaffLine]:
        return staff_lines(self._wanted)

    def __getitem__(self, key: UUID) -> StaffLine:
        return self._lines[key]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def staff_by_number(staff_number: str) -> Staff:
    """The colleague of that number. Queries: 1. Raises NotFound."""
    found = Staff.objects.filter(staff_number=staff_number).first()
    if found is None:
        raise NotFound(_("There is no colleague with this number."))
    return found
