"""Taking a whole case over from its page: offered to who is on duty while nobody on duty holds it, to nobody else."""

import pytest

from innkeeper.accounts.models import DutyTurn
from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import NamedStaff
from innkeeper.cases.queries import page
from innkeeper.cases.views import sections
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.makers.cases import make_case
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def left(cast, clock):
    """A case whose owner went home."""
    case = make_case(cast)
    DutyTurn.objects.filter(staff_id=cast.owner.id).delete()
    return case


def shown(person, case, language="zh-hans") -> str:
    client = enter(person)
    client.post("/language/", {"language": language})
    answer = client.get(f"/cases/{case.ref}/sections/hands/")
    assert answer.status_code == 200
    return answer.content.decode()


def take(person, case):
    return enter(person).post(f"/cases/{case.ref}/takeover/")


def is_offered(person, case) -> bool:
    facts = page.case_page(person.actor, ref=case.ref, at=START)
    return {one.name: one.trigger for one in sections.places(facts, person.actor)}.get("hands") == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("不在班", "接手后由您负责", "系统会通知")),
        ("en", ("is off duty", "You become the owner", "is told")),
    ],
)
def test_the_section_says_who_went_and_what_taking_over_changes(cast, left, language, words):
    page_words = shown(cast.manager, left, language)
    assert [one for one in words if one not in page_words] == []
    assert f"/cases/{left.ref}/takeover/" in page_words


@pytest.mark.req("CASE-05")
def test_one_press_takes_it_over_and_the_former_owner_is_told(cast, left):
    answer = take(cast.manager, left)
    assert (answer.status_code, answer["Location"]) == (303, f"/cases/{left.ref}/")
    left.refresh_from_db()
    assert left.owner_id == cast.manager.id
    facts = AuditEntry.objects.get(verb="cases.case_taken_over").facts
    assert (facts["from"], facts["why"]) == (str(cast.owner.id), "nobody_on_duty")
    assert StaffNotice.objects.filter(text_key="cases.case_taken_over", recipient_id=cast.owner.id).exists()


def test_while_its_owner_is_on_duty_the_section_says_whom_to_ask(cast, clock):
    case = make_case(cast)
    words = shown(cast.manager, case)
    assert "在班，请直接联系" in words and "takeover" not in words
    assert take(cast.manager, case).status_code == 403
    case.refresh_from_db()
    assert case.owner_id == cast.owner.id


def test_who_is_off_duty_is_told_so_and_takes_nothing(cast, left):
    DutyTurn.objects.filter(staff_id=cast.manager.id).delete()
    assert "takeover" not in shown(cast.manager, left)
    assert take(cast.manager, left).status_code == 403
    left.refresh_from_db()
    assert left.owner_id == cast.owner.id
    assert not AuditEntry.objects.filter(verb="cases.case_taken_over").exists()


def test_the_page_folds_it_away_and_offers_it_only_to_who_handles_cases(cast, left):
    assert is_offered(cast.manager, left)
    assert not is_offered(cast.owner, left)
    assert not is_offered(cast.privacy_officer, left)
    assert take(cast.privacy_officer, left).status_code == 403


def test_whom_the_case_names_takes_nothing(cast, left):
    NamedStaff.objects.create(case=left, staff_id=cast.manager.id, named_by_id=cast.owner.id, named_at=START)
    assert take(cast.manager, left).status_code in (403, 404)
    left.refresh_from_db()
    assert left.owner_id == cast.owner.id


def test_another_hotel_finds_no_such_case(cast, left):
    assert take(cast.outsider, left).status_code == 404
