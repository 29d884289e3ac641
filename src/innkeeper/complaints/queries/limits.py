"""Empowerment limits in the reader's words: what they are, how they were changed, the way back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.accounts.models import Post
from innkeeper.accounts.queries import shown_name, staff_lines
from innkeeper.complaints.models import EmpowermentLimit
from innkeeper.complaints.rules import LIMITS_CNY, Limits, approver_of
from innkeeper.kernel.money import Money
from innkeeper.web.parts import Change
from innkeeper.web.told import NONE, Lines

SHOWN = 40
CURRENCY = "CNY"


def limit_words(amount_minor: int | None) -> str:
    """A limit as people read it. Units: fen."""
    if amount_minor is None:
        return _("no limit")
    return Money(CURRENCY, amount_minor).shown() if amount_minor else _("asks always")


def limit_differences(post: Post, now: Limits, wished: Limits, chart: Sequence[Post]) -> Lines:
    """What another limit of the post changes: how much it gives alone, and who is asked for one fen more."""
    names = {one.code: str(one.name) for one in chart}
    told = [(limit_words(one.get(post.code, 0)), _asked(post.code, one, names)) for one in (now, wished)]
    labels = (_("Limit"), _("Above that is asked"))
    return [
        (label, before, after)
        for label, before, after in zip(labels, *told, strict=True)
        if told[0][0] != told[1][0]
    ]


def _asked(post: str, limits: Limits, names: Mapping[str, str]) -> str:
    limit = limits.get(post, 0)
    if limit is None:
        return NONE
    asked = approver_of(Money(CURRENCY, limit + 1), limits)
    return names.get(asked, asked)


def limit_changes(
    property_id: UUID, chart: Sequence[Post], *, post: str = "", again: str = ""
) -> tuple[list[Change], dict[str, Any]]:
    """Every change of a limit, of one post or of all, the newest first; and what the edition `again` put in. Queries: 2."""
    rows = EmpowermentLimit.objects.filter(property_id=property_id).order_by("-from_at", "-pk")
    found = list((rows.filter(post=post) if post else rows)[:SHOWN])
    people = staff_lines({row.set_by_id for row in found})
    names = {one.code: str(one.name) for one in chart}
    told = [
        Change(
            at=row.from_at,
            who=shown_name(people.get(row.set_by_id)),
            reason=row.reason,
            lines=[
                ("" if post else names.get(row.post, row.post), _before(row, found[place + 1 :]), limit_words(row.amount_minor))
            ],
            back=f"?again={row.pk}" if post and place else "",
        )
        for place, row in enumerate(found)
    ]  # fmt: skip
    return told, next((_as_typed(row) for row in found if str(row.pk) == again), {})


def _before(row: EmpowermentLimit, earlier: Sequence[EmpowermentLimit]) -> str:
    same = next((one for one in earlier if one.post == row.post), None)
    return limit_words(same.amount_minor if same else LIMITS_CNY.get(row.post, 0))


def _as_typed(row: EmpowermentLimit) -> dict[str, Any]:
    return as_typed(row.amount_minor) | {"reason": row.reason}


def as_typed(amount_minor: int | None) -> dict[str, Any]:
    """A limit as its form has it. Units: fen."""
    if amount_minor is None:
        return {"amount": None, "is_unlimited": True}
    yuan, fen = divmod(amount_minor, 100)
    return {"amount": f"{yuan}.{fen:02d}" if fen else str(yuan), "is_unlimited": False}
