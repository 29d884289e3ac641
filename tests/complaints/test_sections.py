"""What a complaint shows on the case page, and what its forms take in."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import include, path
from django.utils import translation

from innkeeper.cases.queries import page
from innkeeper.cases.views import sections
from innkeeper.complaints import forms
from innkeeper.complaints.sections import SECTIONS
from innkeeper.kernel.errors import InvalidInput
from innkeeper.kernel.money import Money
from tests.makers import complaints as make
from tests.people import START

urlpatterns = [path("", include("innkeeper.complaints.urls"))]


def shown(cast, case, *, who="owner", language="zh-hans", hours=1):
    """Every section of a complaint, one after the other."""
    asked = {"actor": getattr(cast, who).actor, "case": case, "at": START + timedelta(hours=hours)}
    with override_settings(ROOT_URLCONF=__name__), translation.override(language):
        return "".join(
            render_to_string(one.template, {"section": one.fill(**asked), "LANGUAGE_CODE": language})
            for one in SECTIONS
        )


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "服务补救"), ("en", "Service recovery")])
def test_the_handler_finds_every_form_in_both_languages(cast, language, words):
    page = shown(cast, make.investigated(cast), language=language)
    assert words in page
    for noun in ("solutions", "decisions", "preventions", "recoveries", "resolution"):
        assert f"/{noun}/" in page


@pytest.mark.parametrize(("who", "is_shown"), [("owner", True), ("manager", True), ("colleague", False)])
def test_of_a_closed_complaint_only_who_may_opens_a_dispute(cast, who, is_shown):
    assert ("/dispute/" in shown(cast, make.closed(cast), who=who)) is is_shown


def test_others_see_what_was_written_and_no_form(cast):
    page = shown(cast, make.decided(cast), who="engineer")
    assert "措施 0" in page and "换到 1706" in page
    assert "/solutions/" not in page and "/resolution/" not in page


def test_each_stage_opens_its_own_form(cast):
    case = make.resolved(cast)
    assert "/feedback/" in shown(cast, case) and "/review/" not in shown(cast, case)
    case = make.heard(cast, text="另一件")
    assert "/review/" in shown(cast, case, who="quality")
    case = make.closed(cast, text="第三件")
    assert "/visits/" in shown(cast, case)


def test_the_first_measure_stands_there_as_the_guest_agreed_to_it(cast):
    case = make.investigated(cast)
    make.propose(cast, case)
    assert 'name="measure_1" maxlength="400" value="">' in shown(cast, case)
    make.agree(cast, case)
    page = shown(cast, case)
    assert 'name="measure_1" maxlength="400" value="换到 1706">' in page
    assert 'name="measure_2" maxlength="400">' in page
    assert f'<option value="{cast.owner.id}" selected>' in page
    assert f'name="due_1" value="{START + timedelta(hours=2):%Y-%m-%dT%H:%M}"' in page


def test_the_way_in_which_the_guest_came_is_offered_first(cast):
    case = make.resolved(cast, channel="wechat")
    assert '<select class="input" name="means"><option value="wechat">' in shown(cast, case)


def places(cast, case):
    return sections.places(page.case_page(cast.owner.actor, ref=case.ref, at=START), cast.owner.actor)


def test_what_later_stages_do_is_folded_until_its_stage_comes(cast):
    before = {one.name: one.trigger for one in places(cast, make.make_complaint(cast))}
    assert (before["course"], before["outcome"], before["evidence"]) == ("", "", "")
    now = {one.name: one.trigger for one in places(cast, make.reached(cast, text="另一件"))}
    assert (now["evidence"], now["course"], now["outcome"]) == ("load", "load", "load")
    assert now["recovery"] == "intersect once"


def test_what_the_present_stage_works_on_stands_first(cast):
    assert places(cast, make.reached(cast))[0].is_now


def test_a_missing_gate_points_to_the_section_that_works_on_it():
    links = sections.gate_links("complaint")
    assert (links["investigated"], links["measures_done"]) == ("#part-evidence", "#part-course")


def test_amounts_are_read_in_yuan():
    assert forms.money({"amount": "68.50"}, "amount") == Money("CNY", 6850)
    assert forms.money({}, "amount") is None


@pytest.mark.parametrize("given", ["-1", "1.234", "NaN", "Infinity", "1e9999999", "١٢", "abc", "9" * 40])
def test_a_hostile_amount_is_refused_naming_the_field(given):
    with pytest.raises(InvalidInput) as refused:
        forms.money({"amount": given}, "amount")
    assert "amount" in refused.value.fields


@pytest.mark.parametrize("given", ["soon", "2026-13-45T10:00", "\x00"])
def test_a_time_that_is_none_is_refused(given):
    with pytest.raises(InvalidInput):
        forms.a_time({"due_1": given}, "due_1")


def test_a_measure_without_owner_and_time_is_refused_naming_both_fields():
    with pytest.raises(InvalidInput) as refused:
        forms.measures({"measure_2": "修"})
    assert set(refused.value.fields) == {"owner_2", "due_2"}
