"""A few played hours of a small house: the real actions carry everything, and what must hold does."""

import threading
from datetime import timedelta

import pytest

from innkeeper.cases.models import Case, Task, TaskState, TaxonomyCode
from innkeeper.cases.queries.lists import my_tasks
from innkeeper.clocks.models import ClockRun
from innkeeper.config.demo.house import data
from innkeeper.config.simulation.checks import troubles
from innkeeper.config.simulation.day import Day, may_be_theirs
from innkeeper.config.simulation.plan import Brought
from innkeeper.config.simulation.report import clock_lines, post_lines
from innkeeper.kernel.actors import system
from innkeeper.outbox.models import Job, JobState
from innkeeper.stays.models import RoomTask
from tests.makers.cases import make_case, make_task
from tests.makers.house import open_house
from tests.people import ROLES, START

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys", "cache"])
LINES = data("lines.yaml")
WISHES = {entry["text"]: entry for kind in ("requests", "complaints") for entry in LINES[kind]}


def brought(minutes, room, text):
    return Brought(START + timedelta(minutes=minutes), f"{room} {text}", WISHES[text])


@pytest.fixture
def afternoon(cast, clock, settings, tmp_path):
    """Three hours after noon: two wishes, two complaints, played to their end. No call is drawn by chance."""
    settings.AUDIT_SINKS = [tmp_path / "a", tmp_path / "b"]
    open_house(cast)
    TaxonomyCode.objects.update(sample_percent=0)
    said = [
        brought(5, "1208", "两条浴巾"), brought(12, "1308", "隔壁太吵 睡不着"), brought(30, "1208", "网络连不上"),
        brought(40, "1308", "前台办入住等了四十分钟 态度差"),
    ]  # fmt: skip
    day = Day(cast.house, said, begins_at=START, ends_at=START + timedelta(hours=3), seed=1, speed=0)
    told = day.play(threading.Event(), lambda at: None)
    clock.at = day.now
    return day, told


def found(cast, day):
    return troubles(cast.house, actor=system("simulation", property_id=cast.house.pk), at=day.now)


def test_an_afternoon_is_worked_off_everything_holds_and_what_then_does_not_is_named(cast, afternoon):
    """Played once: the afternoon is the dearest thing that these tests make."""
    day, told = afternoon
    everything_holds(cast, day, told)
    what_does_not_hold_is_named(cast, day)


def everything_holds(cast, day, told):
    assert (told.taken_in, dict(told.refused)) == (4, {})
    assert found(cast, day) == []
    requests = Case.objects.filter(kind="service_request")
    assert requests.exists()
    assert not requests.filter(is_open=True).exists()
    complaints = Case.objects.filter(kind="complaint")
    assert complaints.exists()
    assert all(case.responded_at and case.resolved_at for case in complaints)
    done = Task.objects.filter(state=TaskState.DONE).count()
    assert 0 < told.tasks_done <= done, "the manager's errand to a guest is done with being there"
    in_rooms = RoomTask.objects.filter(state="done").count()
    assert sum(line.done for line in post_lines(cast.house, since=START)) == done + in_rooms
    assert {line.name for line in clock_lines(cast.house, since=START, at=day.now)} >= {"respond", "task"}


def what_does_not_hold_is_named(cast, day):
    case = Case.objects.filter(is_open=True).first()
    Case.objects.filter(pk=case.pk).update(owner_id=None)
    done = Case.objects.filter(is_open=False).first()
    Task.objects.filter(case=done).update(state=TaskState.OFFERED)
    run = ClockRun.objects.filter(stopped_at__isnull=False).first()
    ClockRun.objects.filter(pk=run.pk).update(elapsed_seconds=run.elapsed_seconds + 60)
    job = Job.objects.first()
    Job.objects.filter(pk=job.pk).update(state=JobState.DEAD)
    said = "\n".join(found(cast, day))
    assert f"case {case.ref} has no owner" in said
    assert f"case {done.ref} is closed and has an open task" in said
    assert f"clock {run.name}" in said
    assert "jobs were given up" in said


def test_only_who_cannot_have_a_task_on_the_list_is_not_asked(cast):
    case = make_case(cast)
    for given in (
        {"department": "engineering"}, {"department": "front_office", "post": "front_desk"},
        {"department": "housekeeping", "post": "executive_housekeeper"},
        {"department": "engineering", "assignee_id": cast.attendant.id},
    ):  # fmt: skip
        make_task(cast, case, **given)
    offered = set(Task.objects.values_list("department", "post", "assignee_id"))
    asked = {part for part in ROLES if any(may_be_theirs(getattr(cast, part).actor, *one) for one in offered)}
    has = {part for part in ROLES if my_tasks(getattr(cast, part).actor)}
    assert has == asked == {"engineer", "front_desk", "housekeeper", "attendant"}
