"""Hiding a name in everything that a case has shown until now, in whichever app's table it stands."""

from collections.abc import Collection, Iterator
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db.models import Field, Model, Q

from innkeeper.cases.actions.wording import index
from innkeeper.cases.adapters.redaction import redacted
from innkeeper.cases.models import Case, CaseLink
from innkeeper.kernel.text import clipped

PROSE = 100
"""From this length on a declared column holds sentences, not codes."""
CASE_REFERENCE = "case_id"
DEEPEST = 2


def mask(case: Case, names: Collection[str]) -> int:
    """Hide names in what lists, boards, papers and search have shown of the case; how many rows said one.

    Every readable text that a table declares personal is looked at, in every table that belongs to the case or to one
    that came of it; the sealed words stay as they are. Runs in the open transaction and holds the names for the texts
    that follow. Queries: about 45 reads, a write for each row that says a name.
    """
    if case.names_to_hide is not None:
        case.names_to_hide = (*case.names_to_hide, *names)
    changed = _masked(case, _columns(Case), names)
    if changed:
        case.save(update_fields=changed)
    index(case)
    count = bool(changed) + _mask_linked(case, names)
    for model, references in tables_of_cases():
        columns = _columns(model)
        wanted = Q(*((one, case.pk) for one in references), _connector=Q.OR)
        for row in model._default_manager.filter(wanted).only("pk", *columns).distinct():
            count += _rewritten(row, columns, names)
    return count


@cache
def tables_of_cases() -> tuple[tuple[type[Model], tuple[str, ...]], ...]:
    """Every table with readable texts of a case, and the columns that say of which. Read from what tables declare."""
    found = ((model, tuple(_references(model))) for model in apps.get_models() if model is not Case)
    return tuple((model, references) for model, references in found if references and _columns(model))


def _mask_linked(case: Case, names: Collection[str]) -> int:
    """The cases that were linked with it or came of it: their lists say no name either."""
    count = 0
    for other in Case.objects.filter(pk__in=_linked(case.pk)):
        changed = _masked(other, _columns(Case), names)
        if changed:
            other.save(update_fields=changed)
            index(other)
            count += 1
    return count


def _linked(case_id: UUID) -> set[UUID]:
    pairs = CaseLink.objects.filter(Q(case=case_id) | Q(other=case_id)).values_list("case_id", "other_id")
    found = {one for pair in pairs for one in pair}
    for model in apps.get_models():
        own = {one.attname for one in model._meta.concrete_fields if one.attname.endswith(CASE_REFERENCE)}
        for source in own - {"case_id"} if "case_id" in own else ():
            found |= set(model._default_manager.filter(**{source: case_id}).values_list("case_id", flat=True))
    return found - {case_id}


def _references(model: type[Model], *, depth: int = 0) -> Iterator[str]:
    """The columns by which a row belongs to a case: its own, or those of the row that it hangs on."""
    for column in model._meta.concrete_fields:
        if column.attname.endswith(CASE_REFERENCE):
            yield column.attname
            continue
        other = column.related_model
        if depth < DEEPEST and isinstance(other, type) and other not in (Case, model):
            yield from (f"{column.name}__{one}" for one in _references(other, depth=depth + 1))


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    """The columns that are declared personal and hold readable sentences."""
    declared = getattr(model, "PRIVACY", None)
    if declared is None:
        return ()
    return tuple(
        column.attname
        for column in model._meta.concrete_fields
        if column.attname in declared.personal and _is_prose(column)
    )


def _is_prose(column: "Field[object, object]") -> bool:
    is_text = column.get_internal_type() in ("CharField", "TextField")
    return is_text and (column.max_length is None or column.max_length >= PROSE)


def _rewritten(row: Model, columns: Collection[str], names: Collection[str]) -> bool:
    changed = _masked(row, columns, names)
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def _masked(row: Model, columns: Collection[str], names: Collection[str]) -> list[str]:
    """Put the row's texts without the names into its columns; which of them said one."""
    changed = []
    for column in columns:
        before = getattr(row, column)
        limit = getattr(row._meta.get_field(column), "max_length", None)
        hidden_text = redacted(before or "", known_names=tuple(names))
        after = clipped(hidden_text, limit) if limit else hidden_text
        if before and after != before:
            setattr(row, column, after)
            changed.append(column)
    return changed
