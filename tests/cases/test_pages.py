"""The pages of the spine: who sees what, and each noun posts to its action."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse

from innkeeper.cases import actions
from innkeeper.cases.models import Case, Task, ThreadEntry
from innkeeper.cases.queries import lists, page, thread
from innkeeper.cases.views import doing, reading
from innkeeper.kernel.errors import InvalidInput, NotFound, NotPermitted
from tests.makers.cases import make_case, make_task, reach_guest
from tests.people import START


def ask(view, person, *args, method="get", data=None, query=None):
    request = getattr(RequestFactory(), method)("/", data=query or data or {})
    request.actor, request.user, request.session = person.actor, person.staff, {}
    return view(request, *args)


def test_the_case_page_shows_rail_gates_clocks_and_words(cast):
    case = make_case(cast)
    make_task(cast, case, minutes=15)
    body = ask(reading.case, cast.owner, case.ref).content.decode()
    for piece in (case.title_redacted, "1208", "关单前", "查看空调", "工程部"):
        assert piece in body


def test_the_list_shows_open_cases_and_a_restricted_one_as_a_neutral_line(cast):
    case = make_case(cast)
    hidden = make_case(cast, text="有人偷了东西", taxonomy_code="theft")
    body = ask(reading.all_cases, cast.manager).content.decode()
    assert case.title_redacted in body
    assert "保密个案" in body
    assert hidden.title_redacted not in body


def test_a_restricted_case_is_not_found_by_who_need_not_know(cast):
    case = make_case(cast, taxonomy_code="theft")
    with pytest.raises(NotFound):
        ask(reading.case, cast.manager, case.ref)
    assert ask(reading.case, cast.owner, case.ref).status_code == 200


@pytest.mark.parametrize("name", ["case", "export", "thread"])
def test_an_outsider_finds_no_page_of_the_case(cast, name):
    case = make_case(cast)
    with pytest.raises(NotFound):
        ask(getattr(reading, name), cast.outsider, case.ref)


def test_each_noun_does_its_thing_and_goes_back_to_the_case(cast):
    case = make_case(cast)
    post = {"method": "post"}
    said = {"means": "phone", "reached_guest": "1", "text": "马上来"}
    answer = ask(doing.contacts, cast.owner, case.ref, data=said, **post)
    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("cases:case", args=[case.ref]))
    ask(doing.words, cast.owner, case.ref, data={"text": "好的", "audience": "internal"}, **post)
    ask(doing.tasks, cast.owner, case.ref, data={"title": "修", "department": "engineering"}, **post)
    ask(doing.hold, cast.owner, case.ref, data={"reason": "等宾客"}, **post)
    assert "暂缓至" in ask(reading.case, cast.owner, case.ref).content.decode()
    ask(doing.hold, cast.owner, case.ref, data={"end": "1"}, **post)
    ask(doing.findings, cast.owner, case.ref, data={"text": "滤网堵"}, **post)
    task = Task.objects.get(case=case)
    ask(doing.acceptance, cast.engineer, task.pk, **post)
    ask(doing.completion, cast.engineer, task.pk, **post)
    ask(doing.stage, cast.owner, case.ref, **post)
    assert Case.objects.get(pk=case.pk).stage == "feedback"


def test_a_post_by_another_is_refused(cast):
    case = make_case(cast)
    with pytest.raises(NotPermitted):
        ask(doing.hold, cast.manager, case.ref, method="post", data={"reason": "x"})


@pytest.mark.req("DIG-07")
def test_the_rail_shows_done_current_and_late_steps(cast):
    case = make_case(cast, priority=1)
    shown = {stage.name: stage.state for stage in page.rail(case, at=START)}
    assert (shown["report"], shown["respond"], shown["review"]) == ("done", "now", "later")
    late = {stage.name: stage.state for stage in page.rail(case, at=case.next_due_at.replace(year=2027))}
    assert late["respond"] == "late"


def test_the_case_page_costs_fifteen_queries_however_long_the_thread(cast, django_assert_max_num_queries):
    case = make_case(cast)
    for _time in range(3):
        reach_guest(cast, case)
    with django_assert_max_num_queries(15):
        page.case_page(cast.owner.actor, ref=case.ref, at=START)


def test_my_work_has_my_cases_and_those_waiting_for_my_post_due_first(cast, django_assert_max_num_queries):
    later = make_case(cast)
    sooner = make_case(cast, owner=None, priority=1)
    with django_assert_max_num_queries(4):
        work = lists.my_work(cast.owner.actor, at=START).answer()
    assert [line.ref for line in work.mine.lines] == [later.ref]
    assert [line.ref for line in work.waiting.lines] == [sooner.ref]


def test_my_work_counts_what_it_does_not_show(cast):
    for _case in range(lists.FIRST):
        make_case(cast, priority=1)
    late = make_case(cast, at=START - timedelta(days=40))
    work = lists.my_work(cast.owner.actor, at=START).answer()
    assert work.mine.lines[0].ref == late.ref
    assert len(work.mine.lines) == lists.FIRST
    assert (work.mine.count, work.mine.late, work.mine.rest) == (lists.FIRST + 1, 1, 1)


def test_the_board_counts_what_the_lists_show(cast):
    make_case(cast, owner=None)
    make_case(cast, priority=1)
    figures = lists.open_figures(cast.house.pk, at=START)
    assert (figures.open, figures.unowned, figures.by_department) == (2, 1, {"engineering": 2})
    assert len(lists.cases_page(cast.owner.actor).lines) == 2


def test_pages_of_the_list_follow_each_other(cast):
    refs = [make_case(cast).ref for _time in range(3)]
    first = lists.cases_page(cast.owner.actor, size=2)
    second = lists.cases_page(cast.owner.actor, size=2, cursor=first.next_cursor)
    assert {line.ref for line in (*first.lines, *second.lines)} == set(refs)
    assert second.next_cursor == ""


def test_words_written_in_one_moment_all_show_page_by_page(cast):
    case = make_case(cast)
    for said in ("一", "二", "三"):
        note = actions.Words(text=said)
        actions.write_thread(
            actor=cast.owner.actor, case_id=case.pk, words=note, audience="internal", at=START
        )
    newest = thread.thread_page(case, size=2)
    older = thread.thread_page(case, size=2, before=newest.older)
    found = [entry.pk for entry in (*newest.entries, *older.entries)]
    assert (len(found), older.older) == (4, "")
    assert set(found) == set(ThreadEntry.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("cursor", ["gestern", "2026-03-14|x", "2026-03-14T08:00:00|" + "0" * 32])
def test_a_broken_cursor_is_refused_and_not_read_as_the_first_page(cast, cursor):
    case = make_case(cast)
    with pytest.raises(InvalidInput):
        thread.thread_page(case, before=cursor)
    with pytest.raises(InvalidInput):
        lists.cases_page(cast.owner.actor, cursor=cursor)
