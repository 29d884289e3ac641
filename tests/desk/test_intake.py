"""One line at the desk: read back, then taken in once."""

from uuid import uuid4

import pytest

from innkeeper.cases.models import Case, Task, ThreadEntry
from tests.accounts.conftest import enter
from tests.people import GUEST_NAME

LINE = "1208 天花板漏水 行李湿"
pytestmark = pytest.mark.django_db(databases="__all__")


def confirmed(**changed):
    given = {
        "say": LINE, "room": "1208", "kind": "complaint", "code": "water_leak", "priority": "1",
        "channel": "room_phone", "contact": "", "heard_at": "", "key": str(uuid4()),
    }  # fmt: skip
    return given | changed


def test_a_line_is_read_back_with_room_guest_and_neighbours_and_nothing_is_written(desk):
    page = desk.post("/intake/reading/", {"say": LINE}).content.decode()
    assert "1207" in page and "1209" in page
    assert "柳**" in page and GUEST_NAME not in page
    assert 'value="water_leak" selected' in page
    assert Case.objects.count() == 0


@pytest.mark.req("CASE-01", "CASE-30")
def test_the_room_it_comes_from_and_the_damage_are_read_back_too(desk):
    page = desk.post("/intake/reading/", {"say": "1208 天花板漏水 行李湿 从1205来的"}).content.decode()
    assert page.index("一并提到的与相邻的房间") < page.index("1205</", page.index("一并提到的与相邻的房间"))
    assert "逐件拍照" in page
    plain = desk.post("/intake/reading/", {"say": "1208 两条浴巾"}).content.decode()
    assert "逐件拍照" not in plain and "一并提到" not in plain


@pytest.mark.req("CASE-01", "CASE-08")
def test_what_was_confirmed_becomes_a_case_with_its_stay_and_guest(desk, lived_in):
    answer = desk.post("/intake/", confirmed())
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/cases/{case.ref}/"
    assert case.stay_id == lived_in[2].id
    assert [row.guest_id for row in case.guests.all()] == [lived_in[1].id]
    assert case.priority == 1
    assert case.title_redacted == "天花板漏水 行李湿"
    assert Task.objects.filter(case=case).count() == 3


def test_sent_twice_it_makes_one_case(desk):
    once = confirmed()
    assert desk.post("/intake/", once).headers["Location"] == desk.post("/intake/", once).headers["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("other", [{"say": "1208 两条浴巾"}, {"room": "1207"}])
def test_with_another_line_or_room_the_same_page_makes_another_case(desk, other):
    """Who goes back in the browser writes the next guest's words into the page of the last one."""
    once = confirmed()
    desk.post("/intake/", once)
    second = desk.post("/intake/", once | other).headers["Location"]
    assert Case.objects.count() == 2
    assert second == f"/cases/{Case.objects.order_by('pk').last().ref}/"


def test_the_guests_name_in_the_line_is_hidden_where_lists_read(desk):
    desk.post("/intake/", confirmed(say=f"1208 {GUEST_NAME}说天花板漏水"))
    assert GUEST_NAME not in Case.objects.get().text_redacted


def test_a_room_that_does_not_exist_is_named_and_nothing_is_lost(desk):
    answer = desk.post("/intake/", confirmed(room="1428"))
    assert answer.status_code == 422
    assert "1428" in answer.content.decode() and "行李湿" in answer.content.decode()
    assert Case.objects.count() == 0


def test_a_time_of_day_is_the_true_time_and_never_lies_ahead(desk, clock):
    desk.post("/intake/", confirmed(heard_at="11:05"))
    assert f"{Case.objects.get().received_at:%H:%M}" == "03:05"


def test_a_second_call_can_join_the_case_that_is_open(desk):
    desk.post("/intake/", confirmed())
    ref = Case.objects.get().ref
    assert ref in desk.post("/intake/reading/", {"say": "1208 还在漏水"}).content.decode()
    desk.post("/intake/", confirmed(say="1208 还在漏水", join=ref))
    assert Case.objects.count() == 1
    assert ThreadEntry.objects.filter(kind="from_guest").count() == 2


def test_a_request_goes_to_its_department_as_one_task(desk):
    desk.post("/intake/", confirmed(say="1208 两条浴巾", kind="service_request", code="towels", priority="3"))
    task = Task.objects.get()
    assert (task.department, task.case.kind) == ("housekeeping", "service_request")


def test_who_only_does_tasks_takes_nothing_in(lived_in):
    assert enter(lived_in[0].attendant).post("/intake/", confirmed()).status_code == 403
    assert Case.objects.count() == 0


DISTURBED = "1208 打扫吵醒客人 DND"


def test_how_a_guest_came_to_be_disturbed_is_asked_for_and_kept(desk):
    page = desk.post("/intake/reading/", {"say": DISTURBED}).content.decode()
    assert "未留意请勿打扰标志" in page and "不知已安排延迟退房" in page
    assert "手机收到任务" not in page
    assert "未留意请勿打扰标志" not in desk.post("/intake/reading/", {"say": LINE}).content.decode()
    given = confirmed(say=DISTURBED, code="dnd_ignored", priority="2", cause="late_check_out")
    desk.post("/intake/", given)
    case = Case.objects.get()
    assert (case.cause, case.taxonomy_code) == ("late_check_out", "dnd_ignored")
    assert {task.post for task in Task.objects.filter(case=case)} == {"assistant_manager"}


def test_a_cause_that_is_not_on_the_list_is_refused_and_nothing_is_written(desk):
    assert desk.post("/intake/", confirmed(cause="bad_luck")).status_code == 422
    assert Case.objects.count() == 0


def test_a_conflict_between_guests_sends_two_colleagues_with_security(desk):
    line = "1208 房开派对，隔壁上门理论"
    desk.post("/intake/", confirmed(say=line, kind="disturbance", code="noise_guests", priority="2"))
    case = Case.objects.get()
    assert case.kind == "disturbance"
    assert {task.department for task in Task.objects.filter(case=case)} == {"security", "front_office"}


def test_a_conflict_is_taken_in_as_facts_not_as_judgement(desk):
    line = "1208 客人是个无赖，在走廊大喊"
    answer = desk.post("/intake/", confirmed(say=line, kind="disturbance", code="noise_guests"))
    assert answer.status_code == 422 and "无赖" in answer.content.decode()
    assert Case.objects.count() == 0


def test_a_request_for_another_thing_is_not_taken_for_the_same_matter(desk):
    towels = confirmed(say="1208 两条浴巾", kind="service_request", code="towels", priority="3")
    desk.post("/intake/", towels)
    ref = Case.objects.get().ref
    assert ref not in desk.post("/intake/reading/", {"say": "1208 wake-up call 06:15"}).content.decode()
    assert ref in desk.post("/intake/reading/", {"say": "1208 浴巾还没送来"}).content.decode()
    assert ref in desk.post("/intake/reading/", {"say": "1208 还没送来"}).content.decode()


def test_the_line_read_back_promises_only_the_tasks_that_are_given(desk):
    page = desk.post("/intake/reading/", {"say": LINE}).content.decode()
    assert page.count("手机收到任务") == 3
    page = desk.post("/intake/reading/", {"say": "1208 空调不制冷 今天第二次 太差了"}).content.decode()
    assert 'value="complaint" selected' in page and "手机收到任务" not in page
    assert "手机收到任务" in desk.post("/intake/reading/", {"say": "1208 两条浴巾"}).content.decode()
