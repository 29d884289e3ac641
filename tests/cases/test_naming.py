"""A colleague whom a case names (涉及同事): protected at once, heard before anybody decides."""

import pytest
from django.utils.translation import override

from innkeeper.audit.models import AuditEntry
from innkeeper.cases import actions, policy
from innkeeper.cases.actions import revealing
from innkeeper.cases.models import Case, Finding, Hearing, NamedStaff, NeedToKnow, Task
from innkeeper.cases.queries.lists import cases_page, my_tasks
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from innkeeper.notices.models import StaffNotice, Unreached
from tests.accounts.conftest import enter
from tests.makers import cases as make
from tests.people import START

SAID = "前台许敏说房卡没问题，小许让我自己去找"
HER_WORDS = "系统当时正在重启，我请客人稍等，没有让他自己去找。"


def named_case(cast, *, text=SAID, **given):
    """A complaint in the owner's hands that names the clerk at the desk."""
    case = make.make_case(cast, text=text, **given)
    actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.front_desk.id, at=START)
    return Case.objects.get(pk=case.pk)


def hear(cast, case, *, actor=None, **given):
    given = {"staff_id": cast.front_desk.id, "words": HER_WORDS, "at": START} | given
    return actions.hear_colleague(actor=(actor or cast.owner).actor, case_id=case.pk, **given)


@pytest.mark.req("CASE-15")
def test_naming_a_colleague_asks_the_handler_to_hear_them_first(cast):
    case = named_case(cast)
    task = Task.objects.get(case=case, step="hear")
    assert task.assignee_id == cast.owner.id
    assert "许" not in task.title_redacted
    with pytest.raises(actions.GatesOpen) as refused:
        actions.close_case(actor=cast.owner.actor, case_id=case.pk, at=START)
    assert "colleagues_heard" in refused.value.fields


@pytest.mark.req("CASE-15")
def test_what_they_say_is_kept_sealed_with_who_heard_it_and_when(cast):
    case = named_case(cast)
    hear(cast, case)
    row = Hearing.objects.get()
    assert (row.heard_by_id, row.heard_at, row.outcome) == (cast.owner.id, START, "heard")
    assert HER_WORDS not in repr(row.words)
    assert Task.objects.get(case=case, step="hear").state == "done"
    said = revealing.hearing_words(actor=cast.owner.actor, ref=case.ref, hearing_id=row.pk, at=START)
    assert said == HER_WORDS
    assert AuditEntry.objects.filter(verb="cases.colleague_heard", object_id=case.pk).count() == 1


def test_who_will_not_speak_or_cannot_be_reached_is_noted_so_that_the_case_goes_on(cast):
    case = named_case(cast)
    hear(cast, case, outcome="away", words="休病假至月底，已留言两次")
    actions.insist_heard(case)
    with pytest.raises(InvalidInput):
        hear(cast, case, outcome="guilty")
    with pytest.raises(InvalidInput):
        hear(cast, case, words="  ")


def test_only_the_handler_keeps_a_hearing_and_only_of_whom_the_case_names(cast):
    case = named_case(cast)
    with pytest.raises(NotFound):
        hear(cast, case, staff_id=cast.engineer.id)
    actions.share_case(
        actor=cast.owner.actor, case_id=case.pk, staff_id=cast.manager.id, reason="一起处理", at=START
    )
    with pytest.raises(NotPermitted):
        hear(cast, case, actor=cast.manager)
    with pytest.raises(NotFound):
        hear(cast, case, actor=cast.front_desk)
    with pytest.raises(NotFound):
        hear(cast, case, actor=cast.outsider)
    assert not Hearing.objects.exists()


def test_two_are_named_and_the_task_stays_until_both_are_heard(cast):
    case = named_case(cast)
    actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.engineer.id, at=START)
    assert Task.objects.filter(case=case, step="hear").count() == 1
    hear(cast, case)
    assert Task.objects.get(case=case, step="hear").is_open
    with pytest.raises(actions.ColleagueNotHeard):
        actions.insist_heard(case)
    hear(cast, case, staff_id=cast.engineer.id)
    assert not Task.objects.get(case=case, step="hear").is_open


@pytest.mark.req("CASE-16")
def test_the_name_goes_from_every_text_that_lists_and_boards_show(cast):
    case = make.make_case(cast, text=SAID)
    actions.add_finding(actor=cast.owner.actor, case_id=case.pk, text="值班表上是小许", at=START)
    job = actions.Job(title="问小许房卡", department="front_office")
    actions.add_task(actor=cast.owner.actor, case_id=case.pk, job=job, at=START)
    actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.front_desk.id, at=START)
    case.refresh_from_db()
    texts = [case.title_redacted, case.text_redacted, *case.thread.values_list("text_redacted", flat=True)]
    texts += Finding.objects.filter(case=case).values_list("text_redacted", flat=True)
    texts += Task.objects.filter(case=case).values_list("title_redacted", flat=True)
    assert not [text for text in texts if "许敏" in text or "小许" in text]
    assert revealing.open_words(actor=cast.owner.actor, ref=case.ref, at=START) == SAID


@pytest.mark.req("CASE-16")
def test_later_words_hide_the_name_too(cast):
    case = named_case(cast, text="房卡打不开")
    actions.add_finding(actor=cast.owner.actor, case_id=case.pk, text="当班的小许重启了系统", at=START)
    assert "小许" not in Finding.objects.get().text_redacted


@pytest.mark.req("CASE-16")
def test_whom_it_names_neither_owns_nor_does_nor_is_told_of_it(cast):
    case = make.make_case(cast, text=SAID)
    job = actions.Job(title="重做房卡", department="front_office", assignee_id=cast.front_desk.id)
    mine = actions.add_task(actor=cast.owner.actor, case_id=case.pk, job=job, at=START)
    actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.front_desk.id, at=START)
    StaffNotice.objects.all().delete()
    assert Task.objects.get(pk=mine).assignee_id is None
    doer = {"actor": cast.owner.actor, "at": START}
    with pytest.raises(NotPermitted):
        actions.reassign_task(task_id=mine, assignee_id=cast.front_desk.id, **doer)
    with pytest.raises(NotPermitted):
        actions.add_task(case_id=case.pk, job=job, **doer)
    with pytest.raises(NotPermitted):
        actions.assign_case(case_id=case.pk, owner_id=cast.front_desk.id, **doer)
    actions.add_task(
        case_id=case.pk, job=actions.Job(title="看监控", department="front_office", post="front_desk"), **doer
    )
    assert not StaffNotice.objects.filter(recipient_id=cast.front_desk.id).exists()
    assert not NeedToKnow.objects.filter(case=case, staff_id=cast.front_desk.id).exists()
    assert not policy.visible_to(cast.front_desk.actor).filter(pk=case.pk).exists()


@pytest.mark.req("CASE-16")
def test_an_alarm_for_a_post_that_only_they_hold_goes_to_the_highest_post(cast):
    case = make.make_case(cast, text="值班经理高远骂人")
    actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.manager.id, at=START)
    case.refresh_from_db()
    StaffNotice.objects.all().delete()
    about = actions.notice_about(case, "case_opened", at=START)
    told = actions.tell_post(case, "manager_on_duty", actor=cast.owner.actor, at=START, about=about)
    assert told == (cast.general_manager.id,)
    actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.general_manager.id, at=START)
    assert actions.tell_post(case, "manager_on_duty", actor=cast.owner.actor, at=START, about=about) == ()
    assert Unreached.objects.filter(post_code="manager_on_duty").exists()


def test_a_case_that_names_somebody_stays_restricted(cast):
    case = named_case(cast)
    with pytest.raises(InvalidInput):
        actions.classify_case(
            actor=cast.owner.actor,
            case_id=case.pk,
            sorting=actions.Sorting(is_restricted=False),
            reason="没事",
            at=START,
        )
    assert Case.objects.get(pk=case.pk).is_restricted


def test_nobody_of_another_house_is_named(cast):
    case = make.make_case(cast)
    with pytest.raises(InvalidInput):
        actions.name_staff(actor=cast.owner.actor, case_id=case.pk, staff_id=cast.outsider.id, at=START)
    assert not NamedStaff.objects.exists()


def test_the_page_asks_for_the_hearing_and_keeps_it(cast):
    case = named_case(cast)
    client = enter(cast.owner)
    shown = client.get(f"/cases/{case.ref}/sections/named/").content.decode()
    assert "许敏" in shown and "尚未听取" in shown
    posted = {"colleague": cast.front_desk.id, "words": HER_WORDS, "outcome": "heard"}
    client.post(f"/cases/{case.ref}/hearings/", posted)
    row = Hearing.objects.get()
    said = client.post(f"/cases/{case.ref}/hearings/{row.pk}/words/")
    assert HER_WORDS in said.content.decode() and said["Cache-Control"] == "no-store"
    assert "尚未听取" not in client.get(f"/cases/{case.ref}/sections/named/").content.decode()
    assert enter(cast.front_desk).post(f"/cases/{case.ref}/hearings/", posted).status_code == 404


@pytest.mark.parametrize(
    ("language", "title"), [("zh-hans", "先听取涉及同事的陈述"), ("en", "Hear the colleague")]
)
def test_the_task_is_read_in_the_readers_language_whoever_named(cast, language, title):
    with override("en" if language == "zh-hans" else "zh-hans"):
        case = named_case(cast)
    with override(language):
        assert Task.objects.get(case=case, step="hear").title.startswith(title)
        assert [line.title for line in my_tasks(cast.owner.actor) if line.title.startswith(title)]


@pytest.mark.req("CASE-16")
def test_whom_it_names_reads_one_neutral_line_whatever_list_they_stand_on(cast):
    case = named_case(cast)
    NeedToKnow.objects.create(
        case=case, staff_id=cast.front_desk.id, given_by_id=cast.owner.id, given_at=START
    )
    (line,) = cases_page(cast.front_desk.actor).lines
    assert (line.is_hidden, line.title, line.room) == (True, "", "")
