"""What a complaint adds to the case page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from innkeeper.cases.models import Case
from innkeeper.cases.playbooks import Section
from innkeeper.complaints.queries import course_of
from innkeeper.kernel.actors import Actor


def fill_course(case: Case, *, actor: Actor | None = None, at: datetime | None = None) -> Mapping[str, Any]:
    """Everything written of the complaint and the forms that are open now. Queries: 11."""
    return {"case": case, "course": course_of(case.pk), "actor": actor, "at": at}


SECTIONS = (Section(name="course", template="complaints/_course.html", fill=fill_course),)
