"""Work that was dropped is given once more, to the same department, with its clock from now."""

from datetime import datetime

from innkeeper.cases.actions.wording import Both
from innkeeper.cases.actions.working import Job, offer
from innkeeper.cases.models import Case, Task, TaskState
from innkeeper.kernel.actors import Actor


def give_again(case: Case, *, actor: Actor, at: datetime, **of: str) -> Task | None:
    """A case all of whose work was dropped has its newest task given anew, inside the caller's transaction that holds it.

    `of` looks at tasks alone whose columns say this, such as those of one department.
    """
    tasks = list(Task.objects.filter(case=case, **of).order_by("-offered_at", "-pk"))
    if not tasks or any(task.state != TaskState.CANCELLED for task in tasks):
        return None
    last = tasks[0]
    job = Job(
        title=Both(last.title_redacted, last.title_en) if last.title_en else last.title_redacted,
        department=last.department,
        post=last.post,
        room_number=last.room_number,
        minutes=last.target_minutes,
        needs_evidence=last.needs_evidence,
        step=last.step,
    )
    return offer(case, job, actor=actor, at=at)
