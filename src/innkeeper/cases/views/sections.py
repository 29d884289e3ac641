"""The parts of the case page that are fetched by themselves: the spine's own, those of each kind, where each stands."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from innkeeper.accounts.doors import actor_of, signed_in
from innkeeper.accounts.queries import manned, posts_of, staff_lines
from innkeeper.cases import policy
from innkeeper.cases.models import Case, HearingOutcome
from innkeeper.cases.playbooks import Section, registry
from innkeeper.cases.queries import page
from innkeeper.cases.queries.playbooks import playbook_of
from innkeeper.cases.views import asking, controls, showing
from innkeeper.guests.actions import open_names
from innkeeper.guests.queries import GuestLine, guest_lines
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.clock import now
from innkeeper.kernel.errors import NotFound
from innkeeper.web import htmx

AT_ONCE, IN_SIGHT = "load", "intersect once"


def _marked(text: str) -> str:
    """Marks a text for the catalogue; the page translates it."""
    return text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a section stands: at once with the page, when it comes into sight, or folded until somebody asks."""

    name: str
    title: str
    url: str
    trigger: str
    is_aside: bool

    @property
    def is_now(self) -> bool:
        """Whether its work is the work of the present stage."""
        return self.trigger == AT_ONCE


def guests(*, actor: Actor, case: Case, at: datetime) -> Mapping[str, Any]:
    """The guests of the case: by name for who may see names (one entry in the log a session), masked for others.

    Queries: 5 at most.
    """
    lines = list(guest_lines(page.guests_of(case), actor=actor).values())
    names = _names(actor, case, lines, at=at) if lines and actor.may("guests.see") else {}
    return {
        "case": case,
        "guests": [(line, names.get(line.id, line.shown_name)) for line in lines],
        "may_open_file": actor.may("guests.see"),
    }


def _names(actor: Actor, case: Case, lines: Collection[GuestLine], *, at: datetime) -> Mapping[Any, str]:
    return open_names(
        actor=actor,
        guest_ids=[line.id for line in lines],
        case_id=case.pk,
        session=actor.session,
        at=at,
        property_id=case.property_id,
    )


def evidence(*, actor: Actor, case: Case, at: datetime) -> Mapping[str, Any]:
    """What was found out. Queries: 2."""
    pieces, findings = page.found_out(case)
    return {
        "case": case,
        "evidence": pieces,
        "findings": findings,
        "may_find": case.is_open and policy.is_handler(actor, case),
    }


def approvals(*, actor: Actor, case: Case, at: datetime) -> Mapping[str, Any]:
    """What was asked for and what became of it. Queries: 2."""
    rows = page.approvals_of(case)
    ids = {one for row in rows for one in (row.asked_by_id, row.decided_by_id) if one}
    people = staff_lines(ids)
    return {
        "case": case,
        "approvals": [controls.approval_row(one, people, actor, at=at) for one in rows],
        "may_ask": asking.may_ask(actor, case),
    }


def links(*, actor: Actor, case: Case, at: datetime) -> Mapping[str, Any]:
    """The cases that belong to it. Queries: 1."""
    rows = page.links_of(case)
    return {"case": case, "links": rows, "may_unmerge": controls.may_unmerge(actor, case, rows, at=at)}


def named(*, actor: Actor, case: Case, at: datetime) -> Mapping[str, Any]:
    """The colleagues whom it names, and what they said to it. Queries: 3."""
    rows, people = page.colleagues_named(case)
    return {
        "case": case,
        "named": [
            (
                showing.name_of(people, row.staff_id),
                row,
                [(one, showing.name_of(people, one.heard_by_id)) for one in said],
            )
            for row, said in rows
        ],
        "outcomes": HearingOutcome.choices,
        "may_hear": case.is_open and policy.is_handler(actor, case),
        "may_open": actor.may("cases.handle") or policy.is_handler(actor, case),
    }


def readers(*, actor: Actor, case: Case, at: datetime) -> Mapping[str, Any]:
    """Who may know of the restricted case, and the forms that let one fewer know, or everybody. Queries: 3."""
    rows, people = page.knowers(case)
    may_share = actor.may("cases.see_restricted")
    return {
        "case": case,
        "readers": [
            (
                row,
                showing.name_of(people, row.staff_id),
                showing.name_of(people, row.given_by_id),
                row.staff_id == case.owner_id,
            )
            for row in rows
        ],
        "may_share": may_share,
        "may_lift": may_share and case.is_restricted and not page.names_somebody(case),
    }


def visit(*, actor: Actor, case: Case, at: datetime) -> Mapping[str, Any]:
    """Whether the guest agrees that somebody comes to the room, and the button that says otherwise. Queries: 3."""
    rows, people, is_asked = page.consents_of(case)
    return {
        "case": case,
        "consents": [(row, showing.name_of(people, row.by_id)) for row in rows],
        "is_given": bool(rows) and rows[0].is_given,
        "is_asked": is_asked,
        "may_note": case.is_open and is_asked and actor.may("cases.take_in"),
    }


def hands(*, actor: Actor, case: Case, at: datetime) -> Mapping[str, Any]:
    """Who holds the case and whether they are on duty; who may take it over when nobody is. Queries: 3, 6 where nobody is."""
    posts, _departments, people = manned(case.property_id, at)
    is_left = policy.is_left(case, posts=posts, people=people)
    held = posts_of(case.property_id, actor.id, at=at) | actor.posts if is_left else actor.posts
    is_of_team = not is_left or policy.may_stand_in(playbook_of(case.playbook_id), held=held, manned=posts)
    return {
        "case": case,
        "is_of_team": is_of_team,
        "owner": showing.name_of(staff_lines({case.owner_id}), case.owner_id) if case.owner_id else "",
        "is_left": is_left,
        "is_on_duty": actor.id in people,
        "may_take": is_left and is_of_team and actor.id in people and not policy.is_named(case.pk, actor.id),
    }


GUESTS = Section(
    name="guests", title=_marked("Guest"), template="cases/_guests.html", fill=guests, is_aside=True
)
EVIDENCE = Section(
    name="evidence",
    title=_marked("Findings and evidence"),
    template="cases/_evidence.html",
    fill=evidence,
    gates=("investigated",),
)
APPROVALS = Section(
    name="approvals",
    title=_marked("Approvals"),
    template="cases/_approvals.html",
    fill=approvals,
    gates=("approvals_given", "approvals_ratified"),
    is_aside=True,
)
NAMED = Section(
    name="named",
    title=_marked("Colleagues concerned"),
    template="cases/_named.html",
    fill=named,
    gates=("colleagues_heard",),
)
READERS = Section(
    name="readers", title=_marked("Who may know"), template="cases/_readers.html", fill=readers, is_aside=True
)
VISIT = Section(
    name="visit",
    title=_marked("Somebody in the room"),
    template="cases/_visit.html",
    fill=visit,
    is_aside=True,
)
LINKS = Section(
    name="links", title=_marked("Belongs to"), template="cases/_links.html", fill=links, is_aside=True
)
HANDS = Section(
    name="hands",
    title=_marked("Nobody there to act?"),
    template="cases/_hands.html",
    fill=hands,
    is_aside=True,
)
SPINE = (GUESTS, VISIT, NAMED, READERS, EVIDENCE, APPROVALS, LINKS, HANDS)
MENDED_BY_A_VISIT = frozenset({"housekeeping", "engineering"})


def sections_of(kind: str) -> tuple[Section, ...]:
    """Every section of the case page of a kind: the spine's, then its own."""
    return (*SPINE, *registry.sections_of(kind))


def places(facts: page.CasePageFacts, actor: Actor) -> list[Place]:
    """The sections that the page has for this reader, those of the present stage first."""
    found = [
        _place(facts, section)
        for section in sections_of(facts.case.kind)
        if _is_wanted(facts, section, actor)
    ]
    return sorted(found, key=lambda place: (not place.is_now, not place.trigger))


def leads(case: Case, actor: Actor, *, at: datetime) -> list[tuple[Section, Mapping[str, Any]]]:
    """The sections that stand above all else, filled with the page: what must be read before anything is fetched."""
    return [
        (one, one.fill(actor=actor, case=case, at=at))
        for one in registry.sections_of(case.kind)
        if one.is_lead
    ]


def gate_links(kind: str) -> dict[str, str]:
    """Where each missing gate of the kind is worked on: the section that says so."""
    return {gate: f"#part-{one.name}" for one in sections_of(kind) for gate in one.gates}


def _place(facts: page.CasePageFacts, section: Section) -> Place:
    return Place(
        name=section.name,
        title=_(section.title) if section.title else section.name,
        url=reverse("cases:section", args=[facts.case.ref, section.name]),
        trigger=_trigger(facts, section),
        is_aside=section.is_aside,
    )


def _trigger(facts: page.CasePageFacts, section: Section) -> str:
    """At once for what the present stage works on; folded what only later stages do and nobody has begun."""
    case, beside = facts.case, facts.beside
    if section is HANDS:
        return ""
    if section is APPROVALS:
        return AT_ONCE if beside.approvals_asked else IN_SIGHT if beside.approvals else ""
    if section is NAMED:
        return AT_ONCE if facts.case.is_open else IN_SIGHT
    if section is EVIDENCE and (beside.evidence or beside.findings):
        return AT_ONCE if _is_now(facts, section) else IN_SIGHT
    stages = [stage.name for stage in facts.playbook.stages]
    serves = list(_stages_of(facts, section))
    if not case.is_open or not serves or case.stage not in stages:
        return IN_SIGHT
    if _is_now(facts, section):
        return AT_ONCE
    is_later = all(stages.index(one) > stages.index(case.stage) for one in serves)
    return "" if is_later else IN_SIGHT


def _is_now(facts: page.CasePageFacts, section: Section) -> bool:
    return facts.case.is_open and facts.case.stage in _stages_of(facts, section)


def _stages_of(facts: page.CasePageFacts, section: Section) -> Iterator[str]:
    """The stages whose gates the section's work makes pass."""
    wanted = set(section.gates)
    return (stage.name for stage in facts.playbook.stages if wanted & set(stage.gates))


def _is_wanted(facts: page.CasePageFacts, section: Section, actor: Actor) -> bool:
    """Whether there is anything to show or to do."""
    if section.is_lead:
        return False
    if section is GUESTS:
        return facts.beside.guests > 0
    if section is NAMED:
        return facts.beside.named > 0
    if section is READERS:
        return facts.case.is_restricted and actor.may("cases.see_restricted")
    if section is VISIT:
        return facts.beside.consents > 0 or _may_be_visited(facts.case)
    if section is HANDS:
        return asking.may_step_in(actor, facts.case)
    if section is LINKS:
        return facts.beside.links > 0
    if section is APPROVALS:
        return facts.beside.approvals > 0 or asking.may_ask(actor, facts.case)
    return True


def _may_be_visited(case: Case) -> bool:
    """Whether the matter may be one of those for which an attendant goes to the room, and nobody has asked the guest."""
    is_ours = case.kind == "complaint" and case.handling_department in MENDED_BY_A_VISIT
    return case.is_open and bool(case.room_number) and is_ours


@require_safe
@signed_in()
def section(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """One section of the case page: a piece of it, or a page of its own where there is no script."""
    actor, at = actor_of(request), now()
    case = policy.case_for(actor, ref=ref)
    found = next((one for one in sections_of(case.kind) if one.name == name), None)
    if found is None:
        raise NotFound(_("There is no such part of the case."))
    shown = {
        "case": case,
        "part": found,
        "section": dict(found.fill(actor=actor, case=case, at=at)),
        "title": _(found.title) if found.title else "",
    }
    return htmx.render(request, "cases/section.html", "cases/_section.html", shown)
