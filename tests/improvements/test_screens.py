"""The improvement on its own page and beside the complaint that it comes from."""

import pytest

from innkeeper.cases import actions as cases
from innkeeper.cases.models import Case
from innkeeper.complaints.models import Review
from innkeeper.improvements.models import Improvement
from innkeeper.workflows.review_leaves_improvement import leave_improvement
from tests.accounts.conftest import enter
from tests.makers import complaints as make
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
FACES = [("zh-hans", "要改什么", "留下的改进"), ("en", "What is to change", "What it left behind")]


@pytest.fixture
def left(cast, clock):
    """A reviewed complaint and the improvement that it left, in the housekeeper's hands."""
    source = make.heard(cast)
    make.review(cast, source)
    review = Review.objects.get(case_id=source.pk)
    leave_improvement(case_id=source.pk, review_id=review.pk, at=START)
    case = Case.objects.get(pk=Improvement.objects.get(review_id=review.pk).case_id)
    cases.assign_case(actor=cast.manager.actor, case_id=case.pk, owner_id=cast.housekeeper.id, at=START)
    return source, case


def read(client, ref, name, language="en"):
    client.post("/language/", {"language": language})
    return client.get(f"/cases/{ref}/sections/{name}/").content.decode()


@pytest.mark.req("CASE-25")
@pytest.mark.parametrize(("language", "title", "beside"), FACES)
def test_both_pages_say_what_is_to_change_and_where_it_comes_from(cast, left, language, title, beside):
    source, case = left
    desk = enter(cast.quality)
    own = read(desk, case.ref, "improvement", language)
    assert title in own and "交接时漏了一间" in own and source.ref in own
    there = read(desk, source.ref, "improvements", language)
    assert beside in there and case.ref in there


@pytest.mark.req("CASE-25")
def test_it_goes_from_planned_to_closed_by_its_buttons_alone(cast, left):
    _source, case = left
    owner, quality = enter(cast.housekeeper), enter(cast.quality)
    url = f"/improvements/{case.ref}/effect/"
    said = {"effect": "两周无同类客诉", "is_effective": "yes"}
    assert quality.post(url, said).status_code == 409  # nothing was carried out yet
    owner.post(f"/cases/{case.ref}/stage/")
    assert url in read(quality, case.ref, "improvement") and url not in read(owner, case.ref, "improvement")
    assert owner.post(url, said).status_code == 403
    assert quality.post(url, said).status_code == 303
    owner.post(f"/cases/{case.ref}/stage/")
    owner.post(f"/cases/{case.ref}/closure/", {"outcome": "写进规程"})
    assert not Case.objects.get(pk=case.pk).is_open
    kept = Improvement.objects.get(case_id=case.pk)
    assert (kept.is_effective, kept.effect_by_id) == (True, cast.quality.id)


@pytest.mark.parametrize("said", [{"effect": "好了"}, {"effect": "好了", "is_effective": "maybe"}])
def test_it_asks_whether_it_worked_and_keeps_nothing_without(cast, left, said):
    _source, case = left
    enter(cast.housekeeper).post(f"/cases/{case.ref}/stage/")
    answer = enter(cast.quality).post(f"/improvements/{case.ref}/effect/", said)
    assert answer.status_code == 422
    assert Improvement.objects.get(case_id=case.pk).effect_at is None


def test_a_stranger_and_another_hotel_do_not_get_there(cast, left, client):
    url = f"/improvements/{left[1].ref}/effect/"
    assert client.post(url, {}).status_code == 302
    assert enter(cast.outsider).post(url, {}).status_code == 404


def test_its_page_speaks_of_no_guest(cast, left):
    source, case = left
    desk = enter(cast.manager)
    desk.post("/language/", {"language": "en"})
    own, there = (desk.get(f"/cases/{ref}/").content.decode() for ref in (case.ref, source.ref))
    assert "As it was opened" in own and "As it was opened" not in there
    for words in (
        "Ready words for the guest",
        "Log a contact",
        "Show the words unmasked",
        "Message to the guest",
    ):
        assert words not in own and words in there, words
