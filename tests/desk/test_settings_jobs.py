"""Jobs that the house gave up: shown in words without what they were about, begun anew by who manages accounts."""

import pytest

from innkeeper.audit.models import AuditEntry
from innkeeper.config import subscriptions
from innkeeper.desk.actions.jobs import revive_job
from innkeeper.desk.queries.jobs import JOB_WORDS
from innkeeper.kernel.errors import NotFound, NotPermitted
from innkeeper.notices.models import Trouble
from innkeeper.outbox.jobs import declared
from innkeeper.outbox.models import Job, OutboxEvent
from tests.accounts.conftest import enter
from tests.people import START

pytestmark = pytest.mark.django_db(databases="__all__")
PAGE = "/settings/jobs/"


def give_up(*, house=None, args=None, name="notices.deliver", error="TimeoutError", **more) -> Job:
    event = house and OutboxEvent.objects.create(name="tests.Noted", property_id=house.pk, at=START)
    return Job.objects.create(
        name=name, event=event or None, args=args or {}, state="dead", attempts=20, last_error=error,
        run_after=START, created_at=START, finished_at=START, **more,
    )  # fmt: skip


def revival(job) -> str:
    return f"{PAGE}{job.pk}/revival/"


def test_every_job_of_the_house_has_words() -> None:
    subscriptions.install()
    names = {name for name in declared() if not name.startswith("tests.")}
    assert names - set(JOB_WORDS) == set(), "give each its words in desk/queries/jobs.py"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("把通知送到设备或群", "20 次", "所需的系统没有及时应答", "重新开始")),
        ("en", ("Deliver a notice to a device or group", "20 tries", "gave no answer in time", "Begin anew")),
    ],
)
def test_the_page_says_what_since_when_how_often_and_why(cast, clock, language, words) -> None:
    give_up(house=cast.house, args={"note": "柳如烟"})
    desk = enter(cast.administrator)
    desk.post("/language/", {"language": language})
    page = desk.get(PAGE).content.decode()
    assert [one for one in words if one not in page] == [] and "柳如烟" not in page


def test_begun_anew_it_waits_from_its_first_try_and_the_log_says_by_whom(cast, clock) -> None:
    job = give_up(house=cast.house)
    answer = enter(cast.administrator).post(revival(job))
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished_at) == ("waiting", 0, None)
    entry = AuditEntry.objects.get(verb="outbox.job_revived")
    assert entry.actor_id == cast.administrator.id
    assert entry.facts == {"job": "notices.deliver", "tries": 20, "error": "TimeoutError"}
    assert enter(cast.administrator).post(revival(job)).status_code == 404
    assert AuditEntry.objects.filter(verb="outbox.job_revived").count() == 1


def test_where_a_later_one_waits_the_later_one_does_the_work(cast) -> None:
    job = give_up(unique_key="bell:1")
    Job.objects.create(name=job.name, unique_key="bell:1", run_after=START, created_at=START)
    revive_job(actor=cast.administrator.actor, job_id=job.pk, at=START)
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("done", "superseded")


def test_a_job_of_another_hotel_is_not_there(cast, clock) -> None:
    far = give_up(house=cast.other_house)
    named = give_up(args={"property_id": str(cast.other_house.pk)})
    near = give_up(args={"property_id": str(cast.house.pk)})
    of_all = give_up(args={"property_id": None})
    page = enter(cast.administrator).get(PAGE).content.decode()
    assert [revival(one) in page for one in (far, named, near, of_all)] == [False, False, True, True]
    for job in (far, named):
        with pytest.raises(NotFound):
            revive_job(actor=cast.administrator.actor, job_id=job.pk, at=START)
    assert Job.objects.filter(state="dead").count() == 4


@pytest.mark.parametrize("who", ["owner", "attendant", "manager", "privacy_officer"])
def test_nobody_else_sees_them_or_begins_one(cast, clock, who) -> None:
    job, client = give_up(house=cast.house), enter(getattr(cast, who))
    assert client.get(PAGE).status_code == client.post(revival(job)).status_code == 403
    with pytest.raises(NotPermitted):
        revive_job(actor=getattr(cast, who).actor, job_id=job.pk, at=START)
    job.refresh_from_db()
    assert job.state == "dead"


def test_where_a_way_out_does_not_work_who_may_is_led_there(cast, clock) -> None:
    Trouble.objects.create(
        property=cast.house, route="mail:1", text_key="inbox.arrived", since_at=START, last_at=START
    )
    assert f'href="{PAGE}"' in enter(cast.administrator).get("/notices/").content.decode()
    assert f'href="{PAGE}"' not in enter(cast.attendant).get("/notices/").content.decode()
    assert f'href="{PAGE}"' in enter(cast.administrator).get("/settings/").content.decode()


def test_a_house_that_gave_nothing_up_says_so(cast, clock) -> None:
    assert "没有放弃的后台任务" in enter(cast.administrator).get(PAGE).content.decode()
