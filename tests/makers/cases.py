"""Cases and what hangs on them, made by the real actions."""

from datetime import timedelta
from pathlib import Path

from innkeeper.cases import actions
from innkeeper.cases.models import Case, Task
from innkeeper.cases.playbooks import register
from innkeeper.kernel.actors import system
from tests.people import START

KIND = "matter"
FOLDER = Path(__file__).resolve().parent.parent / "cases" / "playbooks"
SYSTEM = system("tests")

register(kind=KIND, folder=FOLDER)


def intake(cast, *, text="空调不制冷", **given):
    """What the order taker heard, in the tests' own kind of case."""
    given = {
        "kind": KIND,
        "channel": "room_phone",
        "room_number": "1208",
        "taxonomy_code": "air_conditioning",
    } | given
    return actions.Intake(property_id=cast.house.pk, text=text, **given)


def make_case(cast, *, at=START, by=None, owner="owner", **given):
    """A case as the house holds it after intake, in the hands of `owner` (None leaves it unowned)."""
    opened = actions.open_case(actor=(by or cast.colleague).actor, intake=intake(cast, **given), at=at)
    if owner is not None:
        give(cast, opened.id, owner=getattr(cast, owner), at=at)
    return Case.objects.get(pk=opened.id)


def give(cast, case_id, *, owner, at=START):
    """Put a case into somebody's hands."""
    actions.assign_case(actor=SYSTEM, case_id=case_id, owner_id=owner.id, at=at)


def reach_guest(cast, case, *, by=None, at=START, happened_at=None):
    """A colleague speaks with the guest."""
    spoken = actions.Spoken(means="phone", reached_guest=True, happened_at=happened_at)
    actions.record_contact(actor=(by or cast.owner).actor, case_id=case.pk, spoken=spoken, at=at)
    case.refresh_from_db()


def make_task(cast, case, *, title="查看空调", department="engineering", at=START, **given):
    """A task of the case, offered to a department."""
    job = actions.Job(title=title, department=department, **given)
    return Task.objects.get(pk=actions.add_task(actor=cast.owner.actor, case_id=case.pk, job=job, at=at))


def bring_to_review(cast, case, *, at=START):
    """The case with the guest reached, solved and called, in its last stage."""
    reach_guest(cast, case, at=at)
    for minutes in (1, 2):
        actions.advance_stage(actor=cast.owner.actor, case_id=case.pk, at=at + timedelta(minutes=minutes))
    case.refresh_from_db()
    return case


def make_closed_case(cast, *, at=START, **given):
    """A case that went all the way."""
    case = bring_to_review(cast, make_case(cast, at=at, **given), at=at)
    actions.close_case(actor=cast.owner.actor, case_id=case.pk, at=at + timedelta(minutes=5))
    case.refresh_from_db()
    return case
