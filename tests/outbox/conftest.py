"""Handlers that write down what they were given."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from innkeeper.outbox import jobs, subscriptions


class Desk:
    """What the handlers of these tests saw, and whether they fail."""

    def __init__(self) -> None:
        self.answers: list[dict[str, Any]] = []
        self.error: Exception | None = None


@pytest.fixture
def desk() -> Iterator[Desk]:
    seen = Desk()
    before = dict(jobs._declared)

    @jobs.job("tests.answer", max_attempts=3)
    def answer(*, bell_id: UUID, at: datetime, event_id: UUID | None = None) -> None:
        seen.answers.append({"bell_id": bell_id, "at": at, "event_id": event_id})
        if seen.error:
            raise seen.error

    with subscriptions.installed({}):
        yield seen
    jobs._declared.clear()
    jobs._declared.update(before)
