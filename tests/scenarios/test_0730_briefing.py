"""07:30: one page, one sheet, one entry in the log; every figure agrees with what it counts."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.actions import publish_shipped, seed_taxonomy
from innkeeper.desk.actions.briefing import open_briefing
from innkeeper.desk.queries.briefing_paper import briefing_paper
from innkeeper.handovers.queries.records import FaultyRecord
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import NotPermitted
from innkeeper.stays.actions import out_of_order
from tests.accounts.conftest import enter
from tests.makers.complaints import make_complaint, resolved
from tests.makers.guests import make_guest
from tests.makers.properties import make_floor
from tests.makers.stays import expect, move_in
from tests.people import GUEST_NAME, START

pytestmark = pytest.mark.django_db(databases="__all__")
HALF_PAST_SEVEN = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)


@pytest.fixture
def morning(cast, clock):
    """Yesterday's complaints, one of them restricted, a dead room, a VIP to come; it is 07:30 of the 15th."""
    publish_shipped(actor=system("tests"), at=START)
    seed_taxonomy()
    make_floor(house=cast.house, floor=12, rooms=9)
    move_in(house=cast.house, room="1208", guest=make_guest(house=cast.house))
    for minutes in range(3):
        make_complaint(
            cast,
            text="空调不制冷",
            taxonomy_code="air_conditioning",
            room_number="1207",
            at=START + timedelta(minutes=minutes),
        )
    resolved(cast, text="电视没有信号", room_number="1204")
    make_complaint(cast, text="有人拿了抽屉里的东西", taxonomy_code="theft", room_number="1205")
    out_of_order(
        actor=system("tests"),
        property_id=cast.house.pk,
        room_number="1202",
        reason="漏水",
        back_on=date(2026, 3, 17),
        at=START,
    )
    expect(
        house=cast.house,
        guest=make_guest(house=cast.house, name=GUEST_NAME, vip_level=3),
        arrival_on=date(2026, 3, 15),
    )
    clock.set(HALF_PAST_SEVEN)
    return cast


def page(cast, language, who="general_manager"):
    browser = enter(getattr(cast, who))
    browser.post("/language/", {"language": language})
    return browser, browser.get("/briefing/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("晨会", "反复发生", "空调", "漏水", "另有保密个案 1 件")),
        ("en", ("Morning briefing", "Comes back again and again", "1 restricted case beside these")),
    ],
)
def test_the_page_says_it_all_with_masked_names_and_one_entry(morning, language, words):
    browser, text = page(morning, language)
    assert ("3 月 17 日" if language == "zh-hans" else "17 March") in text, "when the dead room is back"
    assert [word for word in words if word not in text] == []
    assert GUEST_NAME not in text
    browser.get("/briefing/")
    entry = AuditEntry.objects.get(verb="desk.briefing_read")
    assert (entry.actor_id, entry.purpose) == (morning.general_manager.id, "briefing")


def test_figures_agree_with_the_lists_they_lead_to(morning):
    browser, text = page(morning, "en")
    shown = {
        href.replace("&amp;", "&"): number
        for href, number in re.findall(r'<a href="([^"]+)"[^>]*><b>([^<]+)</b>', text)
    }
    found = open_briefing(actor=morning.general_manager.actor, house=morning.house, at=HALF_PAST_SEVEN)
    assert shown["#fresh"] == str(len(found.fresh)) == "4"
    for state in ("open", "late"):
        href = f"/cases/?state={state}&kind=complaint"
        assert browser.get(href).content.decode().count('<li class="case"') == int(shown[href])
    assert shown["/house/lists/out-of-order/"] == "1"
    assert shown["#vips"] == "1"
    assert [(one.room, one.count) for one in found.repeats] == [("1207", 3)]


@pytest.mark.parametrize(
    ("language", "title", "lang"), [("zh-hans", "晨会", b"zh-CN"), ("en", "Morning briefing", b"en-GB")]
)
def test_the_sheet_is_a_tagged_pdf_and_its_print_is_one_entry(morning, language, title, lang):
    browser, _text = page(morning, language)
    answer = browser.post("/briefing/prints/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/MarkInfo" in answer.content or b"StructTreeRoot" in answer.content
    assert b"/Lang(" + lang in answer.content and title.encode() in answer.content, (
        "its title and its language"
    )
    assert b"NotoSansSC" in answer.content, "the fonts of the Chinese lie in it"
    assert answer["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(verb="desk.briefing_printed").count() == 1


def test_the_sheet_says_what_the_page_says(morning):
    found = open_briefing(actor=morning.general_manager.actor, house=morning.house, at=HALF_PAST_SEVEN)
    paper = briefing_paper(found)
    assert [one.figure for one in paper.blocks[0].items][:2] == [str(len(found.fresh)), str(found.open_count)]
    assert GUEST_NAME not in str(paper)


def test_who_does_not_oversee_the_shift_does_not_open_it(morning):
    assert enter(morning.attendant).get("/briefing/").status_code == 403
    with pytest.raises(NotPermitted):
        open_briefing(actor=morning.outsider.actor, house=morning.house, at=HALF_PAST_SEVEN)


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "另有 3 条"), ("en", "3 more")])
def test_more_faults_than_fit_are_said_to_be_more(morning, language, said, monkeypatch):
    faulty = [
        FaultyRecord(uuid4(), f"SHA-2026-{n:06d}", "漏水", "1208", START, START, morning.owner.id, (), is_looked_at=False)
        for n in range(15)
    ]  # fmt: skip
    monkeypatch.setattr("innkeeper.desk.queries.briefing.faulty_records", lambda *_args, **_more: faulty)
    _browser, text = page(morning, language)
    part = text.split('aria-labelledby="faulty"')[1].split("</section>")[0]
    assert (part.count("<tr>"), said in part, ">15<" in part) == (12, True, True)
