"""Each message stands in one place, can be moved, and its way is kept (CHAN-01)."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.cases.actions import restrict_case
from innkeeper.cases.models import Case, Evidence, ThreadEntry
from innkeeper.inbox import actions
from innkeeper.inbox.models import Message, Placement
from innkeeper.kernel.errors import NotFound, NotPermitted, WrongState
from tests.accounts.conftest import enter
from tests.inbox.test_receive import arrive
from tests.makers.cases import make_case
from tests.people import START


def place(cast, message, case, *, who=None):
    actions.place_message(
        actor=(who or cast.colleague).actor, message_id=message.id, case_id=case.pk, at=START
    )


@pytest.mark.req("CHAN-01")
def test_a_message_joins_a_case_and_can_be_moved_with_its_files(cast):
    first, second = make_case(cast), make_case(cast, room_number="1209")
    message = arrive(cast, files=[b"%PDF-1.4\n%.."])
    place(cast, message, first)
    assert Evidence.objects.get().case_id == first.pk
    place(cast, message, second)
    assert Message.objects.get().case_id == second.pk
    assert Evidence.objects.get().case_id == second.pk
    assert ThreadEntry.objects.filter(case=first, channel="wechat").count() == 0
    assert ThreadEntry.objects.filter(case=second, channel="wechat").count() == 1
    assert [row.case_id for row in Placement.objects.order_by("at", "pk")] == [first.pk, second.pk]
    assert AuditEntry.objects.filter(verb="cases.message_moved_out").count() == 1
    with pytest.raises(WrongState):
        place(cast, message, second)


def test_who_takes_nothing_in_and_who_is_outside_place_nothing(cast):
    case, message = make_case(cast), arrive(cast)
    with pytest.raises(NotPermitted):
        place(cast, message, case, who=cast.attendant)
    with pytest.raises(NotFound):
        place(cast, message, case, who=cast.outsider)
    assert not Placement.objects.exists()


def test_the_screen_lists_unread_first_and_sorts_by_one_press(cast, clock):
    message = arrive(cast, text="空调不制冷", room="")
    client = enter(cast.colleague)
    page = client.get("/inbox/").content.decode()
    assert "空调不制冷" in page and "未读" in page
    opened = client.get(f"/inbox/{message.id}/")
    assert (opened.status_code, opened.headers["Cache-Control"]) == (200, "no-store")
    assert "未读</span>" not in client.get("/inbox/").content.decode()
    answer = client.post(f"/inbox/{message.id}/placement/", {"where": "complaint"})
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/cases/{case.ref}/"
    assert client.post(f"/inbox/{message.id}/placement/", {"where": "nothing"}).status_code == 409
    assert Message.objects.get().case_id == case.pk
    assert enter(cast.attendant).get("/inbox/").status_code == 403


def test_the_words_of_a_restricted_case_are_restricted_with_it(cast, clock):
    case, message = make_case(cast), arrive(cast, text="浴室门口有人偷看")
    place(cast, message, case, who=cast.owner)
    restrict_case(actor=cast.owner.actor, case_id=case.pk, reason="骚扰", at=START)
    for wanted, who in ((200, cast.owner), (404, cast.colleague)):
        client = enter(who)
        assert client.get(f"/inbox/{message.id}/").status_code == wanted
        assert ("偷看" in client.get("/inbox/?sorted").content.decode()) is (wanted == 200)
    with pytest.raises(NotFound):
        actions.set_aside(actor=cast.colleague.actor, message_id=message.id, at=START)
    assert Message.objects.get().case_id == case.pk


@pytest.mark.req("CHAN-01")
def test_the_case_says_that_files_came_which_were_not_kept(cast):
    case = make_case(cast)
    message = arrive(cast, files=[b"MZ\x90not kept"], left_out=1)
    place(cast, message, case)
    note = ThreadEntry.objects.get(case=case, audience="internal")
    assert "2 个附件没有保存" in note.text_redacted and note.kind == "note"
    other = arrive(cast, key="m-2", files=[b"MZ\x90not kept"])
    opened = make_case(cast, room_number="1209")
    for _again in range(2):
        actions.note_opened(actor=cast.colleague.actor, message_id=other.id, case_id=opened.pk, at=START)
    assert ThreadEntry.objects.filter(case=opened, audience="internal").count() == 1
