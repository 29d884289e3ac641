"""What is open for one post now: composed of cases, rooms, stays and the book's own lines."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from innkeeper.accounts.models import Post
from innkeeper.accounts.queries import module_codes
from innkeeper.cases.models import Approval, ApprovalState, ScriptStep, Task
from innkeeper.cases.playbooks import registry
from innkeeper.cases.policy import in_house
from innkeeper.cases.queries.lists import of_the_shift
from innkeeper.cases.queries.timed import timed_cases
from innkeeper.handovers import rules
from innkeeper.handovers.models import BookLine
from innkeeper.handovers.queries.promises import promised_entries
from innkeeper.handovers.queries.rooms import room_entries, vip_entries
from innkeeper.handovers.rules import Entry, LineKind, LineState, Section
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.days import local_date
from innkeeper.properties.models import Property
from innkeeper.stays.rules.stays import eve_of

MOST = 80
MOST_LINES = 400
"""Every room of a large house may have its own call: no line is left out."""
CASE_COLUMNS = (
    "id", "ref", "title_redacted", "kind", "stage", "round", "room_number", "next_due_at", "received_at", "is_restricted",
    "is_held", "priority", "title_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose book, where and when."""

    actor: Actor
    house: Property
    post: Post
    at: datetime

    @property
    def is_whole_house(self) -> bool:
        """Whether the post watches over all others."""
        return self.post.code in rules.WHOLE_HOUSE

    def own_or_late(self, own: Q, late: Q) -> Q:
        """What is the post's own; for those who watch over the house, also what is late anywhere."""
        return own | late if self.is_whole_house else own


def entries_of(actor: Actor, house: Property, post: Post, *, at: datetime) -> list[Entry]:
    """Everything in the post's book, section by section, due first; what stands as a line stands nowhere else. Queries: 12 at most, 3 for a small book."""
    scope = Scope(actor, house, post, at)
    wanted = frozenset(rules.sections_of(post.code))
    found = [
        entry for section, read in READERS for entry in (read(scope, wanted) if wanted & section else [])
    ]
    order = {section.value: place for place, section in enumerate(rules.sections_of(post.code))}
    lines = {entry.ref for entry in found if entry.ref and entry.section in rules.LINE_SECTIONS}
    kept = [
        entry
        for entry in found
        if entry.section in order and (entry.section in rules.LINE_SECTIONS or entry.ref not in lines)
    ]
    return sorted(
        kept,
        key=lambda one: (order[one.section], one.due_at is None, one.due_at or at, len(one.room), one.room),
    )


def _lines(scope: Scope, wanted: frozenset[Section]) -> list[Entry]:
    """The book's own lines, and the requests that are the same thing. Queries: 1 or 2."""
    written = _written(scope, wanted)
    codes = [code for kind, code in rules.CODE_OF.items() if rules.SECTION_OF[kind] in wanted]
    return with_requests(scope.house.pk, codes, written)


def with_requests(property_id: UUID, codes: Collection[str], written: Sequence[Entry]) -> list[Entry]:
    """The lines, and wake-up calls and taxis that guests asked for; where somebody wrote one by hand it is that line.

    Queries: 0 or 1.
    """
    if not codes:
        return list(written)
    asked = [
        Entry(
            section=rules.SECTION_OF[rules.KIND_OF[one.code]],
            id=str(one.id),
            room=one.room,
            text=one.title,
            ref=one.ref,
            kind=rules.KIND_OF[one.code],
            code=rules.ASKED,
            due_at=one.hour,
            since=one.received_at,
        )
        for one in timed_cases(property_id, codes, step=rules.WORK, most=MOST_LINES)
    ]
    return rules.joined(written, asked)


def _written(scope: Scope, wanted: frozenset[Section]) -> list[Entry]:
    """The book's own lines; wake-ups and knocks stand in every book that has their section. Queries: 1."""
    shared = [
        kind.value
        for kind, section in rules.SECTION_OF.items()
        if section in wanted and kind != LineKind.NOTE
    ]
    rows = BookLine.objects.filter(
        Q(kind__in=shared) | Q(kind=LineKind.NOTE.value, post=scope.post.code),
        property_id=scope.house.pk,
        state=LineState.OPEN.value,
    )
    return [line_entry(row) for row in rows.defer("text").order_by("created_at")[:MOST_LINES]]


def line_entry(row: BookLine) -> Entry:
    """A line that somebody wrote. Queries: 0."""
    return Entry(
        section=rules.SECTION_OF[LineKind(row.kind)],
        id=str(row.pk),
        room=row.room_number,
        text=row.text_redacted,
        kind=row.kind,
        number=row.tries,
        due_at=row.due_at,
        since=row.created_at,
    )


def _cases(scope: Scope, wanted: frozenset[Section]) -> list[Entry]:
    """Open cases with the step that comes next. A restricted one is a neutral line in every book. Queries: 2."""
    mine = scope.own_or_late(Q(owner_post=scope.post.code), Q(next_due_at__lt=scope.at) | Q(priority=1))
    rows = of_the_shift(in_house(scope.actor)).filter(mine, property_id=scope.house.pk, is_open=True)
    found = list(rows.order_by("next_due_at").values(*CASE_COLUMNS)[:MOST])
    done = _steps_done([row["id"] for row in found])
    return [_case(row, done) for row in found]


def _case(row: Mapping[str, object], done: Mapping[tuple[object, object], set[str]]) -> Entry:
    if row["is_restricted"]:
        return Entry(section=Section.CASES, id=str(row["id"]), ref=str(row["ref"]), is_hidden=True)
    return Entry(
        section=Section.CASES,
        id=str(row["id"]),
        room=str(row["room_number"]),
        text=str(row["title_redacted"]),
        text_en=str(row["title_en"]),
        ref=str(row["ref"]),
        kind=str(row["kind"]),
        code="held" if row["is_held"] else _next_step(row, done.get((row["id"], row["round"]), set())),
        number=int(str(row["priority"])),
        due_at=row["next_due_at"],  # type: ignore[arg-type]
        since=row["received_at"],  # type: ignore[arg-type]
    )


def _steps_done(case_ids: Sequence[UUID]) -> dict[tuple[object, object], set[str]]:
    done: dict[tuple[object, object], set[str]] = {}
    rows = ScriptStep.objects.filter(case_id__in=case_ids) if case_ids else ScriptStep.objects.none()
    for case_id, number, step in rows.values_list("case_id", "round", "step"):
        done.setdefault((case_id, number), set()).add(step)
    return done


def _next_step(row: Mapping[str, object], done: set[str]) -> str:
    """Stage and first step that nobody has done, as "respond.first_contact". Queries: 0."""
    if row["kind"] not in {kind.name for kind in registry.kinds()}:
        return str(row["stage"])
    stages = {stage.name: stage for stage in registry.shipped(str(row["kind"])).stages}
    stage = stages.get(str(row["stage"]))
    step = next((one.name for one in stage.steps if one.name not in done), "") if stage else ""
    return f"{row['stage']}.{step}" if step else str(row["stage"])


def _tasks(scope: Scope, wanted: frozenset[Section]) -> list[Entry]:
    """Open tasks of the post's department; for those who watch over the house also the late ones of others. Queries: 1."""
    own = Q(department__in=module_codes(scope.post.department)) & Q(post__in=["", scope.post.code])
    rows = Task.objects.filter(
        scope.own_or_late(own, Q(due_at__lt=scope.at)),
        property_id=scope.house.pk,
        state__in=[*Task.OPEN],
        case__is_open=True,
    ).order_by("due_at")
    columns = rows.values_list(
        "id", "case__ref", "title_redacted", "title_en", "room_number", "state", "due_at", "offered_at",
        "case__is_restricted",
    )  # fmt: skip
    return [
        Entry(section=Section.TASKS, id=str(pk), ref=ref, is_hidden=True)
        if is_restricted
        else Entry(
            section=Section.TASKS, id=str(pk), room=room, text=title, text_en=title_en, ref=ref, code=state, due_at=due_at, since=since
        )
        for pk, ref, title, title_en, room, state, due_at, since, is_restricted in columns[:MOST]
    ]  # fmt: skip


def _approvals(scope: Scope, wanted: frozenset[Section]) -> list[Entry]:
    """Approvals that wait, and those given by phone that are not ratified yet; of a restricted case only that. Queries: 1."""
    waits = Q(state=ApprovalState.ASKED) | Q(state=ApprovalState.GIVEN, by_phone=True, ratified_at=None)
    rows = Approval.objects.filter(waits, property_id=scope.house.pk)
    if not scope.is_whole_house:
        rows = rows.filter(post=scope.post.code)
    columns = rows.order_by("asked_at").values_list(
        "id",
        "case__ref",
        "case__room_number",
        "state",
        "post",
        "currency",
        "amount_minor",
        "asked_at",
        "reason",
        "case__is_restricted",
    )
    return [
        Entry(section=Section.APPROVALS, id=str(pk), ref=ref, code=f"{state}.{post}", is_hidden=True)
        if is_restricted
        else Entry(
            section=Section.APPROVALS,
            id=str(pk),
            room=room,
            ref=ref,
            code=f"{state}.{post}",
            kind=currency,
            number=amount or 0,
            since=asked_at,
            text=reason,
        )
        for pk, ref, room, state, post, currency, amount, asked_at, reason, is_restricted in columns[:MOST]
    ]


def _promises(scope: Scope, wanted: frozenset[Section]) -> list[Entry]:
    post = "" if scope.is_whole_house else scope.post.code
    return promised_entries(scope.house.pk, post=post, at=scope.at)


def _rooms(scope: Scope, wanted: frozenset[Section]) -> list[Entry]:
    return room_entries(scope.house, at=scope.at, has_loans=Section.LOANS in wanted)


def _vips(scope: Scope, wanted: frozenset[Section]) -> list[Entry]:
    today = local_date(scope.at, scope.house.timezone)
    return vip_entries(scope.house.pk, from_on=eve_of(today), until_on=today + timedelta(days=1))


Reader = Callable[[Scope, frozenset[Section]], list[Entry]]
READERS: Sequence[tuple[frozenset[Section], Reader]] = (
    (
        rules.LINE_SECTIONS,
        _lines,
    ),
    (frozenset({Section.CASES}), _cases),
    (frozenset({Section.TASKS}), _tasks),
    (frozenset({Section.APPROVALS}), _approvals),
    (frozenset({Section.PROMISES, Section.CONTRADICTIONS}), _promises),
    (frozenset({Section.DND, Section.OUT_OF_ORDER, Section.LOANS}), _rooms),
    (frozenset({Section.VIPS}), _vips),
)
