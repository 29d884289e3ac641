"""The terms of settlements on one page, and on the page of their dispute: what is overdue is said so (DISP-04)."""

import pytest

from innkeeper.cases.models import Case
from tests.accounts.conftest import enter
from tests.makers import disputes as make

PAGE = "/disputes/terms/"


@pytest.fixture
def case(cast, clock):
    return make.settled(cast)


def seen(person, language, path=PAGE):
    client = enter(person)
    client.post("/language/", {"language": language})
    return client.get(path).content.decode()


@pytest.mark.req("DISP-04")
@pytest.mark.parametrize(
    ("language", "overdue", "count"), [("zh-hans", "逾期", "1 项逾期"), ("en", "Overdue", "1 overdue")]
)
def test_a_refund_is_overdue_when_its_date_has_passed(cast, clock, case, language, overdue, count):
    page = seen(cast.quality, language)
    assert case.ref in page and "退款 680 元" in page
    assert overdue not in page
    clock.move(days=8)
    page = seen(cast.quality, language)
    assert overdue in page and count in page
    assert overdue in seen(cast.quality, language, f"/cases/{case.ref}/sections/end/")


@pytest.mark.req("DISP-04")
def test_what_is_carried_out_stands_there_no_more(cast, clock, case):
    make.carry_out(cast, case)
    assert case.ref not in seen(cast.quality, "zh-hans")


def test_who_may_not_see_the_dispute_does_not_see_its_terms(cast, clock, case):
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    assert case.ref not in seen(cast.front_desk, "zh-hans")
    assert case.ref not in seen(cast.outsider, "zh-hans")
