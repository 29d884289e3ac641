"""Words typed in an emergency that names somebody unknown: nothing that others read says one of them."""

from uuid import uuid4

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.models import Case
from innkeeper.clocks.models import ClockRun
from innkeeper.desk.queries.briefing import briefing
from innkeeper.desk.queries.briefing_paper import briefing_paper
from innkeeper.handovers.queries.pack import pack_of
from innkeeper.incidents import actions
from innkeeper.notices.catalogue import rendered
from innkeeper.notices.models import Carriage, StaffNotice, Unreached
from innkeeper.outbox.models import Job, OutboxEvent
from tests.accounts.conftest import enter
from tests.addresses import MY_WORK
from tests.makers.house import work_off
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
PLANTED = "紫檀般脸色 佟大志哮喘"
WORDS = ("紫檀", "佟大志", "哮喘")
PAGES = (
    MY_WORK, "/house/", "/cases/", "/cases/?room=1208", "/cases/?code=illness", "/notices/", "/rooms/1208/", "/requests/",
    "/handover/", "/emergencies/", "/lost-and-found/", "/intake/", "/briefing/", "/calls/",
)  # fmt: skip


def raised(house, clock):
    alarm = actions.Alarm(code="illness", key=uuid4(), words=PLANTED, room="1208")
    actions.raise_emergency(actor=house.owner.actor, property_id=house.house.pk, alarm=alarm, at=START)
    work_off(clock)
    return Case.objects.get(kind="emergency")


def said(text):
    return [word for word in WORDS if word in text]


@pytest.mark.req("PRIV-01", "CASE-16")
def test_the_title_is_the_cards_and_nothing_that_was_typed(house, guard, clock):
    case = raised(house, clock)
    assert case.is_restricted
    assert not said(case.title_redacted)
    assert case.title_redacted


def test_no_page_says_it_to_who_need_not_know(house, guard, waiter, clock):
    case = raised(house, clock)
    browser = enter(house.colleague)
    shown = {one: browser.get(one, follow=True).content.decode() for one in PAGES}
    assert [one for one, page in shown.items() if said(page) or f"/cases/{case.ref}/" in page] == []


def test_no_search_finds_it(house, guard, clock):
    case = raised(house, clock)
    browser = enter(house.colleague)
    for phrase in WORDS:
        page = browser.post("/search/", {"q": phrase}).content.decode()
        assert said(page.replace(phrase, "")) == [] and f"/cases/{case.ref}/" not in page


def test_no_notice_no_event_and_no_job_says_it_and_so_no_phone_and_no_group(house, guard, clock):
    raised(house, clock)
    for table in (StaffNotice, Unreached, Carriage, OutboxEvent, Job, ClockRun, AuditEntry):
        assert not said(str(list(table.objects.values()))), table
    told = [
        rendered(one.text_key, one.facts | {"room": one.room, "ref": one.ref})
        for one in StaffNotice.objects.all()
    ]
    assert told and not said(str(told))


def test_neither_the_downtime_pack_nor_the_briefing_says_it(house, guard, clock):
    raised(house, clock)
    assert not said(repr(pack_of(house.house, at=START)))
    for reader in (house.owner, house.general_manager):
        assert not said(repr(briefing_paper(briefing(reader.actor, house.house, at=START))))
