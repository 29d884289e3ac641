"""Works the outbox off by hand, as the worker would, with the test's own clock."""

from datetime import timedelta

from innkeeper.config import subscriptions
from innkeeper.outbox import actions, jobs
from innkeeper.outbox.models import Job, JobState


def work_off(clock, *, minutes=0, names=None):
    """Run every job that falls due within the next minutes, one after another; the clock moves with them."""
    subscriptions.install()
    end = clock.at + timedelta(minutes=minutes)
    for _round in range(500):
        waiting = Job.objects.filter(state=JobState.WAITING, run_after__lte=end)
        if names:
            waiting = waiting.filter(name__in=names)
        due = waiting.order_by("run_after", "priority").first()
        if due is None:
            clock.set(end)
            return
        clock.set(max(clock.at, due.run_after))
        taken = actions.claim(now=clock.at, lease=timedelta(minutes=1), limit=1, names=[due.name])
        for job in taken:
            _run(job, at=clock.at)
    raise AssertionError("The jobs never end.")


def _run(job, *, at):
    spec = jobs.declared()[job.name]
    try:
        spec.call(job.args, at=at, job_id=job.id, event_id=job.event_id, recorded_at=job.created_at)
    except Exception as error:
        actions.fail(job, error=error, at=at)
    else:
        actions.finish(job, at=at)
