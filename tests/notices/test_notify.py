"""Notices: told once, read by the reader, never lost when nobody is on duty."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils import translation

from innkeeper.accounts.models import DutyTurn, Staff
from innkeeper.kernel.actors import system
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.kernel.ids import uuid7
from innkeeper.notices.actions import mark_read, notify, notify_post, take_unreached
from innkeeper.notices.catalogue import add_texts, rendered
from innkeeper.notices.models import StaffNotice, Unreached
from innkeeper.notices.queries import open_unreached, unread_count
from tests.accounts.conftest import enter
from tests.makers.notices import make_notice
from tests.people import START

NIGHT = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)


def about(cast, **more):
    given = {
        "actor": system("sweep"),
        "property_id": cast.house.pk,
        "kind": "clocks.late",
        "object_kind": "case",
        "object_id": uuid7(),
        "ref": "SHA-2026-000007",
        "room": "1208",
        "level": "burn",
        "at": START,
        "text_key": "clocks.late",
        "facts": {},
    }
    return given | more


def test_colleagues_are_told_once_and_not_by_themselves(cast):
    ids = [cast.owner.id, cast.owner.id, cast.colleague.id]
    with transaction.atomic():
        notify(staff_ids=ids, **about(cast, actor=cast.colleague.actor))
    assert list(StaffNotice.objects.values_list("recipient_id", flat=True)) == [cast.owner.id]


@pytest.mark.django_db(transaction=True)
def test_a_notice_wants_the_transaction_of_what_it_tells(cast):
    with pytest.raises(RuntimeError):
        notify(staff_ids=[cast.owner.id], **about(cast))


def test_an_unknown_level_is_refused(cast):
    with pytest.raises(ValueError), transaction.atomic():
        notify(staff_ids=[cast.owner.id], **about(cast, level="purple"))


def test_a_post_at_night_reaches_its_deputy(cast):
    with transaction.atomic():
        reach = notify_post(post_code="executive_housekeeper", **about(cast, at=NIGHT))
    assert reach.staff_ids == (cast.general_manager.id,)
    assert reach.post_codes == {"general_manager"}
    assert unread_count(cast.general_manager.id) == 1


def nobody_at_all(cast):
    DutyTurn.objects.all().delete()
    Staff.objects.filter(pk__in=[cast.general_manager.id]).update(is_active=False)


def test_an_alarm_that_nobody_can_take_is_shown_to_everybody_and_taken_by_those_who_assign(cast, clock):
    nobody_at_all(cast)
    with transaction.atomic():
        reach = notify_post(post_code="engineer", **about(cast))
    assert reach.staff_ids == ()
    assert [row.pk for row in open_unreached(cast.house.pk)] == [reach.unreached_id]
    assert "没有人接到" in enter(cast.owner).get("/notices/").content.decode()
    seen = enter(cast.attendant).get("/notices/").content.decode()
    assert ("没有人接到" in seen, "对讲机" in seen, "/taking/" in seen) == (True, True, False)
    assert "没有人接到" not in enter(cast.outsider).get("/notices/").content.decode()


def test_an_alarm_is_taken_once_by_one_who_may(cast, clock):
    nobody_at_all(cast)
    with transaction.atomic():
        lost = notify_post(post_code="engineer", **about(cast)).unreached_id
    for who, error in ((cast.attendant, NotPermitted), (cast.outsider, NotFound)):
        with pytest.raises(error):
            take_unreached(actor=who.actor, unreached_id=lost, at=START)
    take_unreached(actor=cast.owner.actor, unreached_id=lost, at=START)
    take_unreached(actor=cast.quality.actor, unreached_id=lost, at=NIGHT)
    row = Unreached.objects.get()
    assert (row.taken_by_id, row.taken_at) == (cast.owner.id, START)
    assert open_unreached(cast.house.pk) == []


def test_reading_marks_ones_own_only(cast):
    mine = make_notice(house=cast.house, recipient=cast.owner.staff)
    make_notice(house=cast.house, recipient=cast.owner.staff)
    theirs = make_notice(house=cast.house, recipient=cast.colleague.staff)
    assert mark_read(actor=cast.owner.actor, notice_ids=[mine.pk, theirs.pk], at=START) == 1
    assert mark_read(actor=cast.owner.actor, at=START) == 1
    assert unread_count(cast.owner.id) == 0
    assert unread_count(cast.colleague.id) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", "SHA-2026-000001 现在归您处理，1208 房。"),
        ("en", "SHA-2026-000001 is yours now. Room 1208."),
    ],
)
def test_a_notice_speaks_the_readers_language(cast, language, words):
    with translation.override(language):
        assert make_notice(house=cast.house, recipient=cast.owner.staff).text == words


def test_missing_facts_and_unknown_keys_break_nothing():
    with translation.override("en"):
        assert rendered("clocks.late", {}) == "— is late. Room —."
        assert rendered("no.such.key", {}) == "no.such.key"


def test_a_key_is_not_taken_twice():
    add_texts({"clocks.late": "%(ref)s is late. Room %(room)s."})
    with pytest.raises(ValueError, match="taken"):
        add_texts({"clocks.late": "Something else"})


def test_the_bell_counts_and_answers_304_when_nothing_changed(cast, clock):
    make_notice(house=cast.house, recipient=cast.owner.staff)
    client = enter(cast.owner)
    first = client.get("/notices/bell/")
    assert "<b>1</b>" in first.content.decode()
    again = client.get("/notices/bell/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_list_marks_read(cast, clock):
    row = make_notice(house=cast.house, recipient=cast.owner.staff, level="burn")
    client = enter(cast.owner)
    assert "SHA-2026-000001" in client.get("/notices/").content.decode()
    assert client.post("/notices/read/", {"notice": str(row.pk)}).status_code == 303
    assert unread_count(cast.owner.id) == 0
    assert client.get("/notices/?before=rubbish").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "SHA-1 超时。"), ("en", "SHA-1 is late.")],
)
def test_a_notice_without_a_room_leaves_the_room_out(language, words):
    with translation.override(language):
        assert rendered("clocks.late", {"ref": "SHA-1", "room": ""}) == words


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "客房中心文员"), ("en", "Order taker")])
def test_a_notice_calls_a_post_by_its_name(language, name):
    with translation.override(language):
        assert name in rendered("handovers.unacknowledged", {"post": "order_taker", "open": 3})
