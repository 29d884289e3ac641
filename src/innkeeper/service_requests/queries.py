"""Reads of service requests: the facts of their gates."""

from uuid import UUID

from innkeeper.cases.models import Task, TaskState
from innkeeper.cases.rules import CaseFacts
from innkeeper.service_requests.rules import RequestFacts


def request_facts(case_id: UUID, case_facts: CaseFacts) -> RequestFacts:
    """What the gates of a request ask. Queries: 1."""
    states = list(Task.objects.filter(case_id=case_id).values_list("state", flat=True))
    return RequestFacts(
        case=case_facts,
        taken=sum(state in (TaskState.ACCEPTED, TaskState.ARRIVED) for state in states),
        done=states.count(TaskState.DONE),
    )
