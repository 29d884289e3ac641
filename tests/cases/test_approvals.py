"""Approvals: by phone with who, when and by whom heard; done first and ratified by morning; one tap on a phone."""

from datetime import UTC, datetime, timedelta

import pytest

from innkeeper.accounts.models import Staff
from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions, policy
from innkeeper.cases.actions.escalating import Reached, escalate
from innkeeper.cases.models import Approval
from innkeeper.cases.queries.approvals import approvals_for, to_ratify
from innkeeper.cases.queries.facts import case_facts
from innkeeper.cases.rules import ratify_by
from innkeeper.clocks.models import ClockRun
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted, WrongState
from innkeeper.notices.models import StaffNotice
from tests.accounts.conftest import enter
from tests.addresses import MY_WORK
from tests.makers import cases as make
from tests.makers.accounts import assign, make_actor, make_staff, make_turn
from tests.people import START

LATER = START + timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def asked(cast):
    """The handler asks the manager on duty for 500."""
    case = make.make_case(cast)
    question = actions.Question(
        subject="recovery",
        post="manager_on_duty",
        reason="退一晚",
        currency="CNY",
        amount_minor=50_000,
    )
    pk = actions.ask_approval(actor=cast.owner.actor, case_id=case.pk, question=question, at=START)
    return Approval.objects.select_related("case").get(pk=pk)


def by_phone(cast, approval, *, given_by="manager", **given):
    actions.note_phone_approval(
        actor=cast.colleague.actor,
        approval_id=approval.pk,
        given_by_id=getattr(cast, given_by).id,
        at=LATER,
        **given,
    )


@pytest.mark.req("CASE-27")
def test_a_yes_by_phone_keeps_who_when_and_who_heard_it(cast, asked):
    by_phone(cast, asked, said_at=START + timedelta(minutes=2), heard_by_id=cast.front_desk.id)
    asked.refresh_from_db()
    assert (asked.state, asked.by_phone, asked.decided_by_id) == ("given", True, cast.manager.id)
    assert asked.said_at == START + timedelta(minutes=2)
    assert (asked.heard_by_id, asked.recorded_by_id) == (cast.front_desk.id, cast.colleague.id)
    assert case_facts(asked.case).approvals_to_ratify == 1


def test_nobody_but_who_may_approve_it_can_have_said_yes(cast, asked):
    with pytest.raises(InvalidInput):
        by_phone(cast, asked, given_by="engineer")
    with pytest.raises(NotPermitted):
        by_phone(cast, asked, given_by="owner")
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_the_highest_post_may_say_yes_for_any(cast, asked):
    by_phone(cast, asked, given_by="general_manager")
    assert Approval.objects.get(pk=asked.pk).state == "given"


def test_what_was_said_by_phone_is_ratified_by_the_morning_and_its_clock_stops(cast, asked):
    by_phone(cast, asked)
    clock = ClockRun.objects.get(owner_id=asked.pk)
    asked.refresh_from_db()
    assert clock.due_at == asked.ratify_by_at == datetime(2026, 3, 15, 1, tzinfo=UTC)
    assert to_ratify(cast.house.pk) == 1
    assert [line.id for line in approvals_for(cast.manager.actor, at=LATER).to_ratify] == [asked.pk]
    actions.ratify_approval(actor=cast.manager.actor, approval_id=asked.pk, at=LATER)
    assert to_ratify(cast.house.pk) == 0
    assert ClockRun.objects.get(owner_id=asked.pk).stopped_at is not None


def test_a_late_ratification_calls_the_post_and_then_the_general_manager(cast, asked):
    by_phone(cast, asked)
    clock = ClockRun.objects.get(owner_id=asked.pk)
    reached = Reached(
        clock_id=clock.pk,
        owner_kind="approval",
        owner_id=asked.pk,
        clock_name="ratify",
        level=1,
        share=100,
        round=1,
    )
    assert escalate(actor=make.SYSTEM, reached=reached, at=LATER) == 2
    told = set(StaffNotice.objects.filter(kind="cases.clock_late").values_list("recipient_id", flat=True))
    assert told == {cast.manager.id, cast.general_manager.id}


def test_what_cannot_wait_is_done_first_and_ratified_afterwards(cast, asked):
    with pytest.raises(InvalidInput):
        actions.act_first(actor=cast.owner.actor, approval_id=asked.pk, because=" ", at=LATER)
    with pytest.raises(NotPermitted):
        actions.act_first(actor=cast.colleague.actor, approval_id=asked.pk, because="急", at=LATER)
    actions.act_first(actor=cast.owner.actor, approval_id=asked.pk, because="宾客要走", at=LATER)
    facts = case_facts(asked.case)
    assert (facts.approvals_open, facts.approvals_to_ratify) == (0, 1)
    assert approvals_for(cast.manager.actor, at=LATER).to_ratify[0].acted_because == "宾客要走"
    actions.decide_approval(actor=cast.manager.actor, approval_id=asked.pk, is_given=True, at=LATER)
    assert case_facts(asked.case).approvals_to_ratify == 0
    assert Approval.objects.get(pk=asked.pk).ratified_by_id == cast.manager.id


def test_the_button_to_do_it_first_is_for_the_handler_who_may(cast, asked):
    assert policy.may_act_first(cast.owner.actor, asked)
    actions.assign_case(actor=make.SYSTEM, case_id=asked.case_id, owner_id=cast.manager.id, at=LATER)
    again = Approval.objects.select_related("case").get(pk=asked.pk)
    assert not policy.may_act_first(cast.owner.actor, again)
    assert policy.may_act_first(cast.manager.actor, again)
    actions.act_first(actor=cast.manager.actor, approval_id=asked.pk, because="宾客要走", at=LATER)
    assert not policy.may_act_first(cast.manager.actor, Approval.objects.get(pk=asked.pk))


def test_the_asker_hears_what_was_decided(cast, asked):
    actions.decide_approval(actor=cast.manager.actor, approval_id=asked.pk, is_given=False, at=LATER)
    notice = StaffNotice.objects.get(kind="cases.approval_decided")
    assert notice.recipient_id == cast.owner.id


@pytest.mark.req("CASE-16")
def test_whom_the_case_names_neither_sees_nor_approves(cast, asked):
    actions.name_staff(actor=cast.owner.actor, case_id=asked.case_id, staff_id=cast.manager.id, at=LATER)
    assert not policy.visible_to(cast.manager.actor).filter(pk=asked.case_id).exists()
    assert approvals_for(cast.manager.actor, at=LATER).count == 0
    with pytest.raises(NotFound):
        actions.decide_approval(actor=cast.manager.actor, approval_id=asked.pk, is_given=True, at=LATER)
    with pytest.raises(NotPermitted):
        actions.note_phone_approval(
            actor=cast.owner.actor, approval_id=asked.pk, given_by_id=cast.manager.id, at=LATER
        )


@pytest.mark.req("CASE-16")
def test_who_names_themselves_gets_no_way_in(cast):
    case = make.make_case(cast, owner="owner")
    actions.name_staff(actor=cast.colleague.actor, case_id=case.pk, staff_id=cast.colleague.id, at=START)
    assert not policy.visible_to(cast.colleague.actor).filter(pk=case.pk).exists()


@pytest.mark.parametrize(("hour", "days"), [(2, 0), (7, 0), (8, 0), (9, 1), (14, 1), (23, 1)])
def test_the_morning_is_the_next_nine_oclock(hour, days):
    local = datetime(2026, 3, 14, hour, 0, tzinfo=UTC)
    assert ratify_by(local) == datetime(2026, 3, 14 + days, 9, tzinfo=UTC)


def test_one_tap_on_the_screen_decides(cast, asked):
    client = enter(cast.manager)
    assert "退一晚" in client.get("/approvals/").content.decode()
    answer = client.post(f"/approvals/{asked.pk}/decision/", {"verdict": "give"})
    assert answer.status_code == 303
    assert Approval.objects.get(pk=asked.pk).state == "given"
    assert client.post(f"/approvals/{asked.pk}/decision/", {"verdict": "give"}).status_code == 409


def test_what_waits_for_my_word_stands_on_top_of_my_work(cast, asked):
    client, back = enter(cast.manager), "?back=work"
    page = client.get(MY_WORK).content.decode()
    assert page.index(f"/approvals/{asked.pk}/decision/{back}") < page.index("</main>")
    answer = client.post(f"/approvals/{asked.pk}/decision/{back}", {"verdict": "give"})
    assert (answer.status_code, answer.headers["Location"]) == (303, MY_WORK)
    assert f"/approvals/{asked.pk}/" not in client.get(MY_WORK).content.decode()
    assert "/approvals/" not in enter(cast.attendant).get(MY_WORK).content.decode()


@pytest.mark.parametrize("post", ["manager_on_duty", "general_manager"])
def test_who_stands_on_the_roster_for_the_post_sees_what_waits_for_it_in_their_turn(cast, asked, post):
    stand_in = make_staff()
    assign(stand_in, house=cast.house, post_code="chief_engineer")
    turn = make_turn(stand_in, house=cast.house, post_code=post)
    actor = make_actor(stand_in, house=cast.house)
    in_turn, after = turn.starts_at + MINUTE, turn.ends_at + MINUTE
    assert [line.id for line in approvals_for(actor, at=in_turn).to_decide] == [asked.pk]
    assert approvals_for(actor, at=after).count == 0


def test_the_screen_of_another_house_shows_nothing(cast, asked):
    client = enter(cast.outsider)
    assert "退一晚" not in client.get("/approvals/").content.decode()
    assert client.post(f"/approvals/{asked.pk}/decision/", {"verdict": "give"}).status_code == 404


def test_who_enters_a_yes_by_phone_cannot_be_the_one_who_gave_it(cast, asked):
    with pytest.raises(NotPermitted):
        actions.note_phone_approval(
            actor=cast.manager.actor, approval_id=asked.pk, given_by_id=cast.manager.id, at=LATER
        )
    assert Approval.objects.get(pk=asked.pk).state == "asked"


@pytest.mark.parametrize("given_by", ["owner", "manager"])
def test_a_refused_entry_is_logged_whoever_tried(cast, asked, given_by):
    with pytest.raises(NotPermitted):
        actions.note_phone_approval(
            actor=cast.attendant.actor if given_by == "manager" else cast.owner.actor,
            approval_id=asked.pk,
            given_by_id=getattr(cast, given_by).id,
            at=LATER,
        )
    assert AuditEntry.objects.get(verb="cases.refused").facts["verb"] == "approve"


def test_a_colleague_who_has_left_or_a_stranger_said_and_heard_nothing(cast, asked):
    with pytest.raises(InvalidInput):
        by_phone(cast, asked, heard_by_id=cast.outsider.id)
    Staff.objects.filter(pk=cast.manager.id).update(is_active=False)
    with pytest.raises(InvalidInput):
        by_phone(cast, asked)
    assert Approval.objects.get(pk=asked.pk).state == "asked"


def test_the_call_may_come_before_the_question_is_written_but_not_before_the_guest(cast):
    case = make.make_case(cast)
    question = actions.Question(subject="recovery", post="manager_on_duty", reason="退一晚")
    do = {"actor": cast.owner.actor, "case_id": case.pk, "question": question, "at": LATER}
    for said_at, kept in ((START + MINUTE, START + MINUTE), (START - MINUTE, START)):
        asked = Approval.objects.get(pk=actions.ask_approval(**do))
        by_phone(cast, asked, said_at=said_at)
        asked.refresh_from_db()
        assert asked.said_at == kept


def test_what_was_done_first_and_then_said_yes_to_by_phone_keeps_its_morning(cast, asked):
    actions.act_first(actor=cast.owner.actor, approval_id=asked.pk, because="宾客要走", at=START)
    by_phone(cast, asked)
    assert ClockRun.objects.get(owner_id=asked.pk).stopped_at is None
    actions.ratify_approval(actor=cast.manager.actor, approval_id=asked.pk, at=LATER)
    assert case_facts(asked.case).approvals_to_ratify == 0


def test_the_asker_hears_that_a_colleague_entered_the_yes(cast, asked):
    by_phone(cast, asked)
    assert StaffNotice.objects.get(kind="cases.approval_decided").recipient_id == cast.owner.id


def test_in_a_restricted_case_who_said_yes_sees_what_they_ratify(cast):
    case = make.make_case(cast, taxonomy_code="theft")
    question = actions.Question(subject="recovery", post="assistant_manager", reason="退一晚")
    pk = actions.ask_approval(actor=cast.owner.actor, case_id=case.pk, question=question, at=START)
    actions.note_phone_approval(
        actor=cast.owner.actor, approval_id=pk, given_by_id=cast.general_manager.id, at=LATER
    )
    actions.ratify_approval(actor=cast.general_manager.actor, approval_id=pk, at=LATER)
    assert Approval.objects.get(pk=pk).ratified_by_id == cast.general_manager.id


@pytest.mark.req("CASE-27")
def test_who_never_said_yes_denies_it_and_those_who_acted_on_it_and_the_highest_post_hear(cast, asked):
    by_phone(cast, asked)
    with pytest.raises(NotPermitted):
        actions.deny_phone_approval(actor=cast.owner.actor, approval_id=asked.pk, at=LATER)
    actions.deny_phone_approval(actor=cast.manager.actor, approval_id=asked.pk, at=LATER)
    asked.refresh_from_db()
    assert (asked.state, asked.by_phone, asked.ratified_by_id) == ("refused", True, cast.manager.id)
    told = set(
        StaffNotice.objects.filter(kind="cases.approval_denied").values_list("recipient_id", flat=True)
    )
    assert told == {cast.owner.id, cast.colleague.id, cast.general_manager.id}
    assert ClockRun.objects.get(owner_id=asked.pk).stopped_at is not None
    assert AuditEntry.objects.filter(verb="cases.approval_denied", object_id=asked.case_id).count() == 1
    for again in (actions.deny_phone_approval, actions.ratify_approval):
        with pytest.raises(WrongState):
            again(actor=cast.manager.actor, approval_id=asked.pk, at=LATER)


def test_once_it_is_late_the_highest_post_settles_it_and_no_party_to_it(cast, asked):
    by_phone(cast, asked)
    late = START + timedelta(days=2)
    with pytest.raises(NotPermitted):
        actions.ratify_approval(actor=cast.general_manager.actor, approval_id=asked.pk, at=LATER)
    assert approvals_for(cast.general_manager.actor, at=LATER).to_ratify == []
    assert [one.id for one in approvals_for(cast.general_manager.actor, at=late).to_ratify] == [asked.pk]
    with pytest.raises(NotPermitted):
        actions.ratify_approval(actor=cast.colleague.actor, approval_id=asked.pk, at=late)
    actions.ratify_approval(actor=cast.general_manager.actor, approval_id=asked.pk, at=late)
    assert Approval.objects.get(pk=asked.pk).ratified_by_id == cast.general_manager.id


@pytest.mark.parametrize(("language", "button"), [("zh-hans", "我没有同意过"), ("en", "I did not say yes")])
def test_one_tap_denies_what_was_never_said(cast, asked, language, button):
    by_phone(cast, asked)
    Staff.objects.filter(pk=cast.manager.id).update(language=language)
    client = enter(cast.manager)
    assert button in client.get("/approvals/").content.decode()
    assert client.post(f"/approvals/{asked.pk}/decision/", {"verdict": "deny"}).status_code == 303
    assert Approval.objects.get(pk=asked.pk).state == "refused"
    assert client.post(f"/approvals/{asked.pk}/decision/", {"verdict": "deny"}).status_code == 409
