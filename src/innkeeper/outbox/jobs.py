"""The register of job handlers: `@job("cases.route_case")` over a function that takes ids and `at`."""

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from innkeeper.outbox.rules import MAX_ATTEMPTS, Fact

Handler = Callable[..., None]
_declared: dict[str, "JobSpec"] = {}


@dataclass(frozen=True, slots=True)
class JobSpec:
    """A handler and what it asks for. Jobs of a lower priority number run first."""

    name: str
    handler: Handler
    hints: Mapping[str, typing.Any]
    priority: int
    max_attempts: int

    def call(
        self,
        facts: Mapping[str, Fact],
        *,
        at: datetime,
        job_id: UUID,
        event_id: UUID | None,
        recorded_at: datetime,
    ) -> None:
        """Run the handler with those of the facts that it names, and `at`, the time it runs.

        It may also name `job_id`, `event_id` and `recorded_at` (when the job was put down).
        Raises whatever the handler raises.
        """
        known = {**facts, "at": at, "job_id": job_id, "event_id": event_id, "recorded_at": recorded_at}
        given = {name: _typed(known[name], hint) for name, hint in self.hints.items() if name in known}
        self.handler(**given)


def job(name: str, *, priority: int = 5, max_attempts: int = MAX_ATTEMPTS) -> Callable[[Handler], Handler]:
    """Declare the handler of the jobs of this name; it must be idempotent, for a killed job runs again.

    Raises ValueError when another function holds the name.
    """

    def declare(handler: Handler) -> Handler:
        held = _declared.get(name)
        if held is not None and held.handler.__qualname__ != handler.__qualname__:
            raise ValueError(f"Two handlers for the job {name}.")
        hints = typing.get_type_hints(handler)
        wanted = {key: hints.get(key) for key in inspect.signature(handler).parameters}
        _declared[name] = JobSpec(name, handler, wanted, priority, max_attempts)
        return handler

    return declare


def declared() -> Mapping[str, JobSpec]:
    """Every handler by its job's name."""
    return _declared


def _typed(value: object, hint: object) -> object:
    """A fact as the handler's annotation wants it: ids come as text from JSON."""
    if isinstance(value, str) and (hint is UUID or UUID in typing.get_args(hint)):
        return UUID(value)
    return value
