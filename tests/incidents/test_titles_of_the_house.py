"""What the house itself titles a case is read in each reader's language; what a guest said stays as it was said."""

from dataclasses import replace

import pytest
from django.utils import translation

from innkeeper.calls.actions import raise_welfare
from innkeeper.cases.models import Case
from innkeeper.cases.queries.lists import cases_page, hidden, lines_of
from innkeeper.kernel.ids import uuid7
from tests.accounts.conftest import enter
from tests.incidents.test_gather import four
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize("written_in", ["zh-hans", "en"])
def test_an_incident_of_many_rooms_is_titled_for_each_reader(house, written_in):
    with translation.override(written_in):
        incident = Case.objects.get(pk=four(house))
    with translation.override("en"):
        assert incident.title == "4 calls on one matter: 没有热水"
        assert incident.title in [one.title for one in cases_page(house.owner.actor).lines]
    with translation.override("zh-hans"):
        assert incident.title.startswith("同一问题 4 ") and incident.title.endswith("没有热水")


def test_the_page_of_the_case_says_it_in_the_reader_s_language(house):
    incident = Case.objects.get(pk=four(house))
    client = enter(house.owner)
    assert incident.title_redacted in client.get(f"/cases/{incident.ref}/").content.decode()
    client.post("/language/", {"language": "en"})
    assert f"<h1>{incident.title_en}</h1>" in client.get(f"/cases/{incident.ref}/").content.decode()


def test_an_alarm_by_phone_is_titled_for_each_reader_and_its_neutral_line_says_nothing(house):
    with translation.override("en"):
        case_id = raise_welfare(actor=house.front_desk.actor, words="他说不想活了", key=uuid7(), at=START)
        (line,) = lines_of(Case.objects.filter(pk=case_id))
        assert line.title == "A caller fears for somebody's life."
        assert hidden(line).title == hidden(line).title_en == ""
        assert replace(hidden(line), ref="X").title == ""
    with translation.override("zh-hans"):
        assert "A caller" not in Case.objects.get(pk=case_id).title
