"""The log's own key, its name and its sinks, as the settings place them."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from innkeeper.audit.adapters.file_sink import FileSink
from innkeeper.audit.models import AuditHead
from innkeeper.audit.rules.merkle import EMPTY_ROOT
from innkeeper.audit.rules.notes import Signer, origin_of
from innkeeper.vault import custody

PATIENCE_SECONDS = 5.0

Answer = TypeVar("Answer")
_hanging: set[str] = set()


def sinks() -> list[FileSink]:
    """The sinks of this house; two at least are meant."""
    return [FileSink(folder) for folder in settings.AUDIT_SINKS]


def outside_sink() -> str:
    """The place of the sink that is declared to belong to another owner or host; empty when none is."""
    declared = settings.AUDIT_OUTSIDE_SINK
    return str(Path(declared).expanduser().resolve()) if declared else ""


def head() -> AuditHead:
    """How far the tree has come; made at the first call. Queries: 1."""
    found, _is_new = AuditHead.objects.get_or_create(id=1, defaults={"root": EMPTY_ROOT})
    return found


def signer() -> Signer:
    """Who signs for this log. Raises SecretMissing before `innkeeper init`."""
    seed = custody.read_key(settings.SECRETS / custody.AUDIT)
    return Signer(origin_of(head().log_id), seed)


def patiently(name: str, work: Callable[[], Answer], *, seconds: float = PATIENCE_SECONDS) -> Answer:
    """Do file work on a sink, but wait for it only so long: a dead network folder holds nobody up.

    Raises what the work raises, TimeoutError when it takes longer or still hangs from before.
    """
    if name in _hanging:
        raise TimeoutError(f"{name} still hangs.")
    answers: list[Answer] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(work())
        except BaseException as wrong:
            errors.append(wrong)
        finally:
            _hanging.discard(name)

    _hanging.add(name)
    worker = threading.Thread(target=run, daemon=True, name=f"sink {name}")
    worker.start()
    worker.join(seconds)
    if errors:
        raise errors[0]
    if not answers:
        raise TimeoutError(f"{name} does not answer.")
    return answers[0]
