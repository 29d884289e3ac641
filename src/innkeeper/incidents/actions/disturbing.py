"""A guest who abuses staff, or guests against guests: facts, two colleagues with security, turning away by the manager."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from innkeeper.cases import actions as cases
from innkeeper.cases.actions import Intake, OpenedCase
from innkeeper.cases.models import Case
from innkeeper.incidents.rules import judgements
from innkeeper.kernel.actors import Actor
from innkeeper.kernel.errors import InvalidInput

KIND = "disturbance"
MINUTES = 10


def open_disturbance(*, actor: Actor, intake: Intake, at: datetime) -> OpenedCase:
    """Take it in as facts and send two colleagues with security.

    Raises: InvalidInput naming the words that judge a person (ERR-12), and as `open_case` does.
    """
    refuse_judgement(intake.text, "text")
    return cases.open_case(
        actor=actor,
        intake=replace(intake, kind=KIND),
        at=at,
        then=lambda case: _sent(case, actor=actor, at=at),
    )


def ask_exclusion(*, actor: Actor, case_id: UUID, reason: str, at: datetime) -> UUID:
    """Ask the manager on duty to turn a guest away; by phone at night, ratified by morning. The approval's id.

    Raises: InvalidInput without a reason or with one that judges; NotPermitted for another than the handler.
    """
    refuse_judgement(reason, "reason")
    question = cases.Question(subject="exclusion", post="manager_on_duty", reason=reason)
    return cases.ask_approval(actor=actor, case_id=case_id, question=question, at=at)


def refuse_judgement(text: str, field: str) -> None:
    """A record of a guest holds what happened, not what somebody is. Raises: InvalidInput naming the words (ERR-12)."""
    found = judgements(text)
    if found:
        said = _(
            "Write what happened, not what somebody is: %(words)s. A quotation may stay in quotation marks."
        )
        told = said % {"words": ", ".join(found[:3])}
        raise InvalidInput(told, fields={field: told})


def _sent(case: Case, *, actor: Actor, at: datetime) -> None:
    errands = (
        ("security", "security_manager", lambda: _("Go there, two together; speak from the door")),
        (
            "front_office",
            "assistant_manager",
            lambda: _("Say the rule and by when it ends; see to the rooms beside it"),
        ),
    )
    for department, post, title in errands:
        job = cases.Job(title=cases.in_both(title), department=department, post=post, minutes=MINUTES)
        cases.offer(case, job, actor=actor, at=at)
