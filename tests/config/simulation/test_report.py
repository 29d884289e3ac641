"""The report of a played day: work by post, on cases and in rooms, in the words of either language."""

from datetime import UTC, datetime, timedelta

import pytest

from innkeeper.cases import actions as cases
from innkeeper.config.commands import simulate
from innkeeper.config.simulation.play import Outcome
from innkeeper.config.simulation.report import PostLine, post_lines
from innkeeper.kernel.actors import system
from innkeeper.stays import actions as stays
from innkeeper.stays.models import RoomTask
from tests.makers.cases import make_case
from tests.makers.stays import stay_on
from tests.people import START

MINUTE = timedelta(minutes=1)
SEVEN = datetime(2026, 3, 13, 23, tzinfo=UTC)


@pytest.mark.django_db(databases="__all__")
def test_work_in_rooms_and_on_cases_stands_by_the_post_of_who_did_it(cast):
    case = make_case(cast)
    job = cases.Job(title="修", department="engineering", minutes=10)
    task_id = cases.add_task(actor=cast.owner.actor, case_id=case.pk, job=job, at=START)
    cases.finish_task(actor=cast.engineer.actor, task_id=task_id, at=START + 12 * MINUTE)
    stay_on(house=cast.house)
    stays.plan_day(actor=system(), property_id=cast.house.pk, at=START)
    bathroom = RoomTask.objects.get(kind="bathroom")
    stays.finish_task(actor=cast.attendant.actor, task_id=bathroom.pk, at=START + 20 * MINUTE)
    engineer, attendant = post_lines(cast.house, since=START)
    assert (engineer.post, engineer.done, engineer.late, engineer.to_finish) == ("engineer", 1, 1, 12.0)
    assert (attendant.post, attendant.done, attendant.late) == ("room_attendant", 1, 0)
    assert engineer.name_zh != engineer.name_en


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [
        ("zh-hans", ("受理 3 条", "工程师", "5 个时刻走到底", "全部成立"), "Engineer"),
        ("en", ("3 lines", "Engineer", "5 moments", "All holds"), "工程师"),
    ],
)
def test_it_reads_in_either_language(capsys, language, said, unsaid):
    line = PostLine("engineer", "工程师", "Engineer", 4, 1, 0.5, 12.0, 31.0)
    whole = Outcome(SEVEN, SEVEN, 3, 4, 1, 2, 5, 0.0, 20.0, [line], [], {}, [])
    simulate.show(whole, language=language)
    report = capsys.readouterr().out
    assert all(words in report for words in said) and unsaid not in report
