"""Proposing a way out, and hearing the guest before it is taken (CASE-15, CASE-18, CASE-19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases import policy
from innkeeper.cases.actions.checking import chosen, required, storable
from innkeeper.cases.actions.wording import LINE_LENGTH, hidden
from innkeeper.cases.models import Case, Channel, Evidence, Finding
from innkeeper.complaints.actions.wording import sealed
from innkeeper.complaints.models import Answer, GuestOpinion, OptionKind, Solution, SolutionOption
from innkeeper.complaints.queries import newest_solution
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput, WrongState
from innkeeper.kernel.ids import uuid7
from innkeeper.kernel.money import Money


class NotInvestigated(WrongState):
    """There is nothing to reason from: no finding and no evidence (CASE-15)."""

    code = "not_investigated"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionDraft:
    """One way out as it is proposed, from its place of the form, from 1. Units: money in the minor unit."""

    kind: str
    text: str
    money: Money | None = None
    place: int = 0


def propose_solution(
    *,
    actor: Actor,
    case_id: UUID,
    reasons: str,
    options: Sequence[OptionDraft],
    at: datetime,
    single_reason: str = "",
) -> UUID:
    """Propose ways out, reasoned from what was found: two at least, or the reason for one.

    A newer proposal takes the place of the older one. Raises: NotInvestigated; InvalidInput; NotPermitted; NotFound.
    """
    required(reasons=reasons)
    _refuse_bad(options, single_reason)
    row_id = uuid7()
    seen = policy.case_for(actor, pk=case_id)
    words = sealed(reasons, case=seen, column="Solution.reasons", row_id=row_id, at=at)
    with cases.changing(
        actor=actor, case_id=case_id, verb="resolve", at=at, typed={"reasons": reasons}
    ) as case:
        _insist_stage(case)
        found = Finding.objects.filter(case=case).count()
        if not found and not Evidence.objects.filter(case=case).exists():
            raise NotInvestigated(_("There is no finding and no evidence yet. Look into it first."))
        Solution.objects.filter(case_id=case.pk, withdrawn_at__isnull=True).update(withdrawn_at=at)
        solution = Solution.objects.create(
            id=row_id,
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            reasons=words.sealed,
            reasons_redacted=words.redacted,
            single_reason=hidden(single_reason, case, length=200),
            finding_count=found,
            by_id=actor.id,
            at=at,
        )
        SolutionOption.objects.bulk_create(
            _option(case, solution, number, one) for number, one in enumerate(options, 1)
        )
        cases.tick(case, ["investigate", "propose"], actor=actor, at=at)
        cases.emit(case, "solution_proposed", actor=actor, at=at)
        cases.tell(case, actor=actor, verb="solution_proposed", at=at, facts={"options": len(options)})
    return row_id


def record_opinion(
    *,
    actor: Actor,
    case_id: UUID,
    answer: str,
    means: str,
    at: datetime,
    option_id: UUID | None = None,
    words: str = "",
) -> UUID:
    """Keep what the guest says to the proposal; whoever agrees has chosen an option (CASE-19).

    Raises: WrongState without a proposal; InvalidInput; NotPermitted; NotFound.
    """
    chosen(answer, list(Answer.values), field="answer")
    chosen(means, list(Channel.values), field="means")
    storable(words=words)
    row_id = uuid7()
    seen = policy.case_for(actor, pk=case_id)
    said = (
        sealed(words, case=seen, column="GuestOpinion.words", row_id=row_id, at=at) if words.strip() else None
    )
    with cases.changing(actor=actor, case_id=case_id, verb="resolve", at=at, typed={"words": words}) as case:
        _insist_stage(case)
        solution = newest_solution(case.pk, case.round)
        if solution is None:
            raise WrongState(_("No solution has been proposed yet."))
        option = _chosen_option(solution, option_id, answer)
        GuestOpinion.objects.create(
            id=row_id,
            property_id=case.property_id,
            case_id=case.pk,
            round=case.round,
            solution=solution,
            option=option,
            answer=answer,
            words=said.sealed if said else None,
            words_redacted=said.redacted if said else "",
            means=means,
            asked_by_id=actor.id,
            at=at,
        )
        cases.emit(case, "opinion_given", actor=actor, at=at)
        cases.tell(
            case, actor=actor, verb="opinion_recorded", at=at, facts={"answer": answer, "means": means}
        )
    return row_id


def _insist_stage(case: Case) -> None:
    """Before the guest was reached there is nothing to propose. Raises: WrongState."""
    if case.stage != "resolve":
        raise WrongState(_("The case is not in the stage where it is solved."))


def _refuse_bad(options: Sequence[OptionDraft], single_reason: str) -> None:
    wrong: dict[str, str] = {}
    if not options or (len(options) == 1 and not single_reason.strip()):
        wrong["options"] = _("Propose two options at least, or say why there is only one.")
    for count, option in enumerate(options, 1):
        number = option.place or count
        if option.kind not in OptionKind.values:
            wrong[f"kind_{number}"] = _("Choose one of the list.")
        if not option.text.strip():
            wrong[f"option_{number}"] = _("Choose a kind and say what is offered.")
        if option.money is not None and option.money.amount_minor < 0:
            wrong[f"amount_{number}"] = _("An amount is not below zero.")
    storable(single_reason=single_reason, options="".join(option.text for option in options))
    if wrong:
        raise InvalidInput(next(iter(wrong.values())), fields=wrong)


def _option(case: Case, solution: Solution, number: int, draft: OptionDraft) -> SolutionOption:
    return SolutionOption(
        solution=solution,
        number=number,
        kind=draft.kind,
        text_redacted=hidden(draft.text, case, length=LINE_LENGTH),
        currency=draft.money.currency if draft.money else "",
        amount_minor=draft.money.amount_minor if draft.money else None,
    )


def _chosen_option(solution: Solution, option_id: UUID | None, answer: str) -> SolutionOption | None:
    """The option that the guest chose. Raises: InvalidInput for one of another proposal, or none by who agrees."""
    option = solution.options.filter(pk=option_id).first() if option_id else None
    if option is None and (option_id is not None or answer == Answer.AGREES):
        raise InvalidInput(
            _("Say which option the guest chose."), fields={"option": _("Choose one of the options.")}
        )
    return option
